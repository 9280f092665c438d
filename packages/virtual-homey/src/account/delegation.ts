// Delegation tokens: how the cloud tells a hub who somebody is and what the program in between may
// have. They live just long enough to be carried to the hub, which looks for it meanwhile.
import type { JsonRecord } from '../json.ts'
import { isRecord, strings } from '../json.ts'
import { type Account, type Grant, newSecret, time } from './account.ts'
import type { Delegate } from './account-link.ts'
import { CloudError } from './cloud-error.ts'
import { signJwt, verifyJwt } from './jwt.ts'

/** How long it lasts on the real cloud is not public; discovery alone can take five seconds. */
export const DELEGATION_SECONDS = 60

export interface DelegationRequest {
  readonly audience: string | undefined
  readonly meta: Readonly<JsonRecord>
}

/** A token that speaks for the user of a grant. @throws CloudError 403 if it has no user. */
export function delegationToken(
  account: Account,
  grant: Grant,
  { audience, meta }: DelegationRequest,
): string {
  if (grant.userId === null) throw new CloudError(403, 'forbidden', 'This token has no user')
  const seconds = Math.floor(time(account) / 1000)
  const claims = {
    ...{ iss: 'athom', sub: grant.userId, ...(audience && { aud: audience }) },
    ...{ clientId: grant.clientId, scopes: grant.scopes, jti: newSecret(account), meta },
    ...{ iat: seconds, exp: seconds + DELEGATION_SECONDS },
  }
  return signJwt(claims, account.keys.privateKey)
}

/** What a delegation token says, if this cloud signed it and it is still good. */
export function claimsOf(account: Account, token: string): JsonRecord | undefined {
  return verifyJwt(token, account.keys.publicKey, Math.floor(time(account) / 1000))
}

/** Whom a token for hubs speaks for. */
export function delegateOf(account: Account, token: string): Delegate | undefined {
  const claims = claimsOf(account, token)
  if (!isRecord(claims) || claims['aud'] !== 'homey') return undefined
  const clientId = String(claims['clientId'])
  const client = account.state.clients[clientId]
  if (!client) return undefined
  const athomId = String(claims['sub'])
  return { athomId, clientId, clientName: client.name, scopes: strings(claims['scopes']) }
}
