// What an operation does, as a row of a table. A row says how far its answer can be trusted:
// `stored` (kept and answered truthfully), `computed` (worked out from what is stored and the clock)
// or `documented` (always the same honest answer, for the reason that the row gives).
import { HubError } from '../hub-error.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import type { Hub } from '../state/hub.ts'
import type { Session } from '../state/items.ts'

/** One call of an operation. `args` are the parameters of the specification, already checked. */
export interface Call {
  readonly hub: Hub
  readonly session: Session | undefined
  readonly args: Readonly<JsonRecord>
}

export type BehaviourKind = 'stored' | 'computed' | 'documented'

/** A row. What `run` returns is the JSON of the answer; `undefined` is an answer without a body. */
export interface Behaviour {
  readonly kind: BehaviourKind
  readonly run: (call: Call) => unknown
  readonly reason?: string
}

/** The rows of one manager, by operation. */
export type Rows = Readonly<Record<string, Behaviour>>

/** A row that keeps what it is told and answers what it keeps. */
export function stored(run: Behaviour['run']): Behaviour {
  return { kind: 'stored', run }
}

/** A row whose answer is worked out when asked. */
export function computed(run: Behaviour['run']): Behaviour {
  return { kind: 'computed', run }
}

/** A row with a fixed answer. `reason` says why there can be no better one here. */
export function documented(reason: string, run: Behaviour['run'] = () => undefined): Behaviour {
  return { kind: 'documented', reason, run }
}

/** The session of the caller. @throws HubError 401 on operations that anyone may call. */
export function caller(call: Call): Session {
  if (!call.session) throw new HubError(401, 'Missing Session ID in Token')
  return call.session
}

/** A parameter that the specification says is a string and required. */
export function text(call: Call, name: string): string {
  const value = call.args[name]
  if (typeof value !== 'string') throw new TypeError(`parameter ${name} is not a checked string`)
  return value
}

/** A parameter that may be missing. */
export function optionalText(call: Call, name: string): string | undefined {
  const value = call.args[name]
  return typeof value === 'string' ? value : undefined
}

/** An object parameter; an empty object if it is missing. */
export function record(call: Call, name: string): JsonRecord {
  const value = call.args[name]
  return isRecord(value) ? value : {}
}

/** A boolean parameter, with the value that stands for a missing one. */
export function flag(call: Call, name: string, missing = false): boolean {
  const value = call.args[name]
  return typeof value === 'boolean' ? value : missing
}
