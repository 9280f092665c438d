// Zones as people speak of them: by their way from the top, such as "Ground floor / Kitchen".
import { hubText } from './hub-text.ts'
import { type Item, textIn } from './item.ts'

/** The deepest that zones are followed; they may go round. */
const DEEPEST = 12

/** The way to each zone by id, without the root, which is the home itself; the root has its own name. */
export function zonePaths(zones: readonly Item[]): ReadonlyMap<string, string> {
  const byId = new Map(zones.map((zone) => [textIn(zone, 'id'), zone]))
  const pathOf = (zone: Item): string => {
    const names: string[] = []
    let at: Item | undefined = zone
    while (at && names.length < DEEPEST) {
      const parent = textIn(at, 'parent')
      if (parent === '' && names.length > 0) break
      names.unshift(hubText(at['name'], 60))
      at = byId.get(parent)
    }
    return names.join(' / ')
  }
  return new Map(zones.map((zone) => [textIn(zone, 'id'), pathOf(zone)]))
}

/** A zone and all zones below it. */
export function zonesWithin(zones: readonly Item[], id: string): ReadonlySet<string> {
  const within = new Set([id])
  for (let grown = true; grown; ) {
    grown = false
    for (const zone of zones) {
      const own = textIn(zone, 'id')
      if (!within.has(own) && within.has(textIn(zone, 'parent'))) grown = Boolean(within.add(own))
    }
  }
  return within
}
