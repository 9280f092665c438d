// Delegation tokens: an app gets one for its account, shows it at the Homey, once, and gets a session there. Of both
// only the hash is kept.
import type { Items } from '../authorization/items.ts'
import { type ApiKey, hashOfKey, isApiKey, newApiKey } from '../grants/key.ts'
import { type Account, type AccountParts, accountBy } from './account.ts'

const MODEL = 'Delegation'

/** How long a delegation token is good, in milliseconds: the official client shows it within seconds. */
export const DELEGATION_LIFE = 2 * 60_000

/** How long a session lives, in milliseconds; Athom's do as long. Then the official client logs in again. */
export const SESSION_LIFE = 24 * 3_600_000

/** How many sessions a grant has at once; the oldest make room, and their clients log in again. */
export const MAX_SESSIONS = 50

/** A new delegation token. */
export async function delegate(account: Account, items: Items, now: number): Promise<ApiKey> {
  const token = newApiKey()
  const { clientId, ownerId, grant } = account
  await items.put({
    ...{ model: MODEL, id: token, payload: { clientId, ownerId, grantId: grant.id } },
    ...{ grantId: grant.id, secondKey: undefined, expiresAt: now + DELEGATION_LIFE },
  })
  return token
}

/** The account of a delegation token, which is used up; undefined if it is none, over, or was used. */
export async function undelegate(
  token: unknown,
  parts: AccountParts,
): Promise<Account | undefined> {
  if (typeof token !== 'string' || !isApiKey(token)) return undefined
  const item = await parts.items.find(MODEL, token)
  if (!item || item.expiresAt <= parts.now()) return undefined
  if (!(await parts.items.use(MODEL, token))) return undefined
  const { clientId, ownerId, grantId } = item.payload
  return accountBy(
    { clientId: String(clientId), ownerId: String(ownerId), grantId: String(grantId) },
    parts,
  )
}

/** A new session of an account at its Homey: a token that stands for its grant. */
export async function openSession(
  { grant }: Account,
  { grants, now }: Pick<AccountParts, 'grants' | 'now'>,
): Promise<ApiKey> {
  const token = newApiKey()
  const expiresAt = Math.min(now() + SESSION_LIFE, grant.expiresAt ?? Number.POSITIVE_INFINITY)
  await grants.tokens.add(hashOfKey(token), { grantId: grant.id, expiresAt })
  await grants.tokens.keepLatest(grant.id, MAX_SESSIONS)
  return token
}
