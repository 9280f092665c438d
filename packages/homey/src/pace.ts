// How fast a hub may be asked. Requests wait in line for one of a few places; the line is short,
// because somebody is waiting at its end.
import type { Generation } from '@latchkey/catalogue'
import { HubError } from './hub-error.ts'

/** How many requests a hub takes at once, and how far apart they must start. */
export interface Pace {
  readonly parallel: number
  /** Milliseconds between the starts of two requests. */
  readonly gap: number
  /** How many may wait. */
  readonly waiting: number
}

/** A Pro 2019 refuses more than about four quick requests (reference 7). */
export const PACES: Readonly<Record<Generation, Pace>> = {
  'pro-2019': { parallel: 2, gap: 150, waiting: 64 },
  'pro-2023': { parallel: 8, gap: 0, waiting: 256 },
  cloud: { parallel: 4, gap: 0, waiting: 128 },
}

interface Waiter {
  readonly start: () => void
  readonly giveUp: (error: Error) => void
}

const closed = (): HubError =>
  new HubError('hub_offline', 'The connection to this Homey was closed.')

/** A line of requests in front of one hub. */
export class Line {
  readonly #pace: Pace
  readonly #now: () => number
  readonly #waiters: Waiter[] = []
  #running = 0
  #lastStart = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(pace: Pace, now: () => number = () => performance.now()) {
    this.#pace = pace
    this.#now = now
  }

  /**
   * Runs `work` when it is its turn; `signal` gives up the place in the line.
   * @throws HubError `hub_busy` if the line is full, `hub_offline` if it was closed; whatever
   * `signal` or `work` throws.
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(signal)
    try {
      return await work()
    } finally {
      this.#running--
      this.#next()
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    if (this.#closed) throw closed()
    if (this.#waiters.length >= this.#pace.waiting) {
      throw new HubError('hub_busy', 'Too many requests wait for this Homey. Try again soon.', {
        retryAfter: 1,
      })
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const at = this.#waiters.indexOf(waiter)
        if (at >= 0) this.#waiters.splice(at, 1)
        reject(signal.reason as Error)
      }
      const waiter: Waiter = {
        start: () => {
          signal.removeEventListener('abort', leave)
          resolve()
        },
        giveUp: reject,
      }
      if (signal.aborted) return leave()
      signal.addEventListener('abort', leave, { once: true })
      this.#waiters.push(waiter)
      this.#next()
    })
  }

  #next(): void {
    if (this.#timer || this.#waiters.length === 0 || this.#running >= this.#pace.parallel) return
    const wait = this.#lastStart + this.#pace.gap - this.#now()
    if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined
        this.#next()
      }, wait)
      return
    }
    this.#running++
    this.#lastStart = this.#now()
    this.#waiters.shift()?.start()
    this.#next()
  }

  /** Sends everybody in the line away, and whoever comes later. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const waiter of this.#waiters.splice(0)) {
      waiter.giveUp(closed())
    }
  }
}
