// The owner's routes for hubs and for the accounts at Athom that hubs are added through.
import { parseHubAddress } from '@latchkey/homey'
import type { z } from 'zod'
import type { StoredAccount } from '../hubs/accounts.ts'
import type { LoginChoice } from '../hubs/owner-login.ts'
import type { AddedHub } from '../hubs/ways-in.ts'
import { OwnerError } from '../owner-error.ts'
import { ACCOUNT, BEGUN_LOGIN, HEALTH, HUB, REMOVED_HUB } from './answers.ts'
import type { Mine } from './caller.ts'
import { examine } from './doctor.ts'
import { BEGIN_INPUT, FINISH_INPUT, HUB_INPUT, LOGIN_INPUT, parseHubInput } from './hub-inputs.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'
import { type HubView, hubView } from './views.ts'

/** A hub that was added or has a new key, and what is worth saying of it. */
export interface AddedHubView extends HubView {
  readonly notes?: readonly string[]
}

/** What became of a hub that was removed; `keyProblem` is why its key could not be deleted there. */
export type RemovedHub = z.output<typeof REMOVED_HUB>

/** A login that was begun: where the owner goes, and what must come back. */
export type BegunLogin = z.output<typeof BEGUN_LOGIN>

/** An account at Athom. */
export type AccountView = z.output<typeof ACCOUNT>

const LOOPBACK = /^https?:\/\/(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/

/** The routes. */
export function hubRoutes(parts: OwnerApiParts): readonly Route[] {
  const { hubs, grants, waysIn, now } = parts
  return [
    route({
      ...{ method: 'GET', path: '/hubs', summary: 'All hubs', answer: HUB.array().readonly() },
      handle: ({ mine }) => mine.hubs().map(hubView),
    }),
    route({
      ...{ method: 'POST', path: '/hubs', body: HUB_INPUT, answer: HUB },
      summary: 'Add a hub, or give one that is there a new credential',
      handle: async ({ mine, body }) => added(await add(body, mine, parts)),
    }),
    route({
      ...{ method: 'POST', path: '/hubs/:id/rotate', body: LOGIN_INPUT, answer: HUB },
      summary: 'Replace the key that Latchkey made at a hub',
      handle: async ({ mine, id, body }) =>
        added(await waysIn.rotate(mine.hub(id).hub, choiceOf(body, mine))),
    }),
    route({
      ...{ method: 'DELETE', path: '/hubs/:id', query: LOGIN_INPUT, answer: REMOVED_HUB },
      summary: 'Forget a hub and revoke every key for it',
      handle: async ({ mine, id, query }) => {
        const { hub } = mine.hub(id)
        const login = choiceOf(query, mine)
        const revokedKeys = await grants.revokeAllOn(hub.id)
        const problem = await waysIn.remove(hub, login)
        return {
          ...{ id: hub.id, revokedKeys },
          ...(hub.mintedKeyId !== undefined && { keyDeleted: problem === undefined }),
          ...(problem !== undefined && { keyProblem: problem }),
        }
      },
    }),
    route({
      ...{ method: 'GET', path: '/doctor', answer: HEALTH },
      summary: 'Ask each hub how it is, with its own credential',
      handle: async ({ mine }) => {
        const all = await mine.grants()
        const connected = mine.hubs().flatMap((hub) => hubs.byId(hub.id) ?? [])
        return { hubs: await Promise.all(connected.map((one) => examine(one, all, now()))) }
      },
    }),
  ]
}

/** The routes for accounts. */
export function accountRoutes({ accounts }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/accounts', answer: ACCOUNT.array().readonly() },
      summary: 'The accounts at Athom that are signed in',
      handle: ({ mine }) => mine.accounts().map(accountView),
    }),
    route({
      ...{ method: 'POST', path: '/accounts/begin', body: BEGIN_INPUT, answer: BEGUN_LOGIN },
      summary: 'Begin to sign in at Athom with a client of your own',
      handle: async ({ mine, body: { clientId, clientSecret, redirectUri } }) => {
        if ((clientId === undefined) !== (clientSecret === undefined)) {
          throw new OwnerError('invalid_request', 'A client has an id and a secret: give both.')
        }
        const client = clientId && clientSecret ? { id: clientId, secret: clientSecret } : undefined
        return accounts.begin({ client, redirectUri, ownerId: await mine.ownerId() })
      },
    }),
    route({
      ...{ method: 'POST', path: '/accounts', body: FINISH_INPUT, answer: ACCOUNT },
      summary: 'Finish it with the address that the browser was sent back to',
      handle: async ({ mine, body: { state, address } }) =>
        accountView(await accounts.finish(state, address, await mine.ownerId())),
    }),
  ]
}

async function add(
  body: unknown,
  mine: Mine,
  { waysIn, demo, cloudUrl }: OwnerApiParts,
): Promise<AddedHub> {
  const wanted = parseHubInput(body)
  const where = 'key' in wanted ? parseHubAddress(wanted.address) : cloudUrl
  if (demo && !LOOPBACK.test(where)) {
    throw new OwnerError(
      'demo_only',
      'This is a demonstration, for made-up homes on this machine only. Use another --data directory for a real Homey.',
    )
  }
  const ownerId = await mine.ownerId()
  if ('key' in wanted) return waysIn.byKey({ ...wanted, ownerId })
  const { name, hub, scopes, address, generation, ...login } = wanted
  const chosen = choiceOf(login, mine)
  if (!chosen) throw new OwnerError('invalid_request', 'Say which login: an account or the CLI.')
  return waysIn.byLogin({
    ...{ name, login: chosen, hub, scopes, address, generation, ownerId },
  })
}

/** The login that is meant: an account of the caller's, or the CLI of whoever is at this machine. */
export function choiceOf(
  {
    account,
    homeyCli,
  }: {
    readonly account?: true | string | undefined
    readonly homeyCli?: string | undefined
  },
  mine: Mine,
): LoginChoice | undefined {
  if (homeyCli !== undefined) {
    if (mine.isInstallation) return { homeyCli }
    throw new OwnerError(
      'invalid_request',
      "The Homey CLI's login is a file on the gateway's machine: use it there, with: latchkey hub add --homey-cli",
    )
  }
  if (account === undefined) return undefined
  return { account: mine.account(account === true ? undefined : account).id }
}

function added({ hub, notes }: AddedHub): AddedHubView {
  return { ...hubView(hub), ...(notes.length > 0 && { notes }) }
}

function accountView({ id, name, clientId }: StoredAccount): AccountView {
  return { id, name, clientId }
}
