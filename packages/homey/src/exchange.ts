// One request on its way through undici, and its answer read to the end. A handler of the pool itself:
// without a stream and a signal for each request it costs half as much.
import type { Dispatcher } from 'undici'
import { MAX_ANSWER } from './answer.ts'
import type { Deadline, Waiting } from './deadline.ts'
import { HubError } from './hub-error.ts'
import type { WireAnswer } from './wire.ts'

type Controller = Dispatcher.DispatchController

/** Tells one of two functions, once, what became of a request. */
export class Exchange implements Dispatcher.DispatchHandler, Waiting {
  readonly #effect: boolean
  readonly #deadline: Deadline
  readonly #resolve: (answer: WireAnswer) => void
  readonly #reject: (error: Error) => void
  readonly #pieces: Buffer[] = []
  #controller: Controller | undefined
  #status: number | undefined
  #headers: WireAnswer['headers'] = {}
  #size = 0

  /** `effect`: whether the request could have one. */
  constructor(
    effect: boolean,
    deadline: Deadline,
    resolve: (answer: WireAnswer) => void,
    reject: (error: Error) => void,
  ) {
    this.#effect = effect
    this.#deadline = deadline
    this.#resolve = resolve
    this.#reject = reject
    if (deadline.reason) reject(deadline.reason)
    else deadline.waiting = this
  }

  /** The time is over: nobody waits for the answer any more, and what was not sent never is. */
  expired(reason: Error): void {
    this.#reject(reason)
    this.#controller?.abort(reason)
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#deadline.reason) controller.abort(this.#deadline.reason)
  }

  onResponseStart(_: Controller, status: number, headers: WireAnswer['headers']): void {
    // What comes before an answer, such as 103, is none.
    if (status < 200) return
    this.#status = status
    this.#headers = headers
  }

  onResponseData(controller: Controller, piece: Buffer): void {
    this.#size += piece.length
    if (this.#size <= MAX_ANSWER) this.#pieces.push(piece)
    else controller.abort(this.#invalid('The Homey sent a larger answer than is accepted.'))
  }

  onResponseEnd(): void {
    this.#deadline.waiting = undefined
    const [first] = this.#pieces
    const body = this.#pieces.length === 1 && first ? first : Buffer.concat(this.#pieces)
    this.#resolve({ status: this.#status ?? 0, headers: this.#headers, body })
  }

  onResponseError(_: Controller, error: Error): void {
    this.#deadline.waiting = undefined
    const isSaid = error instanceof HubError || error.name === 'TimeoutError'
    const brokeOff = this.#status !== undefined && !isSaid
    this.#reject(brokeOff ? this.#invalid('The Homey broke off its answer.') : error)
  }

  #invalid(message: string): HubError {
    return new HubError('hub_answer_invalid', message, { mayHaveHappened: this.#effect })
  }
}
