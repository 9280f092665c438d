// `POST /oauth2/token`: a program shows who it is and what it has been given, and gets tokens. One row
// for each grant type.
import { type JsonRecord, rowOf } from '../json.ts'
import type { Account, Client } from './account.ts'
import { authenticateClient, grantable } from './clients.ts'
import { CloudError } from './cloud-error.ts'
import { issueTokens, rotateTokens, type TokenAnswer, takeCode } from './tokens.ts'

/** A token request: its form, and the Authorization header if the credentials are in there. */
export interface TokenRequest {
  readonly form: Readonly<JsonRecord>
  readonly authorization: string | undefined
}

/** @throws CloudError with an OAuth error code */
export function tokenEndpoint(
  account: Account,
  { form, authorization }: TokenRequest,
): TokenAnswer {
  const { id, secret } = credentials(form, authorization)
  const client = authenticateClient(account, id, secret)
  const give = rowOf(GRANTS, field(form, 'grant_type'))
  if (!give) throw new CloudError(400, 'unsupported_grant_type', 'Grant type is not supported')
  return give(account, client, form)
}

type GrantType = (account: Account, client: Client, form: Readonly<JsonRecord>) => TokenAnswer

const GRANTS: Readonly<Record<string, GrantType>> = {
  authorization_code: (account, client, form) => {
    const { scopes, redirectUri } = takeCode(account, client, field(form, 'code'))
    // The official client does not say again where it was sent; who does must be right.
    const again = form['redirect_uri']
    if (again !== undefined && again !== redirectUri) {
      throw new CloudError(400, 'invalid_grant', 'Redirect URI does not match')
    }
    return issueTokens(account, { clientId: client.id, userId: account.state.user.id, scopes })
  },
  refresh_token: (account, client, form) =>
    rotateTokens(account, client, field(form, 'refresh_token')),
  password: (account, client, form) => {
    const { id, email, password } = account.state.user
    if (field(form, 'username') !== email || field(form, 'password') !== password) {
      throw new CloudError(400, 'invalid_grant', 'User credentials are invalid')
    }
    return issueTokens(account, { clientId: client.id, userId: id, scopes: grantable(client, []) })
  },
  client_credentials: (account, client) =>
    issueTokens(account, { clientId: client.id, userId: null, scopes: grantable(client, []) }),
}

function field(form: Readonly<JsonRecord>, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value : ''
}

function credentials(form: Readonly<JsonRecord>, authorization: string | undefined) {
  const basic = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (basic === undefined) {
    return { id: field(form, 'client_id'), secret: field(form, 'client_secret') }
  }
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(/:(.*)/s, 2)
  return { id, secret }
}
