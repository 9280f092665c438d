// What follows from what happens, for the oracle: Flows that are started, and Flows that listen.
import { kindOf, readCard } from '../oracle/content.ts'
import { isObject, type Json, type JsonObject, type State } from '../oracle/state.ts'
import { type Act, act, type Sets, type Start } from './act.ts'
import { device, upFrom } from './devices.ts'
import { cardsOfCanvas, inObject } from './inside.ts'

/** What follows, until nothing new does. */
export function followed(state: State, acts: readonly Act[], starts: readonly Start[]): Act[] {
  const found: Act[] = []
  const done: string[] = []
  let next: readonly Start[] = [...starts, ...acts.flatMap((one) => listeners(state, one))]
  while (next.length > 0) {
    const coming: Start[] = []
    for (const { kind, id } of next) {
      if (done.includes(`${kind}:${id}`)) continue
      done.push(`${kind}:${id}`)
      const run = runOf(state, kind, id)
      found.push(...run.acts)
      coming.push(...run.starts, ...run.acts.flatMap((one) => listeners(state, one)))
    }
    next = coming
  }
  return found
}

const STARTS: Readonly<Record<string, readonly [string, string, keyof State]>> = {
  flow: ['flow.triggerFlow', 'flow:start', 'flows'],
  'advanced-flow': ['flow.triggerAdvancedFlow', 'advanced-flow:start', 'advancedFlows'],
  mood: ['moods.setMood', 'mood:set', 'moods'],
}

function runOf(state: State, kind: string, id: string): Omit<Sets, 'later'> {
  const [operation, permission, list] = STARTS[kind] ?? ['', '', 'flows' as const]
  const itself = act({ operation, permissions: [permission], kind, id })
  const object = state[list].find((one) => one['id'] === id)
  const inside = object ? inObject(state, kind, object) : { acts: [], starts: [] }
  return { acts: [itself, ...inside.acts], starts: inside.starts }
}

function listeners(state: State, one: Act): Start[] {
  if (!one.effect) return []
  const people = one.permissions.some((name) => /^(own-)?presence:update$/.test(name))
  const alarms = one.permissions.some((name) => /^alarm:(update|create|delete)$/.test(name))
  const hears = (role: string, card: Json): boolean => {
    if (role !== 'trigger' || !isObject(card)) return false
    const { cards, mentions } = readCard('trigger', card, state)
    const id = cards[0]?.id ?? ''
    if (people && id.startsWith('homey:manager:presence:')) return true
    if (alarms && id.startsWith('homey:manager:alarms:')) return true
    if (!isHeard(one)) return false
    if (picksIn(card).some((what) => isAbout(state, one, kindOf(state, what) ?? '', what)))
      return true
    return mentions.some(
      ({ kind, id: what, use }) => use === 'hears' && isAbout(state, one, kind, what),
    )
  }
  const live = (flow: JsonObject) => flow['enabled'] !== false
  return [
    ...state.flows
      .filter((flow) => live(flow) && hears('trigger', flow['trigger'] ?? null))
      .map((flow) => ({ kind: 'flow', id: String(flow['id']) })),
    ...state.advancedFlows
      .filter(
        (flow) => live(flow) && cardsOfCanvas(flow)?.some(([role, card]) => hears(role, card)),
      )
      .map((flow) => ({ kind: 'advanced-flow', id: String(flow['id']) })),
  ]
}

// Only what happens is heard: a start, a mood that is set, a value, a zone that is switched.
function isHeard({ kind, capability, operation }: Act): boolean {
  if (kind === 'device') return capability !== undefined
  if (kind === 'zone') return operation === undefined
  if (kind === 'variable') return operation === 'logic.updateVariable'
  return /^(flow\.trigger|moods\.setMood)/.test(operation ?? '')
}

// What is picked on a trigger is heard as well.
function picksIn({ args }: JsonObject): string[] {
  const all = Object.values(isObject(args) ? args : {})
  return all.flatMap((one) => (isObject(one) && typeof one['id'] === 'string' ? [one['id']] : []))
}

function isAbout(state: State, { kind, id }: Act, what: string, named: string): boolean {
  if (kind === what && id === named) return true
  return (
    kind === 'device' &&
    what === 'zone' &&
    upFrom(state, device(state, id ?? '')['zone']).includes(named)
  )
}
