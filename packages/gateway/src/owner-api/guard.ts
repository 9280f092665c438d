// What stands before the owner API over TCP: the session's cookie, and the proof that a write comes
// from our own page. A key of a client counts for nothing here.
import type { Peer } from '../listener/peer.ts'
import { OwnerError } from '../owner-error.ts'
import { isToken, type SecretToken } from '../owners/secret-token.ts'
import { SESSION_LIFE } from '../owners/sessions.ts'

/** The header that every write carries; no page of another origin can send it. */
export const WRITE_HEADER = 'x-latchkey'

/** Our cookies: the session, and the value that proves that a form is ours. */
type Cookie = 'session' | 'form'

const NAMES: Readonly<Record<Cookie, string>> = { session: 'latchkey', form: 'latchkey-form' }

// Over https the browser holds the cookie to this host and to https by its name.
const nameOf = (cookie: Cookie, { https }: Peer): string =>
  https ? `__Host-${NAMES[cookie]}` : NAMES[cookie]

/** Sets a cookie: for this host alone, and out of reach for scripts. `seconds` 0 takes it away. */
export function cookieLine(cookie: Cookie, value: string, seconds: number, peer: Peer): string {
  const secure = peer.https ? '; Secure' : ''
  return `${nameOf(cookie, peer)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`
}

/** The cookie that is a session; without a token the one that ends it. */
export function sessionCookie(token: SecretToken | undefined, peer: Peer): string {
  const life = token === undefined ? 0 : SESSION_LIFE.most / 1_000
  return cookieLine('session', token ?? '', life, peer)
}

/** The token in a request's cookies; two of them are none. */
export function tokenOf(
  cookie: Cookie,
  cookies: string | undefined,
  peer: Peer,
): SecretToken | undefined {
  const name = nameOf(cookie, peer)
  const found = (cookies ?? '')
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.startsWith(`${name}=`))
    .map((one) => one.slice(name.length + 1))
  const [token, ...more] = found
  return token !== undefined && more.length === 0 && isToken(token) ? token : undefined
}

/** The session's token in a request's cookies. */
export const tokenIn = (cookies: string | undefined, peer: Peer): SecretToken | undefined =>
  tokenOf('session', cookies, peer)

/** Headers of a request. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * Refuses what another site's page sends.
 * @throws OwnerError `request_forged`
 */
export function requireOwnPage(method: string, headers: Headers, peer: Peer): void {
  const site = headers['sec-fetch-site']
  const isRead = method === 'GET' || method === 'HEAD'
  if (isRead) {
    if (site === undefined || site === 'same-origin' || site === 'none') return
  } else {
    const isOwn = headers['origin'] === peer.origin && headers[WRITE_HEADER] === '1'
    if (isOwn && (site === undefined || site === 'same-origin')) return
  }
  throw new OwnerError(
    'request_forged',
    `A write must come from this gateway's own page: Origin: ${peer.origin} and X-Latchkey: 1.`,
  )
}
