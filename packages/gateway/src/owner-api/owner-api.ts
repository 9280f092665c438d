// The owner API: what owners can do with their installation, over HTTP. Until owners can sign in it
// is reachable through the control socket and in-process only, never over TCP.

import { HubError } from '@latchkey/homey'
import Fastify, { type FastifyInstance } from 'fastify'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Grants } from '../grants/grants.ts'
import type { AthomAccounts } from '../hubs/accounts.ts'
import type { Hubs } from '../hubs/hubs.ts'
import type { WaysIn } from '../hubs/ways-in.ts'
import { OWNER_ERRORS, OwnerError } from '../owner-error.ts'
import { hubRoutes } from './hubs.ts'
import { AUDIT_QUERY, KEY_INPUT, parseInput } from './inputs.ts'
import { createKey } from './keys.ts'
import { eventView, keyView } from './views.ts'

/** What the owner API stands on. */
export interface OwnerApiParts {
  readonly grants: Grants
  readonly hubs: Hubs
  readonly waysIn: WaysIn
  readonly accounts: AthomAccounts
  readonly audit: AuditLog
  /** A demonstration takes no hub that is not on this machine. */
  readonly demo: boolean
  /** Where Athom's cloud is. */
  readonly cloudUrl: string
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

interface ById {
  Params: { id: string }
}

/** Builds the API. It listens nowhere by itself. */
export function ownerApi(parts: OwnerApiParts): FastifyInstance {
  const api = Fastify({ bodyLimit: 256 * 1024, logger: false })
  api.setErrorHandler((error, _request, reply) => {
    const { status, code, message } = told(error)
    if (status === 500) parts.onError(error)
    return reply.status(status).send({ error: code, message })
  })
  api.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({ error: 'not_found', message: 'The owner API has no such route.' }),
  )
  hubRoutes(api, parts)
  keyRoutes(api, parts)
  auditRoutes(api, parts)
  return api
}

function keyRoutes(api: FastifyInstance, { hubs, grants, now }: OwnerApiParts): void {
  const find = async (id: string) => {
    const grant = await grants.byId(id)
    if (grant) return grant
    throw new OwnerError(
      'key_unknown',
      `There is no key with the id "${id}". See: latchkey key list`,
    )
  }
  api.get('/keys', async () =>
    (await grants.list()).map((grant) => keyView(grant, hubs.byId(grant.hubId)?.hub, now())),
  )
  api.post('/keys', async (request) => {
    const wanted = parseInput(KEY_INPUT, request.body)
    const { hub } = hubs.byNameOrId(wanted.hub)
    const { grant, key, absent } = await createKey(grants, hub, wanted, now())
    return { ...keyView(grant, hub, now()), absent, key }
  })
  api.get<ById>('/keys/:id', async (request) => {
    const grant = await find(request.params.id)
    return keyView(grant, hubs.byId(grant.hubId)?.hub, now())
  })
  api.delete<ById>('/keys/:id', async (request) => {
    const { id } = await find(request.params.id)
    await grants.revoke(id)
    const revoked = await find(id)
    return keyView(revoked, hubs.byId(revoked.hubId)?.hub, now())
  })
}

function auditRoutes(api: FastifyInstance, { audit, hubs }: OwnerApiParts): void {
  api.get('/audit', async (request) => {
    const { key, hub, ...query } = parseInput(AUDIT_QUERY, request.query)
    const hubId = hub === undefined ? undefined : hubs.byNameOrId(hub).hub.id
    return (await audit.read({ ...query, grant: key, hub: hubId })).map(eventView)
  })
}

/** Hub errors that are the hub's own doing, not a mistake of the owner's. */
const HUB_STATUS: Readonly<Partial<Record<HubError['code'], number>>> = {
  hub_address_invalid: 400,
  hub_credential_refused: 403,
  hub_credential_lapsed: 403,
  account_refused: 403,
  hub_is_another: 409,
}

function told(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof OwnerError) {
    return { status: OWNER_ERRORS[error.code], code: error.code, message: error.message }
  }
  if (error instanceof HubError) {
    return { status: HUB_STATUS[error.code] ?? 502, code: error.code, message: error.message }
  }
  const { statusCode } = error as { statusCode?: number }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: 'invalid_request', message: 'The request cannot be read.' }
  }
  const message = 'Something went wrong in Latchkey; its log says what.'
  return { status: 500, code: 'internal_error', message }
}
