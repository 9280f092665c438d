// Steps 4 and 5 of one call: it is sent to the hub, and what the hub answers is learned from and cut
// to what the client may see.
import { buildPath, operationById } from '@latchkey/catalogue'
import { dialectOf, type HubAnswer, HubError, isJson, readValue } from '@latchkey/homey'
import type { Grant } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import type { HomeKind, Item } from '../limits/home.ts'
import { KINDS } from '../live/kinds.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Written } from '../live/model.ts'
import type { Metrics } from '../operations/metrics.ts'
import {
  type Outcomes,
  type TracedWrite,
  TraceUnavailable,
  type Tracing,
} from '../traces/tracing.ts'
import { type Answer, refusalAnswer } from './answer.ts'
import { deletedBy, madeBy } from './creations.ts'
import { filterAnswer } from './filter.ts'
import { Forwarder, failureOf } from './forward.ts'
import { answerFromModel } from './from-model.ts'
import { HubCalls } from './hub-calls.ts'
import type { Passed, WidenedGrant } from './limit.ts'
import type { DenyReason, FailureReason } from './reason.ts'

/** What an exchange stands on. */
export interface ExchangeParts {
  readonly grants: Grants
  readonly metrics: Metrics
  readonly liveOf: (hub: ConnectedHub) => LiveHub
  /** Every read is asked of the hub, and none answered from what is known of it. */
  readonly readsFromHub?: boolean | undefined
  readonly now: () => number
  /** Keeps what writes leave behind, made with the calls of this exchange. */
  readonly tracing?: ((calls: HubCalls) => Tracing) | undefined
  readonly onError: (error: unknown) => void
  /** Told when a move was made by which other grants reach more. */
  readonly onWidened?: ((move: WideningMove) => void) | undefined
}

/** A move by which other grants reach more. */
export interface WideningMove {
  readonly by: Grant
  readonly widened: readonly WidenedGrant[]
}

/** How an exchange ended. */
export interface Exchanged {
  readonly reason: 'answered' | 'granted' | FailureReason | DenyReason
  readonly answer: Answer
}

/** Carries out calls that were judged. */
export class Exchange {
  readonly forwarder: Forwarder
  /** Calls of the gateway's own. */
  readonly calls: HubCalls
  readonly #parts: ExchangeParts
  readonly #tracing: Tracing | undefined

  constructor(parts: ExchangeParts) {
    this.#parts = parts
    this.forwarder = new Forwarder(parts.now)
    this.calls = new HubCalls(this.forwarder, parts.liveOf)
    this.#tracing = parts.tracing?.(this.calls)
  }

  /** Carries out one call. Failures of the hub are answers; only our own are thrown. */
  async run(passed: Passed, ifNoneMatch?: string): Promise<Exchanged> {
    const { admitted, call } = passed
    if (call.operation.effect) return this.#write(passed)
    if (!this.#parts.readsFromHub) {
      const known = answerFromModel(this.#parts.liveOf(admitted.hub), passed, ifNoneMatch)
      if (known) return known
      if (admitted.via) return this.#list(passed, ifNoneMatch)
    }
    return this.#send(passed, UNTRACED)
  }

  // Agents ask for the same long lists in every call; what is kept of them is cut for each grant anew.
  async #list(passed: Passed, ifNoneMatch: string | undefined): Promise<Exchanged> {
    const { admitted, call, coverage } = passed
    const { grant, hub } = admitted
    const { lists } = this.#parts.liveOf(hub)
    const { id } = call.operation
    if (!lists.has(id) || call.query !== '') return this.#send(passed, UNTRACED)
    const kept = lists.of(id)
    if (!kept) return this.#send(passed, { ...UNTRACED, answered: lists.reading(id) })
    // What limits cover changes without the list.
    if (coverage) return this.#told(passed, kept.answer)
    const etag = `"list-${kept.number}-${grant.id}.${grant.generation}"`
    if (ifNoneMatch === etag) {
      return { reason: 'granted', answer: { status: 304, headers: { etag }, body: '' } }
    }
    const { reason, answer } = await this.#told(passed, kept.answer)
    return { reason, answer: { ...answer, headers: { ...answer.headers, etag } } }
  }

  // Keeping what is there may have taken its time: what was granted before may be revoked now.
  async #write(passed: Passed): Promise<Exchanged> {
    const tracing = this.#tracing
    if (!tracing) return this.#send(passed, UNTRACED)
    try {
      return await tracing.around(tracedWrite(passed), async (outcomes) => {
        const still = passed.admitted.again()
        if (!('refused' in still)) return this.#send(passed, outcomes)
        outcomes.undone()
        return { reason: still.refused, answer: still.answer }
      })
    } catch (error) {
      if (!(error instanceof TraceUnavailable)) throw error
      return { reason: 'audit-unavailable', answer: refusalAnswer('audit-unavailable') }
    }
  }

  async #send(passed: Passed, outcomes: Sent): Promise<Exchanged> {
    const { admitted, call } = passed
    const { hub, meant, body } = admitted
    const { effect, id } = call.operation
    const { metrics } = this.#parts
    const live = this.#parts.liveOf(hub)
    const written = effect ? live.model.writing({ operation: id, ids: call.ids, body }) : undefined
    const started = performance.now()
    const took = (outcome: 'answered' | 'failed') =>
      metrics.hubTook((performance.now() - started) / 1_000, effect ? 'effect' : 'read', outcome)
    try {
      const how = { rest: meant.rest, isAwaited: passed.isAwaited }
      const said = await this.forwarder.forward(hub.connection, hub.hub.id, call, how)
      took('answered')
      outcomes.answered?.(said)
      if (written) await this.#learn(passed, said, written, outcomes)
      return await this.#told(passed, said)
    } catch (error) {
      written?.doubtful()
      if (!(error instanceof HubError)) throw error
      if (!error.mayHaveHappened) outcomes.undone()
      took('failed')
      return failureOf(error)
    } finally {
      if (effect) this.#parts.liveOf(hub).lists.wrote(call.operation.manager, id)
    }
  }

  /** Reads one object of a hub anew, in V3's form; undefined if it is not there. */
  async readObject(hub: ConnectedHub, kind: HomeKind, id: string): Promise<Item | undefined> {
    const { connection } = hub
    const operation = operationById(connection.generation, KINDS[kind].one)
    if (!operation) return undefined
    const request = { method: 'GET', path: buildPath(operation, { id }), effect: false } as const
    const said = await this.forwarder.circuits.through(hub.hub.id, connection, () =>
      connection.send(request),
    )
    if (said.status === 404) return undefined
    const value = isJson(said) && said.status < 400 ? inV3(said, operation.id, { id }, hub) : null
    if (isItem(value)) return value
    throw new HubError('hub_answer_invalid', 'The Homey did not answer with the object.')
  }

  // What was done is known to the model, and to the grant whose it is, before the client knows it.
  async #learn(
    { admitted, call, widens }: Passed,
    said: HubAnswer,
    written: Written,
    outcomes: Outcomes,
  ): Promise<void> {
    const { grant, hub } = admitted
    const { id } = call.operation
    if (said.status >= 400) {
      // What a hub refuses it has not done; what it failed at it may have.
      if (said.status < 500) outcomes.undone()
      return written.doubtful()
    }
    const value = isJson(said) ? inV3(said, id, call.ids, hub) : undefined
    written.answered(value)
    outcomes.done(value)
    if (widens) this.#parts.onWidened?.({ by: grant, widened: widens })
    await this.#keepCreation(grant, id, call.ids, value)
  }

  async #keepCreation(
    grant: Grant,
    operation: string,
    ids: Readonly<Record<string, string>>,
    value: unknown,
  ): Promise<void> {
    const { grants, onError } = this.#parts
    const made = madeBy(operation, value)
    const deleted = deletedBy(operation, ids)
    try {
      if (made) await grants.creations.record(grant.id, made.kind, made.id)
      if (deleted) await grants.creations.forget(grant.id, deleted.kind, deleted.id)
    } catch (error) {
      // The deed is done, and is told of; what is not known to be its own, a grant does not cover.
      onError(error)
    }
  }

  async #told({ admitted, call, coverage }: Passed, said: HubAnswer): Promise<Exchanged> {
    const { grant, hub, meant, body } = admitted
    const matched = { ...meant, operation: call.operation, ids: call.ids }
    const limit = coverage && { call: { matched: meant, query: call.query, body }, coverage }
    const answer = await filterAnswer(said, matched, {
      ...{ grant, secrets: this.#parts.liveOf(hub).secrets, ...(limit && { limit }) },
    })
    if (!answer) return { reason: 'not-covered', answer: refusalAnswer('not-covered') }
    return { reason: call.operation.effect ? 'answered' : 'granted', answer }
  }
}

/** Told what becomes of a call that is sent. */
interface Sent extends Outcomes {
  readonly answered?: (said: HubAnswer) => void
}

const UNTRACED: Outcomes = { done: () => {}, undone: () => {} }

/** The write as it is sent, in V3's form. */
function tracedWrite({ admitted: { grant, hub }, call }: Passed): TracedWrite {
  const { id } = call.operation
  const body = dialectOf(hub.connection.generation).meantBody(id, call.body)
  return { hub, grant, call: { operation: id, ids: call.ids, body } }
}

const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function inV3(
  said: HubAnswer,
  operation: string,
  ids: Readonly<Record<string, string>>,
  { connection }: ConnectedHub,
): unknown {
  return dialectOf(connection.generation).fromHub(operation, readValue(said, true), ids)
}
