// Codes, access tokens and refresh tokens. A code is used once within half a minute; a refresh token is
// used once and gives the next one; an access token lasts an hour and a minute.
import { rowOf } from '../json.ts'
import { type Account, type Client, type Code, type Grant, newSecret, time } from './account.ts'
import { CloudError } from './cloud-error.ts'

const CODE_MS = 30_000
export const ACCESS_SECONDS = 3660

/** The answer to a token request. */
export interface TokenAnswer {
  readonly token_type: 'bearer'
  readonly access_token: string
  readonly refresh_token?: string
  readonly expires_in: number
}

/** A new code for a program. */
export function newCode(account: Account, code: Omit<Code, 'expiresAt'>): string {
  const name = newSecret(account)
  account.state.codes[name] = { ...code, expiresAt: time(account) + CODE_MS }
  return name
}

/** What a code stands for; the code is gone. @throws CloudError 400 if it is not good any more. */
export function takeCode(account: Account, client: Client, name: string): Code {
  const code = rowOf(account.state.codes, name)
  delete account.state.codes[name]
  if (code?.clientId !== client.id || code.expiresAt <= time(account)) {
    throw new CloudError(400, 'invalid_grant', 'Authorization code is invalid')
  }
  return code
}

/** New tokens. A program by itself gets no refresh token. */
export function issueTokens(account: Account, grant: Omit<Grant, 'expiresAt'>): TokenAnswer {
  const access = newSecret(account)
  const expiresAt = time(account) + ACCESS_SECONDS * 1000
  account.state.accessTokens[access] = { ...grant, expiresAt }
  const answer = { token_type: 'bearer', access_token: access, expires_in: ACCESS_SECONDS } as const
  if (grant.userId === null) return answer
  const refresh = newSecret(account)
  account.state.refreshTokens[refresh] = { ...grant, expiresAt: null }
  return { ...answer, refresh_token: refresh }
}

/** New tokens for an old refresh token, which is gone. @throws CloudError 400 if there is no such. */
export function rotateTokens(account: Account, client: Client, refresh: string): TokenAnswer {
  const grant = rowOf(account.state.refreshTokens, refresh)
  if (grant?.clientId !== client.id) {
    throw new CloudError(400, 'invalid_grant', 'Refresh token is invalid')
  }
  delete account.state.refreshTokens[refresh]
  return issueTokens(account, grant)
}

/** The grant of a bearer. @throws CloudError 401 `invalid_token` if it is not good. */
export function grantOf(account: Account, authorization: string | undefined): Grant {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  const grant = rowOf(account.state.accessTokens, token)
  const alive = grant && (grant.expiresAt === null || grant.expiresAt > time(account))
  if (!alive || !account.state.clients[grant.clientId]) {
    throw new CloudError(401, 'invalid_token', 'The access token is invalid or has expired')
  }
  return grant
}
