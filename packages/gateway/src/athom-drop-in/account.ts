// An account: what stands behind the access token of an app that was written for Athom's cloud. It names one client,
// one owner and one grant, and opens no Homey by itself.
import type { Clients } from '../authorization/clients.ts'
import type { Items } from '../authorization/items.ts'
import { isMcpResource } from '../authorization/resource.ts'
import { type Grant, standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import { tokenShown } from '../hub-path/identify.ts'

/** An account, good at this moment. */
export interface Account {
  readonly clientId: string
  readonly ownerId: string
  readonly grant: Grant
}

/** What accounts are found in. */
export interface AccountParts {
  readonly items: Items
  readonly clients: Clients
  readonly grants: Grants
  readonly now: () => number
}

/** The account of an Authorization header; undefined if its token is none, is over, or is that of a Homey. */
export async function accountOf(
  authorization: string | undefined,
  { items, ...parts }: AccountParts,
): Promise<Account | undefined> {
  const token = tokenShown(authorization)
  const item = token && (await items.find('AccessToken', token))
  if (!item || item.expiresAt <= parts.now()) return undefined
  const { clientId, accountId, grantId, jkt, aud } = item.payload
  // Apps of Athom's cloud prove no keys: one that is bound would be let go of here, and one for agents is for them.
  if (typeof jkt === 'string' || [aud].flat().some((one) => isMcpResource(one))) return undefined
  if (typeof accountId !== 'string' || typeof grantId !== 'string') return undefined
  return accountBy({ clientId: String(clientId), ownerId: accountId, grantId }, parts)
}

/** The account of a client, an owner and a grant that were kept together; undefined if any of them is over. */
export async function accountBy(
  kept: { readonly clientId: string; readonly ownerId: string; readonly grantId: string },
  { clients, grants, now }: Omit<AccountParts, 'items'>,
): Promise<Account | undefined> {
  const client = await clients.byId(kept.clientId)
  if (client?.profile !== 'athom-compatible') return undefined
  // Another gateway may have made it a moment ago.
  const grant = grants.present(kept.grantId) ?? (await grants.byId(kept.grantId))
  const state = grant && standing(grant, now())
  // Where all are stopped for now, what the Homey is asked for says so.
  if (!grant || (state !== 'live' && state !== 'stopped')) return undefined
  return { clientId: kept.clientId, ownerId: kept.ownerId, grant }
}
