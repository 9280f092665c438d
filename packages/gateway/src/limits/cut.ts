// Answers and events, cut to what the limits cover. All of it is in V3's form.
import type { LimitedCall } from './call.ts'
import type { Coverage } from './coverage.ts'

/** An answer as the client gets it; or nothing, if what was asked for is not covered (404). */
export type CutAnswer =
  | { readonly covered: true; readonly value: unknown }
  | { readonly covered: false }

/** The answer to a call that was allowed. */
export type AnswerCutter = (call: LimitedCall, value: unknown, coverage: Coverage) => CutAnswer

/** An item of an event, by its kind's name on the socket; undefined if it is not covered. */
export type ItemCutter = (itemKind: string, item: unknown, coverage: Coverage) => unknown

/** Whether the value of a capability of a device may be told. */
export type CapabilityCutter = (deviceId: string, capability: string, coverage: Coverage) => boolean
