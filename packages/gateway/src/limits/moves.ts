// Moves: a device or zone that comes to lie elsewhere may come to be covered by grants that did not
// cover it (docs/decisions/0009, "Moves"). Pure: the home after the move is made and looked at.
import type { LimitedCall } from './call.ts'
import { coverageOf } from './coverage.ts'
import { type Home, type Item, withItem } from './home.ts'
import { isObject, type Json } from './json.ts'
import type { LimitedSubject } from './subject.ts'

/** A grant that would cover more, and what. */
export interface Widened<S extends LimitedSubject> {
  readonly grant: S
  readonly devices: readonly string[]
  readonly zones: readonly string[]
}

/** Whether a call may be a move at all; cheap, so that it can be asked of every call. */
export function mayMove({ matched, body }: LimitedCall): boolean {
  const members = MOVES[matched.operation.id]
  return members !== undefined && isObject(body) && members.some((name) => name in body)
}

/**
 * Which of these live limited grants would cover devices or zones after a call that they do not cover
 * now. The body is in V3's form; a merged one is that of the whole object.
 */
export function widened<S extends LimitedSubject>(
  call: LimitedCall,
  home: Home,
  grants: Iterable<S>,
): readonly Widened<S>[] {
  const after = mayMove(call) ? homeAfter(call, home) : home
  if (after === home) return []
  return [...grants].flatMap((grant) => {
    const [now, then] = [coverageOf(grant, home), coverageOf(grant, after)]
    const more = (kind: 'device' | 'zone') =>
      [...after.items[kind].keys()].filter((id) => then.covers(kind, id) && !now.covers(kind, id))
    const [devices, zones] = [more('device'), more('zone')]
    return devices.length + zones.length === 0 ? [] : [{ grant, devices, zones }]
  })
}

/**
 * What of a body can bring an object under other limits, by operation. A group that is made new is no
 * move: who covers it covers all its members already.
 */
const MOVES: Readonly<Record<string, readonly string[]>> = {
  'devices.updateDevice': ['zone', 'virtualClass'],
  'devices.setDeviceSettings': ['deviceIds'],
  'devices.updateGroup': ['zoneId', 'zone', 'deviceIds'],
  'zones.updateZone': ['parent'],
}

function homeAfter({ matched, body }: LimitedCall, home: Home): Home {
  const changes = isObject(body) ? body : {}
  const id = matched.ids['id'] ?? ''
  if (matched.operation.id === 'zones.updateZone') return changed(home, 'zone', id, changes)
  const { zoneId, deviceIds, zone = zoneId, ...rest } = changes
  const moved = { ...rest, ...(zone !== undefined && { zone }) }
  if (matched.operation.id === 'devices.setDeviceSettings') {
    return changed(home, 'device', id, { settings: changes })
  }
  const device = home.items.device.get(id)
  const settings = isObject(device?.['settings']) ? device['settings'] : {}
  const members = deviceIds === undefined ? {} : { settings: { ...settings, deviceIds } }
  return changed(home, 'device', id, { ...moved, ...members })
}

function changed(home: Home, kind: 'device' | 'zone', id: string, changes: Json): Home {
  const present = home.items[kind].get(id)
  if (!present) return home
  const item: Item = { ...present, ...changes }
  return withItem(home, kind, id, item)
}
