// Reading a hub's answer: bounded, whole, and told apart from an error in the hub's own words.
import { HubError } from './hub-error.ts'

/** What a hub answered, whatever its status (redirects and refused credentials excepted). */
export interface HubAnswer {
  readonly status: number
  readonly contentType: string | undefined
  readonly version: string | undefined
  readonly body: Buffer
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
