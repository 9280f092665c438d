// Events on their way to some grants of one hub, in the hub's order: each waits until what decides about it
// is known, and until it is cut. There is one line for grants with limits and one for those without, so that
// nobody waits for a state of the hub that is of no matter to them.
import type { Currency } from '../storage/currency.ts'
import { EVENTS_WAITING } from './bounds.ts'
import { type DeliveryParts, deliverCut, deliverWhole, isDeliveredAtOnce } from './delivery.ts'
import type { ToldEvent } from './told-event.ts'

/** What a line stands on. */
export interface LineParts extends DeliveryParts {
  readonly currency: Currency
  /** These grants were not told of something: their connections have to begin anew, so that they read it. */
  readonly onGap: (grantIds: readonly string[]) => void
  /** Nobody was told of something, because it is not known what grants there are. */
  readonly onMiss: () => void
  readonly onError: (error: unknown) => void
}

/** Events that wait, and for whom. */
export class Line {
  readonly #parts: LineParts
  /** How many events wait for each grant. */
  readonly #holds = new Map<string, number>()
  #waiting = 0
  #tail: Promise<void> = Promise.resolve()

  constructor(parts: LineParts) {
    this.#parts = parts
  }

  /** Whether events wait for a grant: the next one has to wait behind them. */
  holds(grantId: string): boolean {
    return this.#holds.has(grantId)
  }

  /** Takes an event for some grants. Delivers it at once if nothing has to be waited for. */
  take(event: ToldEvent, grantIds: readonly string[]): void {
    if (grantIds.length === 0) return
    if (this.#waiting === 0 && isDeliveredAtOnce(event) && this.#areReady(grantIds)) {
      deliverWhole(event, grantIds, this.#parts)
    } else if (this.#waiting >= EVENTS_WAITING) this.#parts.onGap(grantIds)
    else this.#wait(event, grantIds)
  }

  #wait(event: ToldEvent, grantIds: readonly string[]): void {
    this.#waiting++
    for (const id of grantIds) this.#holds.set(id, (this.#holds.get(id) ?? 0) + 1)
    this.#tail = this.#tail.then(() => this.#inTurn(event, grantIds))
  }

  async #inTurn(event: ToldEvent, grantIds: readonly string[]): Promise<void> {
    const { currency, onGap, onMiss, onError } = this.#parts
    try {
      const ready = await this.#ready(grantIds)
      const missed = grantIds.filter((id) => !ready.includes(id))
      if (missed.length > 0) onGap(missed)
      if (!currency.isCurrent) onMiss()
      else if (ready.length > 0) await deliverCut(event, ready, this.#parts)
    } catch (error) {
      onError(error)
    } finally {
      this.#waiting--
      for (const id of grantIds) {
        const left = (this.#holds.get(id) ?? 1) - 1
        if (left > 0) this.#holds.set(id, left)
        else this.#holds.delete(id)
      }
    }
  }

  #areReady(grantIds: readonly string[]): boolean {
    const { grants, filter } = this.#parts
    return grantIds.every((id) => {
      const grant = grants.present(id)
      return !grant || filter.isReady(grant)
    })
  }

  // What limits cover is asked of the state of the hub, which may still be read.
  async #ready(grantIds: readonly string[]): Promise<readonly string[]> {
    const { grants, filter } = this.#parts
    const ready = await Promise.all(
      grantIds.map(async (id) => {
        const grant = grants.present(id)
        return !grant || (await filter.ready(grant)) ? [id] : []
      }),
    )
    return ready.flat()
  }
}
