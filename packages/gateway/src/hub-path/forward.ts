// Step 4, forward: the request to the hub is made anew from what was judged, never passed on. Reads
// that are under way already are shared.
import { buildPath, type Matched } from '@latchkey/catalogue'
import { type HubAnswer, type HubConnection, HubError, type HubErrorCode } from '@latchkey/homey'
import { type Answer, errorAnswer } from './answer.ts'
import { FAILURES, type FailureReason } from './reason.ts'

/** What is forwarded: the match, its rebuilt query, and the body as it was parsed. */
export interface Forwarded {
  readonly matched: Matched
  readonly query: string
  readonly body: unknown
}

/** What came of it. */
export type Outcome =
  | { readonly answer: HubAnswer }
  | { readonly failure: FailureReason; readonly answered: Answer }

/** Sends judged requests to hubs. */
export class Forwarder {
  readonly #underway = new Map<string, Promise<HubAnswer>>()

  /** Sends one, and gives back the hub's answer or what to tell the client instead. */
  async forward(connection: HubConnection, hubId: string, request: Forwarded): Promise<Outcome> {
    try {
      return { answer: await this.#send(connection, hubId, request) }
    } catch (error) {
      if (error instanceof HubError) return failed(error)
      throw error
    }
  }

  #send(connection: HubConnection, hubId: string, request: Forwarded): Promise<HubAnswer> {
    const { operation, ids, rest } = request.matched
    const built = buildPath(operation, ids, rest)
    const path = request.query === '' ? built : `${built}?${request.query}`
    const { method, effect } = operation
    if (effect || method !== 'GET') {
      const body = method === 'DELETE' ? undefined : JSON.stringify(request.body ?? {})
      return connection.send({ method, path, body: method === 'GET' ? undefined : body, effect })
    }
    const key = `${hubId} ${path}`
    const same = this.#underway.get(key)
    if (same !== undefined) return same
    const sent = connection.send({ method, path, effect }).finally(() => {
      this.#underway.delete(key)
    })
    this.#underway.set(key, sent)
    return sent
  }
}

const REASONS: Readonly<Record<HubErrorCode, FailureReason>> = {
  hub_address_invalid: 'hub-offline',
  hub_offline: 'hub-offline',
  hub_is_another: 'hub-offline',
  hub_timeout: 'hub-timeout',
  hub_credential_refused: 'hub-credential-refused',
  hub_busy: 'hub-busy',
  hub_answer_invalid: 'hub-answer-invalid',
  hub_refused: 'hub-answer-invalid',
}

function failed(error: HubError): Outcome {
  const failure = REASONS[error.code]
  const [status, code] = FAILURES[failure]
  const retry = error.retryAfter ?? (status === 503 ? 5 : undefined)
  const happened = error.mayHaveHappened ? ' It may have happened all the same: look first.' : ''
  return {
    failure,
    answered: errorAnswer(
      status,
      code,
      `${error.message}${happened}`,
      retry === undefined ? {} : { 'retry-after': String(retry) },
    ),
  }
}
