// One run of one flow: what its cards share. Everything that follows from a run draws on the budget of
// its beginning, so that flows that start each other come to an end.
import { HubError } from '../hub-error.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import type { Cause } from '../state/events.ts'
import { type Hub, recordEffect } from '../state/hub.ts'
import type { CardType } from './cards/card.ts'
import type { HubClock } from './hub-clock.ts'
import { whenDone } from './later.ts'
import { runCard } from './run-card.ts'
import { type LocalTokens, resolveText } from './tokens.ts'

/** How many runs may follow from one beginning, and how many cards one advanced flow may pass. */
export const RUN_LIMIT = 200
export const STEP_LIMIT = 1000

/** What a run needs to know. */
export interface FlowRunParts {
  readonly hub: Hub
  readonly clock: HubClock
  readonly flowId: string
  readonly cause: Cause
  readonly local: LocalTokens
}

/** A card as a flow or a canvas holds it. */
export type Use = Readonly<JsonRecord>

/** A run of a flow. */
export class FlowRun {
  readonly local: LocalTokens
  readonly #parts: FlowRunParts

  constructor(parts: FlowRunParts) {
    this.#parts = parts
    this.local = parts.local
  }

  /** Runs a card of the flow. A card that fails is noted with the error, which is then passed on. */
  card(
    type: CardType,
    use: Use,
    done: (value: unknown) => void,
    failed: (message: string) => void,
  ): void {
    const { hub, flowId, local } = this.#parts
    const work = () => this.#within(() => runCard(hub, type, { use, local, flowId }))
    whenDone(
      work,
      (value) => this.#within(() => done(value)),
      (error) => {
        const message = messageOf(error)
        this.note('card-failed', { cardId: String(use['id']), type, error: message })
        this.#within(() => failed(message))
      },
    )
  }

  /** Goes on when the delay of a card is over; at once if it has none. */
  after(delay: unknown, work: () => void): void {
    const milliseconds = this.#milliseconds(delay)
    if (milliseconds === 0) {
      work()
      return
    }
    const { clock } = this.#parts
    clock.at(clock.now().getTime() + milliseconds, () => this.#within(work))
  }

  /** Notes what this flow did. */
  note(kind: string, details: JsonRecord = {}): void {
    recordEffect(this.#parts.hub, kind, { flowId: this.#parts.flowId, ...details })
  }

  #within<T>(work: () => T): T {
    return this.#parts.hub.events.within(this.#parts.cause, work)
  }

  // A delay is a number, often as text, and how many seconds one of it is.
  #milliseconds(delay: unknown): number {
    if (!isRecord(delay)) return 0
    const { hub, local } = this.#parts
    const count = Number(resolveText(hub, local, String(delay['number'] ?? 0)))
    const seconds = count * Number(delay['multiplier'] ?? 1)
    return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
  }
}

function messageOf(error: unknown): string {
  if (error instanceof HubError) return error.message
  return error instanceof Error ? error.message : String(error)
}
