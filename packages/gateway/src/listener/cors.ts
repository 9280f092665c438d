// CORS of the hub path: pages of any origin may use a key that they were given, and no credentials of
// the browser. The owner API has none of this, so no page of another origin reaches it.
import type { Answer } from '../hub-path/answer.ts'

/** What a page may send and see. */
export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'DPoP-Nonce, ETag, Retry-After, WWW-Authenticate, X-Homey-ID, X-Homey-Version, X-Latchkey-Accepted-Permissions, X-Latchkey-Approval',
} as const

const PREFLIGHT = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, DPoP, If-None-Match, X-Homey-ID',
  'access-control-max-age': '600',
} as const

/** The answer to a browser's question; it says nothing of the path, so it needs no key. */
export function preflightAnswer(): Answer {
  return { status: 204, headers: PREFLIGHT, body: '' }
}
