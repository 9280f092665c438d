// What a token is told to be good for is what its grant gives at that moment: owners take permissions away, and give
// more, long after a token's words were written down.
import type { KoaContextWithOIDC } from 'oidc-provider'
import { standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'

/** A token of the library, as far as it counts here. */
export interface TokenOfGrant {
  readonly kind?: string | undefined
  readonly grantId?: string | undefined
}

/**
 * The scope that an answer about a token has instead; undefined where it tells none. A refreshed token is never told to
 * be good for more than what was consented to (RFC 6749, 6), though it may be: whoever looks it up is told all.
 */
export function presentScope(
  { oidc, body }: Pick<KoaContextWithOIDC, 'oidc' | 'body'>,
  grants: Pick<Grants, 'present'>,
): string | undefined {
  const route = oidc?.route ?? ''
  const said = TELLING.has(route) ? scopeIn(body) : undefined
  if (said === undefined) return undefined
  const { AccessToken, RefreshToken } = oidc.entities
  const grant = grants.present((AccessToken ?? RefreshToken)?.grantId ?? '')
  if (!grant) return undefined
  const permissions = [...grant.permissions].toSorted()
  const told = route === 'token' ? permissions.filter((one) => said.includes(one)) : permissions
  return told.join(' ')
}

const TELLING: ReadonlySet<string> = new Set(['token', 'introspection'])

const scopeIn = (body: unknown): readonly string[] | undefined =>
  typeof body === 'object' && body !== null && 'scope' in body
    ? String(body.scope).split(' ')
    : undefined

/** Whether a token may be called active. One that can be refreshed is, while its Homey is stopped. */
export function isActive(
  { kind, grantId = '' }: TokenOfGrant,
  grants: Pick<Grants, 'present'>,
  now: number,
): boolean {
  const grant = grants.present(grantId)
  if (!grant) return false
  return kind === 'RefreshToken' || standing(grant, now) === 'live'
}
