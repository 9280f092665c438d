// What stands before the owner API over TCP: the session's cookie, and the proof that a write comes
// from our own page. A key of a client counts for nothing here.
import type { Peer } from '../listener/peer.ts'
import { OwnerError } from '../owner-error.ts'
import { isToken, type SecretToken } from '../owners/secret-token.ts'
import { SESSION_LIFE } from '../owners/sessions.ts'

/** The header that every write carries; no page of another origin can send it. */
export const WRITE_HEADER = 'x-latchkey'

const NAMES = { https: '__Host-latchkey', http: 'latchkey' } as const

/** The cookie that is a session: for this host alone, and out of reach for scripts. */
export function sessionCookie(token: SecretToken | undefined, { https }: Peer): string {
  const name = https ? NAMES.https : NAMES.http
  const life = token === undefined ? 0 : SESSION_LIFE.most / 1_000
  const secure = https ? '; Secure' : ''
  return `${name}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${life}${secure}`
}

/** The token in a request's cookies; two of them are none. */
export function tokenIn(cookies: string | undefined, { https }: Peer): SecretToken | undefined {
  const name = https ? NAMES.https : NAMES.http
  const found = (cookies ?? '')
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.startsWith(`${name}=`))
    .map((one) => one.slice(name.length + 1))
  const [token, ...more] = found
  return token !== undefined && more.length === 0 && isToken(token) ? token : undefined
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

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
