// Answers to reads as values. A tool asks for whole lists again and again; while the model says that nothing changed,
// they are not parsed again. The tag of an answer is of one grant as it is, so nobody is given what another saw.
const ROOM = 96

/** The last answers, by who asked what. */
export class ReadAnswers {
  readonly #kept = new Map<string, { readonly etag: string; readonly value: unknown }>()

  /** The tag of what is kept for a question. */
  etagOf(question: string): string | undefined {
    return this.#kept.get(question)?.etag
  }

  /** The value that is kept; it was said to be the present one. */
  valueOf(question: string): unknown {
    const kept = this.#kept.get(question)
    if (kept) {
      this.#kept.delete(question)
      this.#kept.set(question, kept)
    }
    return kept?.value
  }

  /** Keeps an answer; the one that was asked for least recently goes. */
  keep(question: string, etag: string, value: unknown): void {
    this.#kept.delete(question)
    this.#kept.set(question, { etag, value })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > ROOM && oldest !== undefined) this.#kept.delete(oldest)
  }
}
