// Between what a hub keeps and what it says: inside everything has the form of the later hubs, and
// a Pro 2019 is translated at its edge, on HTTP and on the socket alike. For the other generations
// every function here gives back what it was given.
import { loadSpecification } from '@latchkey/catalogue/specification'
import { HubError } from '../hub-error.ts'
import { isRecord, type JsonRecord, rowOf } from '../json.ts'
import { type Generation, traitsOf } from './generation.ts'
import { cardFromWire, joinDriverId, splitId } from './split-id.ts'
import { WRITERS_2019 } from './wire-items.ts'

/** The parameters of a call as they are understood; `operation` is `<manager id>.<operation>`. */
export function fromWire(
  generation: Generation,
  operation: string,
  args: Readonly<JsonRecord>,
): JsonRecord {
  const read = traitsOf(generation).shortIds ? rowOf(READERS_2019, operation) : undefined
  return read ? read(args) : { ...args }
}

/** The answer of a call as it is sent. */
export function toWire(generation: Generation, operation: string, value: unknown): unknown {
  if (!traitsOf(generation).shortIds) return value
  if (operation === 'insights.getLogEntries' && isRecord(value)) return shortId(value)
  const answered = answers2019().get(operation)
  if (!answered) return value
  if (!answered.many) return isRecord(value) ? itemToWire(generation, answered.kind, value) : value
  if (Array.isArray(value)) return value.map((item, i) => listed(answered.kind, item, i))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(
    ([key, item], i) => [key, listed(answered.kind, item, i)] as const,
  )
  return Object.fromEntries(entries)
}

/**
 * One object as it is sent by itself, in an answer or an event. `kind` is its name on the socket
 * (`flow`, `advancedflow`, `device`, …). An object of an id alone is one that was deleted.
 */
export function itemToWire(generation: Generation, kind: string, item: JsonRecord): JsonRecord {
  if (!traitsOf(generation).shortIds) return item
  const onlyId = Object.keys(item).every((name) => name === 'id')
  if (onlyId) return WITH_SHORT_ID.includes(kind) ? shortId(item) : item
  return write2019(kind, item, undefined)
}

const WITH_SHORT_ID = [
  ...['flowcardtrigger', 'flowcardcondition', 'flowcardaction'],
  ...['flowtoken', 'log', 'driver'],
]

function listed(kind: string, item: unknown, place: number): unknown {
  return isRecord(item) ? write2019(kind, item, place) : item
}

function write2019(kind: string, item: JsonRecord, place: number | undefined): JsonRecord {
  return rowOf(WRITERS_2019, kind)?.(item, place) ?? item
}

function shortId(item: JsonRecord): JsonRecord {
  return typeof item['id'] === 'string' ? { ...item, ...splitId(item['id']) } : item
}

interface Answered {
  readonly kind: string
  readonly many: boolean
}

/** Operations that answer an object although the specification does not say so. */
const UNDECLARED: Readonly<Record<string, string>> = {
  'apps.installFromAppStore': 'app',
  'drivers.createPairSessionDevice': 'device',
  'users.getUserMe': 'user',
  'users.updateUserMe': 'user',
}

let known: ReadonlyMap<string, Answered> | undefined

// What the operations of a Pro 2019 answer, as its specification has it; read once.
function answers2019(): ReadonlyMap<string, Answered> {
  if (known) return known
  const answers = new Map<string, Answered>()
  for (const manager of Object.values(loadSpecification('pro-2019').managers)) {
    for (const [id, { crud }] of Object.entries(manager.operations)) {
      const kind = crud && manager.items?.[crud.item]?.id
      if (kind) answers.set(`${manager.id}.${id}`, { kind, many: crud.type === 'getAll' })
    }
  }
  for (const [operation, kind] of Object.entries(UNDECLARED)) {
    answers.set(operation, { kind, many: false })
  }
  known = answers
  return known
}

type ArgumentReader = (args: Readonly<JsonRecord>) => JsonRecord

const READERS_2019: Readonly<Record<string, ArgumentReader>> = {
  'flow.createFlow': (args) => {
    requireTrigger(args['flow'])
    return { ...args, flow: readFlow(args['flow']) }
  },
  'flow.updateFlow': (args) => ({ ...args, flow: readFlow(args['flow']) }),
  'flow.testFlow': (args) => ({ ...args, flow: readFlow(args['flow']) }),
  'flow.createAdvancedFlow': readAdvancedFlow,
  'flow.updateAdvancedFlow': readAdvancedFlow,
  'flow.getFlowCardTrigger': joinIds,
  'flow.getFlowCardCondition': joinIds,
  'flow.getFlowCardAction': joinIds,
  'flow.runFlowCardCondition': joinIds,
  'flow.runFlowCardAction': joinIds,
  'flow.getFlowCardAutocomplete': joinIds,
  'flowtoken.getFlowToken': joinIds,
  'insights.getLog': joinIds,
  'insights.getLogEntries': joinIds,
  'insights.updateLog': joinIds,
  'insights.deleteLog': joinIds,
  'insights.deleteLogEntries': joinIds,
  'drivers.getDriver': (args) => ({
    ...args,
    id: joinDriverId(String(args['uri']), String(args['id'])),
  }),
  'drivers.createPairSession': (args) => {
    const session = args['pairsession']
    if (!isRecord(session)) return { ...args }
    const { driverUri, ...rest } = session
    const driverId = joinDriverId(String(driverUri), String(rest['driverId']))
    return { ...args, pairsession: { ...rest, driverId } }
  },
}

function joinIds(args: Readonly<JsonRecord>): JsonRecord {
  return { ...args, id: `${String(args['uri'])}:${String(args['id'])}` }
}

// The database of the older hub is the first to notice, and says so in its own words.
function requireTrigger(flow: unknown): void {
  if (isRecord(flow) && isRecord(flow['trigger'])) return
  throw new HubError(500, 'SQLITE_CONSTRAINT: NOT NULL constraint failed: Flow.trigger')
}

function readFlow(flow: unknown): unknown {
  if (!isRecord(flow)) return flow
  const read = (card: unknown) => (isRecord(card) ? cardFromWire(card, 'uri') : card)
  const { trigger, conditions, actions } = flow
  return {
    ...flow,
    ...(trigger !== undefined && { trigger: read(trigger) }),
    ...(Array.isArray(conditions) && { conditions: conditions.map(read) }),
    ...(Array.isArray(actions) && { actions: actions.map(read) }),
  }
}

function readAdvancedFlow(args: Readonly<JsonRecord>): JsonRecord {
  const flow = args['advancedflow']
  if (!isRecord(flow) || !isRecord(flow['cards'])) return { ...args }
  const cards = Object.entries(flow['cards']).map(([key, card]) => [
    key,
    isRecord(card) && typeof card['id'] === 'string' ? cardFromWire(card, 'ownerUri') : card,
  ])
  return { ...args, advancedflow: { ...flow, cards: Object.fromEntries(cards) } }
}
