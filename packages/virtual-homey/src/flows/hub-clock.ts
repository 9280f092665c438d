// The time of a hub, and what is to happen at a later time. Time passes by itself or is advanced by
// whoever holds the hub; what is due then happens in order, each at exactly its own time.

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** A clock on top of another one. */
export class HubClock {
  readonly #base: () => Date
  #ahead = 0
  #standing: number | undefined
  #timers: Timer[] = []

  constructor(base: () => Date) {
    this.#base = base
  }

  readonly now = (): Date => new Date(this.#standing ?? this.#base().getTime() + this.#ahead)

  /** Lets `run` happen when the clock has reached a time; the returned function calls it off. */
  at(time: number, run: () => void): () => void {
    const timer = { at: time, run }
    const place = this.#timers.findIndex((other) => other.at > time)
    this.#timers.splice(place === -1 ? this.#timers.length : place, 0, timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Moves the clock on by so many milliseconds, and with 0 does what is due by now. */
  advance(milliseconds: number): void {
    if (this.#standing !== undefined) return
    const end = this.now().getTime() + milliseconds
    try {
      for (let due = this.#timers[0]; due && due.at <= end; due = this.#timers[0]) {
        this.#timers.shift()
        this.#standing = due.at
        due.run()
      }
    } finally {
      this.#standing = undefined
      this.#ahead += milliseconds
    }
  }
}
