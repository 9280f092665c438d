// One request on its way through undici, and its answer read to the end. A handler of the pool itself:
// without a stream and a signal for each request it costs half as much.
import type { Dispatcher } from 'undici'
import type { Deadline, Waiting } from './deadline.ts'
import { HubError } from './hub-error.ts'
import { Reading, type Sender } from './reading.ts'
import type { WireAnswer } from './wire.ts'

type Controller = Dispatcher.DispatchController

/** Tells one of two functions, once, what became of a request. */
export class Exchange implements Dispatcher.DispatchHandler, Waiting {
  readonly #effect: boolean
  readonly #deadline: Deadline
  readonly #resolve: (answer: WireAnswer) => void
  readonly #reject: (error: Error) => void
  readonly #reading: Reading
  #controller: Controller | undefined
  #status: number | undefined
  #headers: WireAnswer['headers'] = {}

  /** `sender`: whose answer it is; `effect`: whether the request could have one. */
  constructor(
    sender: Sender,
    effect: boolean,
    deadline: Deadline,
    resolve: (answer: WireAnswer) => void,
    reject: (error: Error) => void,
  ) {
    this.#effect = effect
    this.#reading = new Reading(sender, effect)
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
    const refused = this.#reading.take(piece)
    if (refused) controller.abort(refused)
  }

  onResponseEnd(): void {
    this.#deadline.waiting = undefined
    const body = this.#reading.end()
    this.#resolve({ status: this.#status ?? 0, headers: this.#headers, body })
  }

  onResponseError(_: Controller, error: Error): void {
    this.#deadline.waiting = undefined
    this.#reading.drop()
    const isSaid = error instanceof HubError || error.name === 'TimeoutError'
    const brokeOff = this.#status !== undefined && !isSaid
    this.#reject(brokeOff ? this.#invalid('The Homey broke off its answer.') : error)
  }

  #invalid(message: string): HubError {
    return new HubError('hub_answer_invalid', message, { mayHaveHappened: this.#effect })
  }
}
