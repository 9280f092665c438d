// That a form which was sent is one of our own pages' forms. The pages tell no referrer, so browsers say
// `Origin: null` of their forms; a random value stands in the form and in a cookie instead, and no page of
// another site can know or set both.
import type { Peer } from '../listener/peer.ts'
import { cookieLine, type Headers, tokenOf } from '../owner-api/guard.ts'
import { OwnerError } from '../owner-error.ts'
import { newToken, type SecretToken } from '../owners/secret-token.ts'

/** How long a form may wait, in seconds. */
const FORM_LIFE = 12 * 3_600

/** The value of a browser's forms, and the cookie to set if it is new. */
export interface FormToken {
  readonly token: SecretToken
  readonly cookie: string | undefined
}

/** The value that the browser has already, so that a second tab does not spoil the first; or a new one. */
export function formTokenFor(
  cookies: string | undefined,
  peer: Peer,
  random: (size: number) => Buffer,
): FormToken {
  const known = tokenOf('form', cookies, peer)
  if (known !== undefined) return { token: known, cookie: undefined }
  const token = newToken(random)
  return { token, cookie: cookieLine('form', token, FORM_LIFE, peer) }
}

/** @throws OwnerError `request_forged` */
export function requireOwnForm(headers: Headers, peer: Peer, given: string | undefined): void {
  const { 'sec-fetch-site': site, origin } = headers
  const isOwnSite = site === undefined || site === 'same-origin'
  const isOwnOrigin = origin === undefined || origin === 'null' || origin === peer.origin
  const known = tokenOf('form', headers['cookie']?.toString(), peer)
  if (isOwnSite && isOwnOrigin && known !== undefined && given === known) return
  throw new OwnerError('request_forged', 'The form is none of this gateway’s own pages.')
}
