// Answers to reads as values. A tool asks for whole lists again and again; while the model says that nothing changed,
// they are not parsed again. The tag of an answer is of one grant as it is, so nobody is given what another saw.

/** How much is kept: answers, and bytes of them as they were sent. */
export interface AnswerRoom {
  readonly entries: number
  readonly bytes: number
}

/** A value takes several times the room of its text. */
const ROOM: AnswerRoom = { entries: 96, bytes: 16 * 1024 * 1024 }

/** An answer that is kept. */
export interface KeptValue {
  readonly etag: string
  readonly value: unknown
}

interface Entry extends KeptValue {
  readonly size: number
}

/** The last answers, by who asked what. */
export class ReadAnswers {
  readonly #room: AnswerRoom
  readonly #kept = new Map<string, Entry>()
  #bytes = 0

  constructor(room: AnswerRoom = ROOM) {
    this.#room = room
  }

  /** The bytes of all that is kept. */
  get bytes(): number {
    return this.#bytes
  }

  /** What is kept for a question; it counts as asked for now. */
  of(question: string): KeptValue | undefined {
    const kept = this.#kept.get(question)
    if (kept) {
      this.#kept.delete(question)
      this.#kept.set(question, kept)
    }
    return kept
  }

  /** Keeps an answer of a size, in bytes; what was asked for least recently goes. One that takes half of all is not kept. */
  keep(question: string, etag: string, value: unknown, size: number): void {
    const { entries, bytes } = this.#room
    this.#drop(question)
    if (size > bytes / 2) return
    this.#kept.set(question, { etag, value, size })
    this.#bytes += size
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= entries && this.#bytes <= bytes) return
      this.#drop(oldest)
    }
  }

  #drop(question: string): void {
    this.#bytes -= this.#kept.get(question)?.size ?? 0
    this.#kept.delete(question)
  }
}
