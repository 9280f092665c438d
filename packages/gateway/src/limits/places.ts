// Where things lie: what is below a zone or a folder, and what is excepted with it.
import type { CompiledLimits } from './compiled-limits.ts'
import { deviceFacts } from './facts.ts'
import type { Home, Item } from './home.ts'

type Tree = ReadonlyMap<string, Item>
type Ids = ReadonlySet<string> | undefined

/**
 * Whether a zone or folder is below one of `above`: it is one of them, or its parent is below one. What
 * is not there is below nothing; whoever goes round in a circle meets only the circle.
 */
export function isBelow(tree: Tree, id: unknown, above: Ids): boolean {
  if (above === undefined) return false
  let at = id
  for (let steps = 0; steps <= tree.size && typeof at === 'string'; steps++) {
    const item = tree.get(at)
    if (!item) return false
    if (above.has(at)) return true
    at = item['parent']
  }
  return false
}

/** What `except` takes away. */
export class Exceptions {
  readonly #limits: CompiledLimits
  readonly #home: Home
  /** Whether there is any exception. */
  readonly any: boolean
  #zones: ReadonlySet<string> | undefined

  constructor(limits: CompiledLimits, home: Home) {
    this.#limits = limits
    this.#home = home
    this.any = limits.exceptDevices !== undefined || limits.exceptZones !== undefined
  }

  zone(id: string): boolean {
    return isBelow(this.#home.items.zone, id, this.#limits.exceptZones)
  }

  /** A device whose zone is not known may be in an excepted one, and counts as if it were. */
  device(id: string): boolean {
    const { exceptDevices, exceptZones } = this.#limits
    if (exceptDevices?.has(id)) return true
    const device = this.#home.items.device.get(id)
    if (exceptZones === undefined || !device) return false
    const { zone } = deviceFacts(device)
    return zone === undefined || !this.#home.items.zone.has(zone) || this.zone(zone)
  }

  /** Whether a device is excepted, or is a group that has one that is. */
  deviceOrMember(id: string): boolean {
    if (!this.any) return false
    const seen = new Set<string>()
    const waiting = [id]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (this.device(at)) return true
      seen.add(at)
      const device = this.#home.items.device.get(at)
      const { group, members = [] } = device ? deviceFacts(device) : { group: false }
      if (group) waiting.push(...members.filter((one) => !seen.has(one)))
    }
    return false
  }

  /** Whether something excepted lies in a zone or below it. */
  inZone(id: string): boolean {
    if (!this.any) return false
    this.#zones ??= this.#zonesAbove()
    return this.#zones.has(id)
  }

  #zonesAbove(): ReadonlySet<string> {
    const { zone: zones, device: devices } = this.#home.items
    const found = new Set<string>()
    const upFrom = (start: unknown): void => {
      let at = start
      while (typeof at === 'string' && !found.has(at)) {
        found.add(at)
        at = zones.get(at)?.['parent']
      }
    }
    for (const id of zones.keys()) if (this.zone(id)) upFrom(id)
    for (const [id, device] of devices) {
      if (this.deviceOrMember(id)) upFrom(deviceFacts(device).zone)
    }
    return found
  }
}
