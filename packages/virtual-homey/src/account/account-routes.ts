// The routes of the cloud, one row each. What a row returns is answered as JSON; what it throws as a
// CloudError becomes the error that OAuth clients expect, and nothing else does.
import type { JsonRecord } from '../json.ts'
import { rowOf } from '../json.ts'
import type { Account, Client, Grant } from './account.ts'
import type { AccountHub } from './account-link.ts'
import { changeClient, registeredClient } from './clients.ts'
import { CloudError } from './cloud-error.ts'
import { claimsOf, delegationToken } from './delegation.ts'
import { tokenEndpoint } from './token-endpoint.ts'
import { grantOf } from './tokens.ts'
import { type HubAddresses, presentUser } from './user-me.ts'

/** A request to the cloud, read. */
export interface CloudRequest {
  readonly account: Account
  readonly addresses: (hub: AccountHub) => HubAddresses
  readonly authorization: string | undefined
  readonly query: Readonly<JsonRecord>
  readonly body: Readonly<JsonRecord>
  /** What stands in the path in place of `:id`. */
  readonly id: string
}

/** By method and path, the path with `:id` where an id stands. */
export const CLOUD_ROUTES: Readonly<Record<string, (request: CloudRequest) => unknown>> = {
  'POST /oauth2/token': ({ account, body, authorization }) =>
    tokenEndpoint(account, { form: body, authorization }),
  'GET /user/me': (request) => {
    requireUser(request)
    return presentUser(request.account, request.addresses)
  },
  'POST /delegation/token': ({ account, authorization, query, body }) => {
    const grant = grantOf(account, authorization)
    const audience = typeof query['audience'] === 'string' ? query['audience'] : undefined
    return delegationToken(account, grant, { audience, meta: body })
  },
  'GET /delegation/key': ({ account }) =>
    account.keys.publicKey.export({ type: 'spki', format: 'pem' }),
  'GET /delegation/verify': ({ account, query }) => {
    const claims = claimsOf(account, String(query['token'] ?? ''))
    if (!claims) throw new CloudError(401, 'invalid_delegation_token', 'Token is invalid')
    return claims
  },
  'GET /user/me/client': (request) => {
    requireFirstParty(request)
    return Object.values(request.account.state.clients)
      .filter((client) => !client.firstParty)
      .map(presentClient)
  },
  'POST /user/me/client': (request) => {
    requireFirstParty(request)
    const client = registeredClient(request.account.random, request.body)
    request.account.state.clients[client.id] = client
    return presentClient(client)
  },
  'PUT /user/me/client/:id': (request) => {
    requireFirstParty(request)
    return presentClient(changeClient(ownClient(request), request.body))
  },
  // What the program holds dies with it: a token counts only as long as its program exists.
  'DELETE /user/me/client/:id': (request) => {
    requireFirstParty(request)
    delete request.account.state.clients[ownClient(request).id]
  },
}

function requireUser({ account, authorization }: CloudRequest): Grant {
  const grant = grantOf(account, authorization)
  if (grant.userId === null) throw new CloudError(403, 'forbidden', 'This token has no user')
  return grant
}

// A program that could register programs could give itself another name.
function requireFirstParty(request: CloudRequest): void {
  const grant = requireUser(request)
  if (!request.account.state.clients[grant.clientId]?.firstParty) {
    throw new CloudError(403, 'forbidden', 'Only Athom’s own programs manage clients')
  }
}

function ownClient({ account, id }: CloudRequest): Client {
  const client = rowOf(account.state.clients, id)
  if (!client || client.firstParty)
    throw new CloudError(404, 'not_found', `Client not found: ${id}`)
  return client
}

function presentClient({ id, secret, name, redirectUri, scopes }: Client): JsonRecord {
  return { _id: id, id, secret, name, redirectUri, scopes }
}
