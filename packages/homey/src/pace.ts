// How fast a hub may be asked. Requests wait in line for one of a few places; the line is short,
// because somebody is waiting at its end. What the hub refuses for coming too quickly is asked again.
import type { Generation } from '@latchkey/catalogue'
import type { Deadline } from './deadline.ts'
import { HubError } from './hub-error.ts'
import { LearnedPace } from './learned-pace.ts'

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

/**
 * Pauses after refusals that name none, in milliseconds; after the last one it is given up. The first are
 * short: what keeps the hub from being asked too often is the gap that was learned, and a pause beyond it
 * is time in which the hub would have taken something.
 */
export const PAUSES: readonly number[] = [50, 100, 200, 400, 800, 1_600]

/** So long after its first refusal, in milliseconds, nothing is asked again, if the hub names no pause. */
const PATIENCE = 3_500

/** A hub that asks for a longer pause than this is not waited for: somebody else can wait better. */
const LONGEST_PAUSE = 4_000

/** What is begun has so long at least to be answered, in milliseconds; else nobody knows what came of it. */
const TIME_TO_ANSWER = 100

/** Who started late, since timers are, may be made up for by so many gaps that were learned. */
const CREDIT = 2

/** Somebody in a line; leaves it when the time is over. */
class Waiter {
  readonly start: () => void
  readonly giveUp: (error: Error) => void
  readonly #line: Waiter[]

  constructor(line: Waiter[], start: () => void, giveUp: (error: Error) => void) {
    this.#line = line
    this.start = start
    this.giveUp = giveUp
  }

  expired(reason: Error): void {
    const at = this.#line.indexOf(this)
    if (at >= 0) this.#line.splice(at, 1)
    this.giveUp(reason)
  }
}

/** How often something was refused, and when for the first time. */
interface Refused {
  readonly refusals: number
  readonly since: number
}

const closed = (): HubError =>
  new HubError('hub_offline', 'The connection to this Homey was closed.')

const isPauseAsked = (error: unknown): error is HubError =>
  error instanceof HubError && error.code === 'hub_busy' && error.status === 429

/** A line of requests in front of one hub. */
export class Line {
  readonly #pace: Pace
  readonly #learned: LearnedPace
  readonly #now: () => number
  readonly #waiters: Waiter[] = []
  #running = 0
  #lastStart = Number.NEGATIVE_INFINITY
  /** When the next may start by the gap that was learned. */
  #due = Number.NEGATIVE_INFINITY
  #pausedUntil = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(pace: Pace, now: () => number = () => performance.now()) {
    this.#pace = pace
    this.#learned = new LearnedPace(pace)
    this.#now = now
  }

  /** What is kept at present, which refusals have narrowed. */
  get pace(): Pick<Pace, 'parallel' | 'gap'> {
    const { parallel, gap } = this.#learned
    return { parallel, gap }
  }

  /** How many wait at present. */
  get length(): number {
    return this.#waiters.length
  }

  /**
   * Runs `work` when it is its turn; `deadline` gives up the place in the line. Work that the hub
   * refused for coming too quickly, which is before it did anything, runs again after a pause if that
   * ends before `until`.
   * @throws HubError `hub_busy` if the line is full or the hub goes on refusing, `hub_offline` if it
   * was closed; the reason of `deadline`; whatever `work` throws.
   */
  async run<T>(
    work: () => Promise<T>,
    deadline: Deadline,
    until = Number.POSITIVE_INFINITY,
  ): Promise<T> {
    let since = Number.POSITIVE_INFINITY
    for (let refusals = 0; ; refusals++) {
      this.#refuseIfPausedBeyond(until)
      // Most of the time it is its turn at once, and there is nothing to wait for.
      if (this.#isOpen && deadline.reason === undefined) this.#begin()
      else await this.#turn(deadline, refusals > 0)
      deadline.waiting = undefined
      const begunAt = this.#now()
      try {
        const result = await work()
        this.#learned.succeeded()
        return result
      } catch (error) {
        if (!isPauseAsked(error)) throw error
        this.#learned.refused(begunAt, this.#now())
        since = Math.min(since, this.#now())
        if (this.#pause(error, { refusals, since }) + TIME_TO_ANSWER >= until) throw error
      } finally {
        this.#running--
        this.#next()
      }
    }
  }

  /** Pauses, and says when there is a turn that is worth waiting for; never, if there is none. */
  #pause(error: HubError, { refusals, since }: Refused): number {
    const now = this.#now()
    const named = error.retryAfterIsNamed ? (error.retryAfter ?? 0) * 1000 : undefined
    const pause = named ?? PAUSES[refusals]
    if (pause === undefined) return Number.POSITIVE_INFINITY
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pause)
    if (pause > LONGEST_PAUSE || refusals >= PAUSES.length) return Number.POSITIVE_INFINITY
    const turn = Math.max(now + pause, this.#due)
    return named === undefined && turn > since + PATIENCE ? Number.POSITIVE_INFINITY : turn
  }

  // The hub asked for peace until after the last moment at which this could run.
  #refuseIfPausedBeyond(until: number): void {
    const left = this.#pausedUntil - this.#now()
    if (left <= 0 || this.#pausedUntil < until) return
    throw new HubError('hub_busy', 'This Homey asks for a pause: too many requests.', {
      ...{ status: 429, retryAfter: Math.ceil(left / 1000), retryAfterIsNamed: true },
    })
  }

  /** Whether whoever comes now may start now. */
  get #isOpen(): boolean {
    return !this.#closed && this.#waiters.length === 0 && this.#isFree && this.#wait <= 0
  }

  #turn(deadline: Deadline, again: boolean): Promise<void> {
    if (this.#closed) throw closed()
    if (deadline.reason) throw deadline.reason
    if (!again && this.#waiters.length >= this.#pace.waiting) {
      throw new HubError('hub_busy', 'Too many requests wait for this Homey. Try again soon.', {
        retryAfter: 1,
      })
    }
    return new Promise((resolve, reject) => {
      const waiter = new Waiter(this.#waiters, resolve, reject)
      deadline.waiting = waiter
      // Who was refused has waited already.
      if (again) this.#waiters.unshift(waiter)
      else this.#waiters.push(waiter)
      this.#next()
    })
  }

  get #isFree(): boolean {
    return this.#timer === undefined && this.#running < this.#learned.parallel
  }

  /** Milliseconds until the next may start; negative if it might have started before. */
  get #wait(): number {
    return Math.max(this.#lastStart + this.#pace.gap, this.#due, this.#pausedUntil) - this.#now()
  }

  #begin(): void {
    const now = this.#now()
    const { gap } = this.#learned
    this.#running++
    this.#lastStart = now
    this.#due = Math.max(this.#due, this.#pausedUntil, now - CREDIT * gap) + gap
  }

  #next(): void {
    if (this.#waiters.length === 0 || !this.#isFree) return
    const wait = this.#wait
    if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined
        this.#next()
      }, Math.ceil(wait))
      return
    }
    this.#begin()
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
