// What the operations of a V2 hub are asked with, where that differs from V3. Either spelling may
// come in and means the same; what goes to the hub is always its own.
import { buildPath, match, type Operation, operationById } from '@latchkey/catalogue'
import { ADVANCED_FLOW, FLOW, type FlowForms } from './flows.ts'
import { isObject, type Json } from './json.ts'
import { meantId, splitId } from './owned-id.ts'

/** The ids of a request, by the names of path parameters. */
export type Ids = Readonly<Record<string, string>>

/** Why a request cannot be put to a V2 hub. */
export type Untranslatable =
  /** V2 has no such operation. */
  | 'not-on-this-hub'
  /** An id is none, or leads elsewhere. */
  | 'malformed-id'

/** A request as a V2 hub takes it. */
export interface HubCall {
  readonly operation: Operation
  readonly ids: Ids
  readonly query: string
  readonly body: unknown
}

interface Row {
  /** The ids in V2's form; undefined if they are none. */
  readonly ids?: (ids: Ids, body: unknown) => Ids | undefined
  /** The body in V3's form, from either. */
  readonly meant?: (body: unknown) => unknown
  /** The body in V2's form, from V3's. */
  readonly written?: (body: unknown) => unknown
}

const OWNED: Row = {
  ids: (ids) => {
    const halves = splitId(meantId(ids['uri'], ids['id']))
    return halves && { ...ids, ...halves }
  },
}

const flowBody = (forms: FlowForms): Row => ({ meant: forms.meant, written: forms.written })

const testedFlow =
  (change: (flow: unknown) => unknown) =>
  (body: unknown): unknown =>
    isObject(body) && 'flow' in body ? { ...body, flow: change(body['flow']) } : body

const PAIR_SESSION: Row = {
  meant: (body) => {
    if (!isObject(body)) return body
    const { driverUri, ...session } = body
    const driverId = meantId(driverUri, session['driverId'])
    return driverId === undefined ? body : { ...session, driverId }
  },
  written: (body) => {
    const halves = isObject(body) ? splitId(body['driverId']) : undefined
    return halves ? { ...(body as Json), driverUri: halves.uri, driverId: halves.id } : body
  },
}

// V3 names in the body what V2 has in the path.
const DEBUG: Row = {
  ids: (ids, body) => {
    const mask = ids['mask'] ?? (isObject(body) ? body['namespace'] : undefined)
    return typeof mask === 'string' ? { mask } : undefined
  },
}

/** By operation id. */
const ROWS: Readonly<Record<string, Row>> = {
  'devices.getCapability': OWNED,
  'drivers.createPairSession': PAIR_SESSION,
  'drivers.getDriver': OWNED,
  'flow.createAdvancedFlow': flowBody(ADVANCED_FLOW),
  'flow.createFlow': flowBody(FLOW),
  'flow.getFlowCardAction': OWNED,
  'flow.getFlowCardAutocomplete': OWNED,
  'flow.getFlowCardCondition': OWNED,
  'flow.getFlowCardTrigger': OWNED,
  'flow.runFlowCardAction': OWNED,
  'flow.runFlowCardCondition': OWNED,
  'flow.testFlow': { meant: testedFlow(FLOW.meant), written: testedFlow(FLOW.written) },
  'flow.updateAdvancedFlow': flowBody(ADVANCED_FLOW),
  'flow.updateFlow': flowBody(FLOW),
  'flowtoken.getFlowToken': OWNED,
  'insights.deleteLog': OWNED,
  'insights.deleteLogEntries': OWNED,
  'insights.getLog': OWNED,
  'insights.getLogEntries': OWNED,
  'insights.updateLog': OWNED,
  'system.setDebug': DEBUG,
}

const rowOf = (operation: string): Row =>
  (Object.hasOwn(ROWS, operation) ? ROWS[operation] : undefined) ?? {}

/** What a body means, in V3's form: what is to be judged, whichever way it was written. */
export function meantBody(operation: string, body: unknown): unknown {
  return rowOf(operation).meant?.(body) ?? body
}

/**
 * A request in V3's form, or in V2's own, as a V2 hub takes it; or why there is none. `operation` may
 * be the row of either generation. The path of what comes out leads to the same operation and ids.
 */
export function toHub(
  operation: Operation,
  ids: Ids,
  query: string,
  body: unknown,
): HubCall | Untranslatable {
  const own = operationById('pro-2019', operation.id)
  if (!own) return 'not-on-this-hub'
  const row = rowOf(own.id)
  const hubIds = row.ids ? row.ids(ids, body) : ids
  if (!hubIds || !leadsBack(own, hubIds)) return 'malformed-id'
  const written = row.written?.(meantBody(own.id, body)) ?? body
  return { operation: own, ids: hubIds, query, body: written }
}

// An id that was judged as an id must not be read as another word of the path by the hub. What
// follows the path of an app is not looked at here: it is never translated.
function leadsBack(operation: Operation, ids: Ids): boolean {
  if (operation.open) return true
  const back = match(operation.generation, operation.method, buildPath(operation, ids))
  return (
    back.matched &&
    back.operation === operation &&
    Object.entries(back.ids).every(([name, value]) => ids[name] === value)
  )
}
