// What the acts of a flow, a script or a single card come to in a home.
import { cardsIn } from '../limits/cards-in.ts'
import type { Item } from '../limits/home.ts'
import { isObject } from '../limits/json.ts'
import { type Act, actsOf } from './acts.ts'
import type { LinkKind, Outcome } from './consequence.ts'
import { capabilityOf, reachedDevice } from './devices.ts'
import { advancedFlowFacts, flowFacts } from './flow-facts.ts'
import type { ReachGraph } from './graph.ts'
import { type Edge, type Expansion, edgeTo, NOTHING_FOLLOWS } from './node.ts'
import { scriptActs } from './script-facts.ts'

/** What acts do, and what follows from it. */
export type Followed = Pick<Expansion, 'does' | 'next'>

/** Whose acts they are, where it has a name. */
export interface Doer {
  readonly name: string
}

/** What acts come to. */
export function followActs(acts: readonly Act[], graph: ReachGraph, doer?: Doer): Followed {
  const all = acts.map((act) => follow(act, graph, doer))
  return { does: all.flatMap(({ does }) => does), next: all.flatMap(({ next }) => next) }
}

const does = (...outcomes: readonly Outcome[]): Followed => ({ does: outcomes, next: [] })
const leads = (...next: readonly Edge[]): Followed => ({ does: [], next })

function follow(act: Act, graph: ReachGraph, doer: Doer | undefined): Followed {
  switch (act.do) {
    case 'device':
      return leads(edgeTo('set', act.id, 'sets', setBy(act, graph)))
    case 'zone':
      return leads(edgeTo('zone', act.id, 'uses', act.card))
    case 'start':
      return leads(edgeTo('start', act.id, 'starts'))
    case 'on':
    case 'off':
      return leads(edgeTo(act.do, act.id, 'switches-on'))
    case 'mood':
    case 'variable':
      return leads(edgeTo(act.do, act.id, 'sets'))
    case 'alarm':
      return leads(edgeTo('alarm', act.id, 'changes'))
    case 'script':
      return leads(edgeTo('script', act.id, 'runs'))
    case 'code':
      return does({ kind: 'unknown', why: 'code', what: act.card, name: doer?.name ?? act.card })
    case 'app':
      return byApp(act, graph)
    case 'manager':
      return leads(edgeTo('manager', act.manager, 'uses'))
    case 'happening':
      return act.kind === 'presence'
        ? leads(edgeTo('presence', '', 'changes'))
        : does({ kind: act.kind, card: act.card })
    case 'named':
      return leads(...namedEdges(act.id, graph))
    case 'unknown':
      return does({ kind: 'unknown', ...unknownOf(act, doer) })
  }
}

function unknownOf({ why, what }: Extract<Act, { do: 'unknown' }>, doer: Doer | undefined) {
  return { why, what, name: (why === 'shape' ? doer?.name : undefined) ?? what }
}

/** The capability that a card of a device sets; empty if it does not say. */
function setBy({ id, card }: Extract<Act, { do: 'device' }>, { home }: ReachGraph): string {
  const item = home.items.device.get(id)
  return (item && card !== null && capabilityOf(card, reachedDevice(item))) || ''
}

// A card that names devices is about those; one that names none may be about any of its app.
function byApp({ app, card, picks }: Extract<Act, { do: 'app' }>, graph: ReachGraph): Followed {
  const { home, extras } = graph
  // What is not installed does nothing.
  if (extras.apps && !extras.apps.has(app)) return { does: [], next: [] }
  const bound = picks?.some((id) => home.items.device.has(id)) ?? true
  const name = extras.apps?.get(app)?.name ?? app
  return {
    does: picks === null ? [] : [{ kind: 'app-card', app, name, card }],
    next: [edgeTo('app', app, 'uses', bound ? '' : 'acts')],
  }
}

// An id that is picked may be of anything; what is done to it is not said.
function namedEdges(id: string, { home: { items }, extras }: ReachGraph): readonly Edge[] {
  if (items.device.has(id)) return [edgeTo('set', id, 'sets', '')]
  if (items.flow.has(id) || items['advanced-flow'].has(id)) return [edgeTo('start', id, 'starts')]
  if (items.mood.has(id)) return [edgeTo('mood', id, 'sets')]
  if (items.variable.has(id)) return [edgeTo('variable', id, 'sets')]
  if (items.zone.has(id)) return [edgeTo('zone', id, 'uses', '')]
  return extras.scripts?.has(id) ? [edgeTo('script', id, 'runs')] : []
}

/** What setting a mood sets. */
export function moodEdges({ devices }: Item): readonly Edge[] {
  if (!isObject(devices)) return []
  return Object.entries(devices).flatMap(([id, device]) => {
    const state = isObject(device) ? device['state'] : undefined
    const capabilities = isObject(state) ? Object.keys(state) : ['']
    return capabilities.map((capability) => edgeTo('set', id, 'sets', capability))
  })
}

/** What something does that a client writes or runs, whether or not it is in the home. */
export function followContent(graph: ReachGraph, of: string | undefined, item: Item): Expansion {
  const kind: LinkKind = CONTENTS.find((one) => one === of) ?? 'card'
  const [id, name] = [item['id'], item['name']].map((one) => (typeof one === 'string' ? one : ''))
  const link = { kind, id: id ?? '', name: name || id || '' }
  if (kind === 'mood') return { ...NOTHING_FOLLOWS, link, next: moodEdges(item) }
  return { ...NOTHING_FOLLOWS, link, ...followActs(contentActs(kind, item), graph) }
}

const CONTENTS = ['flow', 'advanced-flow', 'mood', 'script'] as const

function contentActs(kind: LinkKind, item: Item): readonly Act[] {
  if (kind === 'card') {
    const role = item['type'] ?? 'action'
    return cardsIn('card', { ...item, type: role }).flatMap(actsOf)
  }
  if (kind === 'script') {
    const code = typeof item['code'] === 'string' ? item['code'] : ''
    return scriptActs({ id: '', name: '', code })
  }
  const { entries } = kind === 'flow' ? flowFacts(item) : advancedFlowFacts(item)
  return entries.flatMap(({ acts }) => acts)
}
