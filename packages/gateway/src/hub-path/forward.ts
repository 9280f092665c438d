// Step 4, forward: the request to the hub is made anew from what was judged, never passed on. Reads
// that are under way already are shared.
import { buildPath } from '@latchkey/catalogue'
import type { HubAnswer, HubCall, HubConnection, HubError, HubErrorCode } from '@latchkey/homey'
import { type Answer, errorAnswer } from './answer.ts'
import { Circuits } from './circuits.ts'
import { FAILURES, type FailureReason } from './reason.ts'

/** Reads that are under way, by path. */
type Underway = Map<string, Promise<HubAnswer>>

/** How a call is sent, where that is not plain. */
export interface ForwardOptions {
  readonly rest?: readonly string[] | undefined
  /** Looked at right before a write is sent; if false it is not, and fails as `hub_busy`. */
  readonly isAwaited?: (() => boolean) | undefined
}

/** Sends judged requests to hubs. */
export class Forwarder {
  readonly circuits: Circuits
  readonly #underway = new WeakMap<HubConnection, Underway>()

  constructor(now: () => number) {
    this.circuits = new Circuits(now)
  }

  /**
   * Sends one, and gives back the hub's answer.
   * @throws HubError for all that is no usable answer; see `failureOf`.
   */
  forward(
    connection: HubConnection,
    hubId: string,
    { operation, ids, query, body: wanted }: HubCall,
    { rest = [], isAwaited }: ForwardOptions = {},
  ): Promise<HubAnswer> {
    const built = buildPath(operation, ids, rest)
    const path = query === '' ? built : `${built}?${query}`
    const { method, effect } = operation
    if (!effect) return this.#read(connection, hubId, path)
    const hasBody = method === 'POST' || method === 'PUT'
    const body = hasBody ? JSON.stringify(wanted ?? {}) : undefined
    return this.#write(connection, hubId, { method, path, body, effect, isAwaited })
  }

  async #write(
    connection: HubConnection,
    hubId: string,
    request: Parameters<HubConnection['send']>[0],
  ): Promise<HubAnswer> {
    try {
      const ask = () => connection.send(request)
      return await this.circuits.through(hubId, connection, ask)
    } finally {
      // Whoever reads from now on must see what was done: no read from before may answer them.
      this.#underway.delete(connection)
    }
  }

  #read(connection: HubConnection, hubId: string, path: string): Promise<HubAnswer> {
    const underway: Underway = this.#underway.get(connection) ?? new Map()
    this.#underway.set(connection, underway)
    const same = underway.get(path)
    if (same !== undefined) return same
    const sent = this.#readAlone(connection, hubId, path, underway)
    underway.set(path, sent)
    return sent
  }

  async #readAlone(
    connection: HubConnection,
    hubId: string,
    path: string,
    underway: Underway,
  ): Promise<HubAnswer> {
    try {
      const ask = () => connection.send({ method: 'GET', path, effect: false })
      return await this.circuits.through(hubId, connection, ask)
    } finally {
      underway.delete(path)
    }
  }
}

const REASONS: Readonly<Record<HubErrorCode, FailureReason>> = {
  hub_address_invalid: 'hub-offline',
  hub_offline: 'hub-offline',
  hub_is_another: 'hub-offline',
  hub_timeout: 'hub-timeout',
  hub_credential_refused: 'hub-credential-refused',
  hub_credential_lapsed: 'hub-credential-lapsed',
  account_refused: 'hub-credential-lapsed',
  account_offline: 'hub-offline',
  hub_busy: 'hub-busy',
  hub_answer_invalid: 'hub-answer-invalid',
  hub_refused: 'hub-answer-invalid',
}

/** What a client is told of a hub's failure; never that it is the client's own. */
export function failureOf(error: HubError): {
  readonly reason: FailureReason
  readonly answer: Answer
} {
  const reason = REASONS[error.code]
  const [status, code] = FAILURES[reason]
  const retry = error.retryAfter ?? (status === 503 ? 5 : undefined)
  const happened = error.mayHaveHappened ? ' It may have happened all the same: look first.' : ''
  return {
    reason,
    answer: errorAnswer(
      status,
      code,
      `${error.message}${happened}`,
      retry === undefined ? {} : { 'retry-after': String(retry) },
    ),
  }
}
