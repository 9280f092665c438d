// The user at Athom's cloud and the user's hubs, read from what the cloud says (reference 2.3): which
// generation a hub is of, and at which addresses it may be found.
import type { Generation } from '@latchkey/catalogue'
import type { KnownAddresses } from '../discovery.ts'
import { HubError } from '../hub-error.ts'

/** A hub as the cloud knows it. */
export interface CloudHub {
  readonly id: string
  readonly name: string
  /** Undefined for one that is too old or too new to be known here. */
  readonly generation: Generation | undefined
  readonly model: string
  readonly role: string
  readonly addresses: KnownAddresses
}

/** The user of an account. */
export interface CloudUser {
  readonly id: string
  readonly name: string
  readonly hubs: readonly CloudHub[]
}

type Json = Readonly<Record<string, unknown>>

/** API version and platform, which together are a generation (reference 0). */
const BY_VERSION: Readonly<Record<string, Generation>> = {
  '2 local': 'pro-2019',
  '3 local': 'pro-2023',
  '3 cloud': 'cloud',
}

/** Reads the answer to `GET /user/me`. @throws HubError `account_offline` if it is none. */
export function readCloudUser(said: unknown): CloudUser {
  const user = (said ?? {}) as Json
  const id = text(user['_id']) ?? text(user['id'])
  const hubs = user['homeys']
  if (id === undefined || !Array.isArray(hubs)) {
    throw new HubError('account_offline', "Athom's cloud did not say which Homeys there are.")
  }
  const names = [text(user['firstname']), text(user['lastname'])].filter((one) => one !== undefined)
  return { id, name: names.join(' '), hubs: hubs.flatMap((hub) => readHub((hub ?? {}) as Json)) }
}

function readHub(hub: Json): CloudHub[] {
  const id = text(hub['id']) ?? text(hub['_id'])
  if (id === undefined) return []
  const generation = BY_VERSION[`${hub['apiVersion']} ${hub['platform']}`]
  return [
    {
      ...{ id, name: text(hub['name']) ?? id, generation },
      ...{ model: text(hub['modelName']) ?? 'Homey', role: text(hub['role']) ?? 'guest' },
      addresses: generation === undefined ? {} : addressesOf(id, hub, generation),
    },
  ]
}

function addressesOf(id: string, hub: Json, generation: Generation): KnownAddresses {
  const cloud = text(hub['remoteUrl'])
  if (generation === 'cloud') return cloud === undefined ? {} : { cloud }
  const port = hub['portHttp']
  const shownPort = typeof port === 'number' && port !== 80 ? `:${port}` : ''
  const name = text(hub['mdnsFqdn'])
  const known: Record<keyof KnownAddresses, string | undefined> = {
    'local-secure': text(hub['localUrlSecure']),
    local: text(hub['localUrl']),
    mdns: `http://${name ? `${name}${shownPort}` : `homey-${id}.local`}`,
    cloud,
    forwarded: text(hub['remoteUrlForwarded']),
    entered: undefined,
  }
  return Object.fromEntries(Object.entries(known).filter(([, url]) => url !== undefined))
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
