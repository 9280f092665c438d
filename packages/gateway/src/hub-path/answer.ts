// What a client is answered, as data; and errors in the hub's own shape (reference 1.6), which the
// official client turns into its error with the description as message.
import { PROOF_ALGORITHMS } from '../dpop/proofs.ts'
import { howToAsk } from './ask-for-more.ts'
import { type DenyReason, REFUSALS } from './reason.ts'

/** A whole answer. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

const JSON_TYPE = 'application/json; charset=utf-8'

/** An answer with a JSON body. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonText(status, JSON.stringify(value), headers)
}

/** An answer with a body that is JSON already. */
export function jsonText(
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body }
}

/** An error of the gateway's own: the message always says that it is Latchkey speaking. */
export function errorAnswer(
  status: number,
  error: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  more: object = {},
): Answer {
  const body = { code: status, error, error_description: `Latchkey: ${message}`, ...more }
  return jsonAnswer(status, body, headers)
}

/** The answer to a refusal, in its standing words or in `message`. */
export function refusalAnswer(
  reason: DenyReason,
  message?: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const [status, code, standing] = REFUSALS[reason]
  const challenge = status === 401 ? { 'www-authenticate': challengeFor(reason, code) } : {}
  const retry = status === 503 ? { 'retry-after': '1' } : {}
  const ask = howToAsk(reason, headers['x-latchkey-accepted-permissions'])
  const all = { ...challenge, ...retry, ...ask.headers, ...headers }
  return errorAnswer(status, code, message ?? standing, all, ask.body)
}

// RFC 9449, 7.1: who shows a token that is bound is told with what it can be proven.
function challengeFor(reason: DenyReason, code: string): string {
  if (!reason.startsWith('proof-')) return 'Bearer realm="Latchkey"'
  return `DPoP realm="Latchkey", error="${code}", algs="${PROOF_ALGORITHMS.join(' ')}"`
}
