// The rule for addresses of hubs, in one table: at which IP addresses a host may be. A hub is at home; on
// the internet there is only Athom's relay. Pure.
import type { HubAddress } from './address.ts'
import { HubError } from './hub-error.ts'
import { type IpRange, ipRange } from './ip-range.ts'

/** What kind of host an address names. */
type HostKind = 'ip' | 'localhost' | 'homeylocal' | 'relay' | 'name'

/** Names of Athom's relays (reference 2.4). */
const RELAY = /\.(?:connect\.athom\.com|homeypro\.net|homeycloud\.net)$/

const HOMEYLOCAL = /\.homey\.homeylocal\.com$/

/**
 * Where each kind of host may be. This machine only if it is said so: a name that somebody else keeps
 * must not lead here. `homeylocal` names say their address themselves, also that of a forwarded port,
 * and have certificates for it; so do relays.
 */
const MAY_BE: Readonly<Record<HostKind, readonly IpRange[]>> = {
  ip: ['loopback', 'private'],
  localhost: ['loopback'],
  homeylocal: ['private', 'public'],
  relay: ['public'],
  name: ['private'],
}

const WORDS: Readonly<Record<IpRange, string>> = {
  loopback: "this machine's own address",
  private: 'a private address',
  metadata: 'an address at which clouds hand out credentials',
  'link-local': 'a link-local address',
  reserved: 'an address at which no Homey can be',
  public: 'a public address',
}

/** Whether a host may be connected to at an IP address. */
export type Whereabouts =
  | { readonly verdict: 'allow' }
  | { readonly verdict: 'deny'; readonly reason: IpRange | 'clear-text' | 'no-address' }

/** Decides whether the host of `address` may be at `ip`. */
export function whereabouts(address: HubAddress, ip: string): Whereabouts {
  const { protocol, hostname } = new URL(address)
  const range = ipRange(ip)
  if (range === undefined) return { verdict: 'deny', reason: 'no-address' }
  if (!MAY_BE[kindOf(hostname)].includes(range)) return { verdict: 'deny', reason: range }
  // Over the internet a key goes encrypted, to whoever has the certificate of that name, or not at all.
  if (range === 'public' && protocol !== 'https:') return { verdict: 'deny', reason: 'clear-text' }
  return { verdict: 'allow' }
}

/** The host of an address as an IP address, without brackets; undefined if it is a name. */
export function literalIp(address: HubAddress): string | undefined {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '')
  return ipRange(host) === undefined ? undefined : host
}

function kindOf(hostname: string): HostKind {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (ipRange(name.replace(/^\[|\]$/g, '')) !== undefined) return 'ip'
  if (name === 'localhost') return 'localhost'
  if (HOMEYLOCAL.test(name)) return 'homeylocal'
  return RELAY.test(name) ? 'relay' : 'name'
}

/** What an owner is told of an address that may not be connected to, and what to do instead. */
export function refusedAddress(
  address: HubAddress,
  ip: string,
  reason: Extract<Whereabouts, { verdict: 'deny' }>['reason'],
): HubError {
  const { hostname } = new URL(address)
  const where = literalIp(address) === undefined ? `${hostname} is at ${ip}, which is` : `${ip} is`
  const what =
    reason === 'clear-text'
      ? 'a public address without encryption'
      : reason === 'no-address'
        ? 'no IP address'
        : WORDS[reason]
  return new HubError(
    'hub_address_invalid',
    `${where} ${what}. Nothing was sent there. Give the address that the Homey has at home, such as http://192.168.1.20, or add it through your account at Athom: latchkey hub add --account`,
  )
}
