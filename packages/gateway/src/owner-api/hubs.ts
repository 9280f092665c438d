// The owner's routes for hubs and for the accounts at Athom that hubs are added through.
import { parseHubAddress } from '@latchkey/homey'
import type { FastifyInstance } from 'fastify'
import type { StoredAccount } from '../hubs/accounts.ts'
import type { LoginChoice } from '../hubs/owner-login.ts'
import type { AddedHub } from '../hubs/ways-in.ts'
import { OwnerError } from '../owner-error.ts'
import { examine } from './doctor.ts'
import { BEGIN_INPUT, FINISH_INPUT, LOGIN_INPUT, parseHubInput } from './hub-inputs.ts'
import { parseInput } from './inputs.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type HubView, hubView } from './views.ts'

/** A hub that was added or has a new key, and what is worth saying of it. */
export interface AddedHubView extends HubView {
  readonly notes?: readonly string[]
}

/** What became of a hub that was removed. */
export interface RemovedHub {
  readonly id: string
  readonly revokedKeys: number
  /** Whether the key that Latchkey made is deleted at the hub; absent if there was none. */
  readonly keyDeleted?: boolean
  /** Why it is not. */
  readonly keyProblem?: string
}

/** A login that was begun: where the owner goes, and what must come back. */
export interface BegunLogin {
  readonly url: string
  readonly state: string
}

/** An account at Athom. */
export interface AccountView {
  readonly id: string
  readonly name: string
  readonly clientId: string
}

interface ById {
  Params: { id: string }
}

const LOOPBACK = /^https?:\/\/(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/

/** Adds the routes. */
export function hubRoutes(api: FastifyInstance, parts: OwnerApiParts): void {
  const { hubs, grants, waysIn, now } = parts
  api.get('/hubs', () => hubs.list().map(hubView))
  api.post('/hubs', async (request) => added(await add(request.body, parts)))
  api.post<ById>('/hubs/:id/rotate', async (request) => {
    const login = parseInput(LOGIN_INPUT, request.body)
    return added(await waysIn.rotate(request.params.id, choiceOf(login)))
  })
  api.delete<ById>('/hubs/:id', async (request): Promise<RemovedHub> => {
    const login = parseInput(LOGIN_INPUT, request.query)
    const { hub } = hubs.byNameOrId(request.params.id)
    const revokedKeys = await grants.revokeAllOn(hub.id)
    const problem = await waysIn.remove(hub, choiceOf(login))
    return {
      ...{ id: hub.id, revokedKeys },
      ...(hub.mintedKeyId !== undefined && { keyDeleted: problem === undefined }),
      ...(problem !== undefined && { keyProblem: problem }),
    }
  })
  api.get('/doctor', async () => {
    const all = await grants.list()
    const connected = hubs.list().flatMap((hub) => hubs.byId(hub.id) ?? [])
    return { hubs: await Promise.all(connected.map((one) => examine(one, all, now()))) }
  })
  accountRoutes(api, parts)
}

function accountRoutes(api: FastifyInstance, { accounts }: OwnerApiParts): void {
  api.get('/accounts', () => accounts.list().map(accountView))
  api.post('/accounts/begin', (request): BegunLogin => {
    const { clientId, clientSecret, redirectUri } = parseInput(BEGIN_INPUT, request.body)
    if ((clientId === undefined) !== (clientSecret === undefined)) {
      throw new OwnerError('invalid_request', 'A client has an id and a secret: give both.')
    }
    const client = clientId && clientSecret ? { id: clientId, secret: clientSecret } : undefined
    return accounts.begin({ client, redirectUri })
  })
  api.post('/accounts', async (request) => {
    const { state, address } = parseInput(FINISH_INPUT, request.body)
    return accountView(await accounts.finish(state, address))
  })
}

function add(body: unknown, { waysIn, demo, cloudUrl }: OwnerApiParts): Promise<AddedHub> {
  const wanted = parseHubInput(body)
  const where = 'key' in wanted ? parseHubAddress(wanted.address) : cloudUrl
  if (demo && !LOOPBACK.test(where)) {
    throw new OwnerError(
      'demo_only',
      'This is a demonstration, for made-up homes on this machine only. Use another --data directory for a real Homey.',
    )
  }
  if ('key' in wanted) return waysIn.byKey(wanted)
  const { name, hub, scopes, address, generation, ...login } = wanted
  const chosen = choiceOf(login)
  if (!chosen) throw new OwnerError('invalid_request', 'Say which login: an account or the CLI.')
  return waysIn.byLogin({
    ...{ name, login: chosen, hub, scopes, address, generation },
  })
}

function choiceOf({
  account,
  homeyCli,
}: {
  readonly account?: true | string | undefined
  readonly homeyCli?: string | undefined
}): LoginChoice | undefined {
  if (homeyCli !== undefined) return { homeyCli }
  if (account === undefined) return undefined
  return { account: account === true ? undefined : account }
}

function added({ hub, notes }: AddedHub): AddedHubView {
  return { ...hubView(hub), ...(notes.length > 0 && { notes }) }
}

function accountView({ id, name, clientId }: StoredAccount): AccountView {
  return { id, name, clientId }
}
