// `/user/me` as Athom's cloud answers it: the owner, and the Homey that was granted, every address of it ours. What an
// app is told of person and home is what it needs to connect, and no more.
import { hash } from 'node:crypto'
import { GENERATION_NAMES, type Generation } from '@latchkey/catalogue'
import type { Hub } from '../hubs/hub.ts'
import type { Owner } from '../owners/owner.ts'

/** What a Homey is called at Athom, by kind. All speak V3 through us, whatever they are (decision 5). */
const PLATFORMS: Readonly<Record<Generation, 'local' | 'cloud'>> = {
  'pro-2019': 'local',
  'pro-2023': 'local',
  cloud: 'cloud',
}

/** The id of an owner in the form of Athom's: 24 hex digits. It says nothing of an account there. */
export const athomIdOf = (owner: Pick<Owner, 'id'>): string =>
  hash('sha256', `athom user ${owner.id}`).slice(0, 24)

/** The user. `origin` is where this gateway is called: `scheme://host[:port]`. */
export function userMe(owner: Owner, hubs: readonly Hub[], origin: string) {
  const id = athomIdOf(owner)
  return {
    ...{ _id: id, id, __athom_api_type: 'user' },
    // Apps take it for what tells users apart, so there is one; nobody can write to it (RFC 2606).
    email: `${id}@latchkey.invalid`,
    ...{ firstname: owner.name, lastname: '', fullname: owner.name, language: 'en' },
    avatar: { small: null, medium: null, large: null },
    homeys: hubs.map((hub) => homeyOf(hub, id, origin)),
    ...{ devices: [], roleIds: [], roles: [], otpEnabled: false, subscriptions: {} },
  }
}

function homeyOf({ id, name, generation, createdAt }: Hub, userId: string, origin: string) {
  return {
    ...{ _id: id, id, name, __athom_api_type: 'homey', language: 'en', role: 'owner' },
    ...{ apiVersion: 3, platform: PLATFORMS[generation], platformVersion: 2 },
    ...{ model: generation, modelName: GENERATION_NAMES[generation] },
    ...{ state: 'online', stateSince: new Date(createdAt).toISOString() },
    ...addresses(origin),
    ...{ ipInternal: null, ipExternal: null, ipExternalCountry: null, geolocation: null },
    users: [{ userId, role: 'owner' }],
    ...{ apps: [], bridges: [], licenses: [], devices: [] },
  }
}

/**
 * Every address leads here. Without a name for mDNS the official client would look for `homey-<id>.local`, which is
 * the Homey itself, and talk past us.
 */
function addresses(origin: string) {
  const { protocol, hostname, port } = new URL(origin)
  const isSecure = protocol === 'https:'
  return {
    localUrl: isSecure ? null : origin,
    localUrlSecure: isSecure ? origin : null,
    remoteUrl: origin,
    remoteUrlForwarded: null,
    mdnsFqdn: hostname,
    portHttp: Number(port || (isSecure ? 443 : 80)),
  }
}
