// The last answers of one hub as they were sent: what is asked again before anything changed is not put
// together again. The tag says what an answer was made from, for one question.
import type { ModelQuestion } from './answer-from-model.ts'

/** How much is kept, in bytes; what was asked for least recently goes first. */
const ROOM = 8 * 1024 * 1024

/** Answers by what was asked, each with its tag. */
export class KeptAnswers {
  readonly #kept = new Map<string, { readonly etag: string; readonly body: Buffer }>()
  #bytes = 0

  /** The answer to a question by its tag; made if it is not kept. */
  answer(question: ModelQuestion, etag: string, make: () => Buffer): Buffer {
    const key = keyOf(question)
    const known = this.#kept.get(key)
    if (known) {
      this.#kept.delete(key)
      if (known.etag === etag) {
        this.#kept.set(key, known)
        return known.body
      }
      this.#bytes -= sizeOf(key, known.body)
    }
    const body = make()
    this.#keep(key, etag, body)
    return body
  }

  #keep(key: string, etag: string, body: Buffer): void {
    const size = sizeOf(key, body)
    if (size > ROOM / 2) return
    this.#kept.set(key, { etag, body })
    this.#bytes += size
    for (const [oldest, { body: gone }] of this.#kept) {
      if (this.#bytes <= ROOM) return
      this.#kept.delete(oldest)
      this.#bytes -= sizeOf(oldest, gone)
    }
  }
}

/** What an entry takes besides its words, in bytes. */
const ENTRY = 200

const sizeOf = (key: string, body: Buffer): number => ENTRY + 2 * key.length + body.length

// The same state looks different to each grant, and after each change of one: that is in the suffix.
function keyOf({ operation, ids, form, suffix }: ModelQuestion): string {
  let key = `${operation} ${form} ${suffix}`
  for (const name in ids) key += ` ${ids[name]}`
  return key
}
