// How much of hubs' answers is read at once: so much of each, and so much of all together, because the
// process has one memory.
import { HubError } from './hub-error.ts'
import { SharedRoom } from './shared-room.ts'

/** Largest answer that is read; the card catalogue of a large home has 12 MB (reference 7). */
export const MAX_ANSWER = 32 * 1024 * 1024

/** Most bytes of answers that are read at once, of all hubs together; one has at most half of it. */
export const MAX_READING = 128 * 1024 * 1024

/** An answer up to this size has room in any case, so that one hub does not stop the others. */
const SMALL_ANSWER = 1024 * 1024

/** Who sends: the sockets to one address of a hub, or the name of whatever is no hub. */
export type Sender = object | string

/** Bytes that are being read, of the whole process. */
const room = new SharedRoom<Sender>(MAX_READING, 1)

/** One answer that is being read. */
export class Reading {
  readonly #sender: Sender
  readonly #effect: boolean
  readonly #limit: number
  readonly #pieces: Buffer[] = []
  #size = 0

  /** `effect`: whether the request could have one. */
  constructor(sender: Sender, effect: boolean, limit = MAX_ANSWER) {
    this.#sender = sender
    this.#effect = effect
    this.#limit = limit
  }

  /** Takes a piece; why it is refused: `hub_answer_invalid` if too large, `hub_busy` without room. */
  take(piece: Buffer): HubError | undefined {
    const size = this.#size + piece.length
    if (size > this.#limit) return tooLarge(this.#effect)
    if (!room.take(this.#sender, piece.length, size <= SMALL_ANSWER)) return noRoom(this.#effect)
    this.#size = size
    this.#pieces.push(piece)
    return undefined
  }

  /** The end: gives the room free, and all that was read. */
  end(): Buffer {
    const [first, ...more] = this.#pieces
    const all = first && more.length === 0 ? first : Buffer.concat(this.#pieces)
    this.drop()
    return all
  }

  /** Gives the room free; what was read is of no use. Later calls do nothing. */
  drop(): void {
    room.give(this.#sender, this.#size)
    this.#size = 0
    this.#pieces.length = 0
  }
}

function tooLarge(effect: boolean): HubError {
  return new HubError('hub_answer_invalid', 'The Homey sent a larger answer than is accepted.', {
    mayHaveHappened: effect,
  })
}

function noRoom(effect: boolean): HubError {
  return new HubError('hub_busy', 'More is sent at once than there is room for.', {
    ...{ mayHaveHappened: effect, retryAfter: 1 },
  })
}

/** Reads a body to its end. @throws HubError as `Reading.take` says */
export async function readBody(
  sender: Sender,
  stream: AsyncIterable<Buffer>,
  effect: boolean,
  limit?: number,
): Promise<Buffer> {
  const reading = new Reading(sender, effect, limit)
  try {
    for await (const piece of stream) {
      const refused = reading.take(piece)
      if (refused) throw refused
    }
    return reading.end()
  } finally {
    reading.drop()
  }
}
