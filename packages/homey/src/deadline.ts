// The moment by which a request must have been answered. All requests to a hub have the same time, so they
// stand in one list in the order in which it ends, and one timer serves them all.

/** Whoever is to be told that the time is over. */
export interface Waiting {
  /** Called once, with the reason. */
  expired(reason: Error): void
}

/** The time of one request. */
export class Deadline {
  /** Why it is over; undefined as long as it is not. */
  reason: Error | undefined
  /** Who waits at present: a place in a line, or an exchange; one after the other. */
  waiting: Waiting | undefined
  #controller: AbortController | undefined

  /** The same as a signal, for what takes only those; made when it is asked for. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.reason) this.#controller.abort(this.reason)
    return this.#controller.signal
  }

  /** It is over; what comes later is too late. */
  expire(reason: Error = late()): void {
    if (this.reason) return
    this.reason = reason
    this.#controller?.abort(reason)
    const { waiting } = this
    this.waiting = undefined
    waiting?.expired(reason)
  }

  /** A deadline that is over when a signal says so. */
  static by(signal: AbortSignal): Deadline {
    const deadline = new Deadline()
    const abort = (): void => deadline.expire(signal.reason as Error)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    return deadline
  }
}

// The name is the one that AbortSignal.timeout gives.
function late(): Error {
  return new DOMException('The time is over.', 'TimeoutError')
}

class Running extends Deadline {
  readonly at: number
  before: Running | undefined
  after: Running | undefined

  constructor(at: number, before: Running | undefined) {
    super()
    this.at = at
    this.before = before
  }
}

/** The deadlines of requests that all have the same time, in milliseconds. */
export class Deadlines {
  readonly #time: number
  #first: Running | undefined
  #last: Running | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(time: number) {
    this.#time = time
  }

  /** A deadline that begins now. Whoever takes one says when it is no longer needed: `end`. */
  begin(): Deadline {
    const one = new Running(performance.now() + this.#time, this.#last)
    if (this.#last) this.#last.after = one
    else this.#first = one
    this.#last = one
    if (!this.#timer) this.#wake(this.#time)
    return one
  }

  /** What a deadline was begun for has ended. */
  end(one: Deadline): void {
    if (one instanceof Running) this.#remove(one)
  }

  #remove(one: Running): void {
    const { before, after } = one
    if (before) before.after = after
    else if (this.#first === one) this.#first = after
    else return
    if (after) after.before = before
    else this.#last = before
    one.before = undefined
    one.after = undefined
  }

  // The timer is not put off by every request that ends: when it rings, it looks who is first.
  #wake(milliseconds: number): void {
    this.#timer = setTimeout(() => this.#ring(), Math.ceil(milliseconds)).unref()
  }

  #ring(): void {
    this.#timer = undefined
    const now = performance.now()
    for (let one = this.#first; one && one.at <= now; one = this.#first) {
      this.#remove(one)
      one.expire()
    }
    if (this.#first) this.#wake(this.#first.at - now)
  }
}
