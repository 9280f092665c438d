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

/** The scope that an answer about a token has instead; undefined where it tells none. */
export function presentScope(
  { oidc, body }: Pick<KoaContextWithOIDC, 'oidc' | 'body'>,
  grants: Pick<Grants, 'present'>,
): string | undefined {
  if (!TELLING.has(oidc?.route ?? '') || !hasScope(body)) return undefined
  const { AccessToken, RefreshToken } = oidc.entities
  const grant = grants.present((AccessToken ?? RefreshToken)?.grantId ?? '')
  return grant && [...grant.permissions].toSorted().join(' ')
}

const TELLING: ReadonlySet<string> = new Set(['token', 'introspection'])

const hasScope = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'scope' in body

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
