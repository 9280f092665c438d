// How much of a home one call changes: the device that is set, or all of a group; what a mood sets and a Flow acts on,
// with the Flows that it starts. What else listens and reacts is the owner's own doing, and is not counted. Pure.
import type { Home } from '../limits/home.ts'
import type { OverseenCall } from './call.ts'
import { contentOf, withMembers } from './content.ts'
import type { DeedObject } from './deed.ts'

type Spread = (ids: OverseenCall['ids'], home: Home) => readonly string[]

const started =
  (kind: 'flow' | 'advanced-flow' | 'mood'): Spread =>
  ({ id = '' }, home) =>
    actedOn({ kind, id }, home)

/** Operations that change more than what they name. */
const SPREADS: Readonly<Record<string, Spread>> = {
  'devices.setCapabilityValue': ({ deviceId = '' }, home) =>
    withMembers(deviceId, home).map((id) => `device ${id}`),
  'moods.setMood': started('mood'),
  'flow.triggerFlow': started('flow'),
  'flow.triggerAdvancedFlow': started('advanced-flow'),
}

/** Whether it takes the state of the home to tell how much a call changes. */
export const isSpread = ({ operation }: Pick<OverseenCall, 'operation'>): boolean =>
  Object.hasOwn(SPREADS, operation.id)

/** How many objects calls change together, each counted once; what is not known counts as one. */
export function objectsChanged(
  calls: readonly Pick<OverseenCall, 'operation' | 'ids' | 'body'>[],
  home: Home,
): number {
  const all = calls.flatMap(({ operation, ids, body }) => {
    const spread = Object.hasOwn(SPREADS, operation.id) ? SPREADS[operation.id] : undefined
    const found = spread?.(ids, home) ?? []
    // What is made has no id yet, so its content tells it from others.
    const named = Object.keys(ids).length > 0 ? ids : body
    return found.length > 0 ? found : [`${operation.id} ${JSON.stringify(named)}`]
  })
  return new Set(all).size
}

function actedOn(first: DeedObject, home: Home): readonly string[] {
  const found = new Set<string>()
  const seen = new Set<string>()
  const waiting = [first]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const { kind, id } = one
    if (seen.has(`${kind} ${id}`)) continue
    seen.add(`${kind} ${id}`)
    if (kind !== 'flow' && kind !== 'advanced-flow' && kind !== 'mood') continue
    const item = home.items[kind].get(id)
    if (!item) continue
    const { deeds, starts } = contentOf(kind, item, home)
    for (const { effect, object } of deeds) {
      if (effect && object && object.kind !== 'zone') found.add(`${object.kind} ${object.id}`)
    }
    waiting.push(...starts)
  }
  return [...found]
}
