// Puts an account on the network and makes its hubs trust it. The user of the account is the owner of
// the first hub, by the Athom id that this owner has on every hub of the account.
import { generateKeyPair } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { promisify } from 'node:util'
import type { RequestSeen } from '../http/request-log.ts'
import { hex, type Random, seededRandom } from '../random.ts'
import type { Account, AthomUser } from './account.ts'
import type { AccountFacts, AccountHub } from './account-link.ts'
import { accountServer } from './account-server.ts'
import { writeCliLogin } from './cli-login.ts'
import { CLI_CLIENT_ID, cliClient, registeredClient } from './clients.ts'
import { delegateOf } from './delegation.ts'
import type { HubAddresses } from './user-me.ts'

/** How an account is to be. */
export interface VirtualAccountOptions {
  readonly hubs: readonly AccountHub[]
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly host?: string
  readonly clock?: () => Date
  /** The same seed gives the same ids and secrets; only the signing key is always new. */
  readonly seed?: number | string
  /** Addresses that the cloud tells of a hub instead of the real one. */
  readonly addresses?: (hub: AccountHub) => HubAddresses
}

/** A running account. Close it, or hold it with `await using`; closing a hub closes its own. */
export class VirtualAccount implements AccountFacts, AsyncDisposable {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly user: string
  readonly password: string
  /** The Homey CLI's client, which has every scope; any secret will do. */
  readonly cliClientId = CLI_CLIENT_ID
  /** All requests that arrived, oldest first. */
  readonly requests: readonly RequestSeen[]
  readonly #account: Account
  readonly #server: Server

  constructor(account: Account, server: Server, url: string, requests: RequestSeen[]) {
    this.#account = account
    this.#server = server
    this.requests = requests
    this.url = url
    const registered = Object.values(account.state.clients).find((client) => !client.firstParty)
    this.clientId = registered?.id ?? ''
    this.clientSecret = registered?.secret ?? ''
    this.user = account.state.user.email
    this.password = account.state.user.password
  }

  /** The whole memory of the account, live. */
  get state(): Account['state'] {
    return this.#account.state
  }

  /** Writes the login of the Homey CLI into a directory for `HOMEY_HOME`; returns the file. */
  async writeCliLogin(directory: string): Promise<string> {
    return await writeCliLogin(this.#account, directory)
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeAllConnections()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** Starts an account with these hubs. */
export async function startVirtualAccount(options: VirtualAccountOptions): Promise<VirtualAccount> {
  const { hubs, port = 0, host = '127.0.0.1', clock = () => new Date() } = options
  const seed = options.seed ?? hubs.map((hub) => hub.id).join('/')
  const random = seededRandom(`account/${seed}`)
  const keys = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const user = userOf(hubs, random)
  const registered = registeredClient(random, {
    ...{ name: 'My program', redirectUri: ['http://localhost'] },
  })
  const cli = cliClient()
  const clients = { [cli.id]: cli, [registered.id]: registered }
  const state = { user, clients, codes: {}, accessTokens: {}, refreshTokens: {} }
  const account: Account = { state, hubs, clock, random, keys }
  const requests: RequestSeen[] = []
  const server = accountServer({ account, requests, addresses: options.addresses ?? (() => ({})) })
  server.listen(port, host)
  await once(server, 'listening')
  const bound = server.address()
  const actual = typeof bound === 'object' && bound ? bound.port : port
  for (const hub of hubs) hub.join({ delegateOf: (token) => delegateOf(account, token) })
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
  return new VirtualAccount(account, server, url, requests)
}

// One person has one Athom id: an owner who has another one on some hub is taken for the same person.
function userOf(hubs: readonly AccountHub[], random: Random): AthomUser {
  const owners = hubs.flatMap((hub) =>
    Object.values(hub.state.users).filter(({ role }) => role === 'owner'),
  )
  const drawn = hex(random, 24)
  const id = owners[0]?.athomId ?? drawn
  for (const owner of owners) owner.athomId = id
  const firstname = owners[0]?.name ?? 'Olivia'
  return {
    ...{ id, firstname, lastname: 'Example', language: 'en' },
    email: `${firstname.toLowerCase().replace(/[^a-z0-9]+/g, '-')}@example.com`,
    password: `SECRET-${hex(random, 16)}`,
  }
}
