// Programs and what they may be given. Athom keeps the writing of flows and nearly everything else that
// changes a home to its own programs; who registers one gets the scopes listed here and no others.
import { type JsonRecord, rowOf, strings } from '../json.ts'
import { hex, type Random } from '../random.ts'
import { covers } from '../sessions/scopes.ts'
import type { Account, Client } from './account.ts'
import { CloudError } from './cloud-error.ts'

/** The Homey CLI, whose id is public: it signs in with every scope there is. */
export const CLI_CLIENT_ID = '64691b4358336640a5ecee5c'
const FIRST_PARTY_SCOPES = ['resource', 'account.homeys.readonly', 'homey']

/**
 * What a registered program can have: the scopes that owners report as usable, and of those that an
 * app on the hub has the ones that only read. The whole list is not public.
 */
export const THIRD_PARTY_SCOPES: readonly string[] = [
  'account.homeys.readonly',
  'homey.alarm.readonly',
  'homey.app.readonly',
  'homey.device.control',
  'homey.device.readonly',
  'homey.flow.readonly',
  'homey.flow.start',
  'homey.geolocation.readonly',
  'homey.insights.readonly',
  'homey.logic.readonly',
  'homey.mood.readonly',
  'homey.mood.set',
  'homey.presence.readonly',
  'homey.system.readonly',
  'homey.updates.readonly',
  'homey.user.readonly',
  'homey.user.self',
  'homey.zone.readonly',
]

/** The CLI, which everyone has. */
export function cliClient(): Client {
  return {
    ...{ id: CLI_CLIENT_ID, secret: null, name: 'Homey CLI', firstParty: true },
    ...{ redirectUri: ['http://localhost'], scopes: [...FIRST_PARTY_SCOPES] },
  }
}

/** A program that a user registers. Scopes that are not for third parties are left out. */
export function registeredClient(random: Random, wanted: Readonly<JsonRecord>): Client {
  const asked = strings(wanted['scopes'])
  return {
    ...{ id: hex(random, 24), secret: hex(random, 40), firstParty: false },
    name: typeof wanted['name'] === 'string' ? wanted['name'] : 'My program',
    redirectUri: strings(wanted['redirectUri']),
    scopes: asked.length > 0 ? withinThirdParty(asked) : [...THIRD_PARTY_SCOPES],
  }
}

/** Changes what may be changed of a registered program. */
export function changeClient(client: Client, wanted: Readonly<JsonRecord>): Client {
  if (typeof wanted['name'] === 'string') client.name = wanted['name']
  if (Array.isArray(wanted['redirectUri'])) client.redirectUri = strings(wanted['redirectUri'])
  if (Array.isArray(wanted['scopes'])) client.scopes = withinThirdParty(strings(wanted['scopes']))
  return client
}

/** A program with the right secret. @throws CloudError 401 that does not say which was wrong. */
export function authenticateClient(account: Account, id: string, secret: string): Client {
  const client = rowOf(account.state.clients, id)
  if (!client || (client.secret !== null && client.secret !== secret)) {
    throw new CloudError(401, 'invalid_client', 'Client credentials are invalid')
  }
  return client
}

/** True if a program may be sent back to this address; on the user's own machine any port will do. */
export function mayRedirect(client: Client, address: string): boolean {
  if (client.redirectUri.includes(address)) return true
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  const loopback = protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname)
  return loopback && client.redirectUri.includes('http://localhost')
}

/** The part of the asked scopes that a program can have; asking for nothing is asking for all of it. */
export function grantable(client: Client, asked: readonly string[]): string[] {
  if (asked.length === 0) return [...client.scopes]
  return asked.filter((scope) => client.scopes.some((held) => covers(held, scope)))
}

function withinThirdParty(asked: readonly string[]): string[] {
  return asked.filter((scope) => THIRD_PARTY_SCOPES.includes(scope))
}
