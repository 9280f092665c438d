// Reading a hub's answer: bounded, whole, and told apart from an error in the hub's own words.
import { HubError } from './hub-error.ts'

/** What a hub answered, whatever its status (redirects and refused credentials excepted). */
export interface HubAnswer {
  readonly status: number
  readonly contentType: string | undefined
  readonly version: string | undefined
  readonly body: Buffer
}

/** Largest answer that is read; the card catalogue of a large home has 12 MB (reference 7). */
export const MAX_ANSWER = 32 * 1024 * 1024

/** Most bytes of answers that are read at once, of all hubs together. */
export const MAX_READING = 128 * 1024 * 1024

/** An answer up to this size has room in any case, so that one hub does not stop the others. */
const SMALL_ANSWER = 1024 * 1024

/** Bytes that are being read, of the whole process: it has one memory. */
let reading = 0

/**
 * Reads a body up to `limit`; a larger one is `hub_answer_invalid`. When hubs send more at once than
 * there is room for, the large ones are `hub_busy`.
 */
export async function readBody(
  stream: AsyncIterable<Buffer>,
  effect: boolean,
  limit = MAX_ANSWER,
): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of stream) {
      size += piece.length
      reading += piece.length
      if (size > limit) throw tooLarge(effect)
      if (reading > MAX_READING && size > SMALL_ANSWER) throw noRoom(effect)
      pieces.push(piece)
    }
  } finally {
    reading -= size
  }
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
}

function tooLarge(effect: boolean): HubError {
  return new HubError('hub_answer_invalid', 'The Homey sent a larger answer than is accepted.', {
    mayHaveHappened: effect,
  })
}

function noRoom(effect: boolean): HubError {
  return new HubError('hub_busy', 'Homeys send more at once than there is room for.', {
    ...{ mayHaveHappened: effect, retryAfter: 1 },
  })
}

/** Whether an answer says that it is JSON. */
export function isJson(answer: HubAnswer): boolean {
  return answer.contentType?.startsWith('application/json') ?? false
}

/**
 * The answer to a request as a value: JSON parsed, other text as it is, nothing as undefined.
 * `effect`: whether the request could have one.
 */
export function readValue(answer: HubAnswer, effect: boolean): unknown {
  if (answer.body.length === 0 || answer.status === 204) return undefined
  const text = answer.body.toString('utf8')
  if (!isJson(answer)) return text
  try {
    return JSON.parse(text)
  } catch {
    throw new HubError('hub_answer_invalid', 'The Homey said that it sends JSON, and did not.', {
      mayHaveHappened: effect,
    })
  }
}

/** A hub's own keys and sessions: user, session, secret (reference 1.3). */
const HUB_KEY = /[0-9a-f-]{36}:[0-9a-f-]{36}:[0-9a-f]{16,}/gi

/** A text without keys and sessions of hubs; a hub may repeat what it was sent. */
export function withoutKeys(text: string): string {
  return text.replace(HUB_KEY, '…')
}

/** What an answer that is no success says, in the hub's own words (reference 1.6), without keys. */
export function errorText(answer: HubAnswer): string {
  // Keys first: of a key that is cut in the middle, the beginning would be left.
  if (!isJson(answer)) return withoutKeys(answer.body.toString('utf8', 0, 4096)).slice(0, 200)
  try {
    const { error, error_description: description } = JSON.parse(answer.body.toString('utf8'))
    const said: unknown = description ?? error
    return typeof said === 'string' ? withoutKeys(said).slice(0, 500) : `status ${answer.status}`
  } catch {
    return `status ${answer.status}`
  }
}
