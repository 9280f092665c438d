// Where a device is, seen from the other hub: zones that were bound are the same, and others by the
// names from the root down. The root is where new devices land, so being there says nothing.
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { normalName } from './names.ts'

/** What the rooms of two devices say; `nothing` where one is no choice of anybody. */
export type ZoneVerdict = 'same' | 'other' | 'nothing'

type Zones = ReadonlyMap<string, SnapshotObject>

/** Compares zones of two hubs. `bound` are those of the target by id of the source. */
export function zoneVerdicts(
  sources: Zones,
  targets: Zones,
  bound: ReadonlyMap<string, string>,
): (source: string | null, target: string | null) => ZoneVerdict {
  const pathsS = pathsOf(sources)
  const pathsT = pathsOf(targets)
  return (source, target) => {
    if (source === null || parentOf(sources.get(source)) === null) return 'nothing'
    if (target === null || parentOf(targets.get(target)) === null) return 'nothing'
    const stands = bound.get(source)
    if (stands !== undefined) return stands === target ? 'same' : 'other'
    return pathsS.get(source) === pathsT.get(target) ? 'same' : 'other'
  }
}

/** The id of the zone around; null for the root, and for what is not there. */
export function parentOf(zone: SnapshotObject | undefined): string | null {
  const parent = zone?.content['parent']
  return typeof parent === 'string' ? parent : null
}

// The root is called differently in every language, so it stands in no path.
function pathsOf(zones: Zones): ReadonlyMap<string, string> {
  const paths = new Map<string, string>()
  const pathOf = (id: string, depth = 0): string => {
    const zone = zones.get(id)
    const parent = parentOf(zone)
    if (!zone || parent === null || depth > 64) return ''
    return `${pathOf(parent, depth + 1)}/${normalName(zone.name ?? '')}`
  }
  for (const id of zones.keys()) paths.set(id, pathOf(id))
  return paths
}
