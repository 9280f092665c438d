// What follows from deeds at the hub, through any number of steps: Flows that are started or that listen, what
// they do, and what follows from that.
import type { Home } from '../limits/home.ts'
import { type Content, contentOf } from './content.ts'
import { called, type Deed, type DeedObject } from './deed.ts'
import { heardAs, hearing, listening } from './listeners.ts'
import { type Structure, structureOf } from './structure.ts'

/**
 * The port: everything that follows from these deeds and from what runs besides, without the deeds themselves.
 * `begun` are Flows and moods that run whatever the deeds are.
 */
export type Consequences = (
  deeds: readonly Deed[],
  begun: readonly DeedObject[],
  home: Home,
) => readonly Deed[]

const followed = new WeakMap<Structure, Map<string, readonly Deed[]>>()

/** How many answers are kept of one structure: as many as there are things to touch in a large home. */
const MOST = 5_000

/** Follows what stands in the home. The answer is the same list as long as the home is built alike. */
export const consequencesOf: Consequences = (deeds, begun, home) => {
  const heard = new Set<string>()
  for (const deed of deeds) for (const one of heardAs(deed, home)) heard.add(one)
  if (heard.size === 0 && begun.length === 0) return NONE
  const structure = structureOf(home)
  const answers = followed.get(structure) ?? new Map<string, readonly Deed[]>()
  followed.set(structure, answers)
  const key = [...begun.map(keyOf), '', ...heard].join()
  const known = answers.get(key)
  if (known) return known
  if (answers.size >= MOST) answers.clear()
  const found = follow([...begun, ...listening([...heard], home)], home)
  answers.set(key, found)
  return found
}

const NONE: readonly Deed[] = []

const keyOf = ({ kind, id }: DeedObject): string => `${kind}:${id}`

/** Each Flow is followed once, so circles end. */
function follow(starts: readonly DeedObject[], home: Home): readonly Deed[] {
  const found: Deed[] = []
  const seen = new Set<string>()
  const waiting = [...starts]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const key = keyOf(one)
    if (seen.has(key)) continue
    seen.add(key)
    const content = runs(one, home)
    waiting.push(...content.starts)
    for (const deed of content.deeds) {
      found.push(deed)
      waiting.push(...hearing(deed, home))
    }
  }
  return found
}

const RUNS = {
  flow: ['flow.triggerFlow', 'flow:start'],
  'advanced-flow': ['flow.triggerAdvancedFlow', 'advanced-flow:start'],
  mood: ['moods.setMood', 'mood:set'],
} as const

const NOTHING: Content = { deeds: [], starts: [] }

function runs({ kind, id }: DeedObject, home: Home): Content {
  if (kind !== 'flow' && kind !== 'advanced-flow' && kind !== 'mood') return NOTHING
  const [operation, permission] = RUNS[kind]
  const itself = called(operation, [permission], { object: { kind, id } })
  const item = home.items[kind].get(id)
  const { deeds, starts } = item ? contentOf(kind, item, home) : NOTHING
  return { deeds: [itself, ...deeds], starts }
}
