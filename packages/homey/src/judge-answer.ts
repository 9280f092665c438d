// Which answers of a hub are handed on, and which are failures of the way to it: redirects, refused
// credentials and pleas for a pause are never taken for the hub's own word on a request.
import type { Generation } from '@latchkey/catalogue'
import { errorText, type HubAnswer } from './answer.ts'
import { HubError } from './hub-error.ts'
import type { WireAnswer } from './wire.ts'

/** Longest pause that a hub may ask for, in seconds, and the one assumed where it names none. */
const MAX_PAUSE = 60
const PAUSE = 2

/** The answer as it is handed on. @throws HubError if it is no usable one. */
export function judgeAnswer(said: WireAnswer, generation: Generation, effect = false): HubAnswer {
  const { status } = said
  const answer: HubAnswer = {
    status,
    contentType: header(said, 'content-type'),
    version: header(said, 'x-homey-version'),
    body: said.body,
  }
  if (status >= 300 && status < 400) {
    throw new HubError('hub_answer_invalid', 'The Homey answered with a redirect.', { status })
  }
  // None was asked for, and what is small now may be a thousand times larger when it is unpacked.
  const coding = header(said, 'content-encoding')
  if (coding !== undefined && coding !== 'identity') {
    throw new HubError('hub_answer_invalid', 'The Homey answered compressed, unasked.', {
      mayHaveHappened: effect,
    })
  }
  if (status === 429) throw pauseAsked(Number(header(said, 'retry-after')))
  if (status === 401 || (status === 403 && isScopeError(answer, generation))) {
    throw new HubError(
      'hub_credential_refused',
      status === 401
        ? 'The Homey no longer accepts the key that Latchkey holds for it.'
        : 'The key that Latchkey holds for this Homey lacks the scope for this.',
      { status },
    )
  }
  return answer
}

function pauseAsked(seconds: number): HubError {
  const isNamed = Number.isInteger(seconds) && seconds > 0
  return new HubError('hub_busy', 'This Homey asks for a pause: too many requests.', {
    ...{ status: 429, retryAfterIsNamed: isNamed },
    retryAfter: isNamed ? Math.min(seconds, MAX_PAUSE) : PAUSE,
  })
}

/** A 2019 words it in the hub's language (reference 1.6), so there every 403 is one. */
function isScopeError(answer: HubAnswer, generation: Generation): boolean {
  return generation === 'pro-2019' || errorText(answer).includes('Missing Scopes')
}

function header({ headers }: WireAnswer, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
