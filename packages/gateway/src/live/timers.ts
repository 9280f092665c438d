// The passing of time, as something that is passed in.

/** Runs something later; the result takes it back. */
export type After = (milliseconds: number, run: () => void) => () => void

/** The time of this process; what waits does not keep it from ending. */
export const realTime: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds)
  timer.unref()
  return () => clearTimeout(timer)
}

/** What is planned, by name: planning it again moves it. */
export class Timetable {
  readonly #after: After
  readonly #cancels = new Map<string, () => void>()

  constructor(after: After) {
    this.#after = after
  }

  has(what: string): boolean {
    return this.#cancels.has(what)
  }

  /** Plans something, instead of what was planned by that name. */
  plan(what: string, milliseconds: number, run: () => void): void {
    this.cancel(what)
    const cancel = this.#after(milliseconds, () => {
      this.#cancels.delete(what)
      run()
    })
    this.#cancels.set(what, cancel)
  }

  cancel(what: string): void {
    this.#cancels.get(what)?.()
    this.#cancels.delete(what)
  }

  cancelAll(): void {
    for (const what of [...this.#cancels.keys()]) this.cancel(what)
  }
}
