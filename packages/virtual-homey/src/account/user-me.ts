// `/user/me`: the user with all hubs, each with the addresses at which it may be found. A hub that is
// on this machine has its one address under every name that reaches it.

import { traitsOf } from '../generations/generation.ts'
import type { JsonRecord } from '../json.ts'
import type { Account } from './account.ts'
import type { AccountHub } from './account-link.ts'

/** Addresses of a hub that differ from the one it listens on, `null` for one that it has not. */
export interface HubAddresses {
  readonly localUrl?: string | null
  readonly localUrlSecure?: string | null
  readonly remoteUrl?: string | null
  readonly remoteUrlForwarded?: string | null
  readonly mdnsFqdn?: string | null
  readonly region?: string
}

/** The user as the cloud answers it. */
export function presentUser(
  account: Account,
  addresses: (hub: AccountHub) => HubAddresses,
): JsonRecord {
  const { id, email, firstname, lastname, language } = account.state.user
  return {
    ...{ _id: id, id, email, firstname, lastname, language },
    ...{ fullname: `${firstname} ${lastname}`, avatar: { small: null, medium: null, large: null } },
    homeys: account.hubs.map((hub) => presentHub(account, hub, addresses(hub))),
    ...{ devices: [], roleIds: [], otpEnabled: false, subscriptions: {} },
  }
}

function presentHub(account: Account, hub: AccountHub, addresses: HubAddresses): JsonRecord {
  const traits = traitsOf(hub.generation)
  const { state } = hub
  const { hostname, port } = new URL(hub.address)
  const role = Object.values(state.users).find(({ athomId }) => athomId === account.state.user.id)
  const local = traits.platform === 'local'
  return {
    ...{
      _id: hub.id,
      id: hub.id,
      name: hub.name,
      language: state.options['i18n.language'] ?? 'en',
    },
    ...{ role: role?.role ?? 'guest', apiVersion: traits.apiVersion, platform: traits.platform },
    ...{ platformVersion: traits.platformVersion, model: traits.model },
    ...{ modelName: traits.modelName, softwareVersion: state.system.version },
    ...{ region: 'eu-west-1', state: 'online', stateSince: state.system.bootedAt },
    ...{ localUrl: local ? hub.address : null, localUrlSecure: null, remoteUrl: hub.address },
    ...{ remoteUrlForwarded: null, mdnsFqdn: null, portHttp: Number(port || 80) },
    ...{ ipInternal: local ? hostname : null, ipExternal: state.system.externalAddress },
    ...{ ipExternalCountry: 'NL', geolocation: { latitude: 52.2, longitude: 6.9, accuracy: 1000 } },
    users: Object.values(state.users).map((user) => ({ userId: user.athomId, role: user.role })),
    apps: Object.values(state.apps).map(({ id, version, channel }) => ({ id, version, channel })),
    ...{ bridges: [], licenses: [], devices: [] },
    ...{ manufacturedAt: null, mobileAppVersionSupported: null, __athom_api_type: 'homey' },
    ...addresses,
  }
}
