// The circuit breaker of one hub: after some failures in a row nobody waits for it any more, but for one
// request at a time that finds out whether it is back. A pure state machine; it knows no hub.

/** Failures in a row that open the circuit, and its first and longest pause in milliseconds. */
export const CIRCUIT = { failures: 5, pause: 5_000, longest: 60_000 } as const

/** What is to be done with a request: let it through, or try again after so many milliseconds. */
export type Passage = { readonly wait: undefined } | { readonly wait: number }

const GO: Passage = { wait: undefined }

/** One circuit. Every request that was let through must be ended by `succeeded`, `failed` or `left`. */
export class Circuit {
  readonly #now: () => number
  #failures = 0
  #openUntil: number | undefined
  #probing = false
  #pause: number = CIRCUIT.pause

  constructor(now: () => number) {
    this.#now = now
  }

  /** Whether requests are held back at present. */
  get isOpen(): boolean {
    return this.#openUntil !== undefined
  }

  /** Asks to pass. An open circuit lets one through when its pause is over. */
  pass(): Passage {
    if (this.#openUntil === undefined) return GO
    const wait = this.#openUntil - this.#now()
    if (wait > 0) return { wait }
    if (this.#probing) return { wait: CIRCUIT.pause }
    this.#probing = true
    return GO
  }

  /** The hub answered, whatever it said. */
  succeeded(): void {
    this.#failures = 0
    this.#openUntil = undefined
    this.#probing = false
    this.#pause = CIRCUIT.pause
  }

  /** The hub could not be reached or did not answer. */
  failed(): void {
    this.#failures++
    if (this.#openUntil !== undefined) {
      // Requests from before the pause may still fail during it; only the probe's failure prolongs it.
      if (!this.#probing) return
      this.#probing = false
      this.#pause = Math.min(this.#pause * 2, CIRCUIT.longest)
      this.#openUntil = this.#now() + this.#pause
    } else if (this.#failures >= CIRCUIT.failures) {
      this.#openUntil = this.#now() + this.#pause
    }
  }

  /** The request ended without telling anything of the hub. */
  left(): void {
    this.#probing = false
  }
}
