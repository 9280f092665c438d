// Who is at the other end of a connection: the address, how near it is, and by which origin it calls
// this gateway. What a proxy says of that counts only from a proxy that is trusted.
import { BlockList, isIP } from 'node:net'

/** The other end of one request. */
export interface Peer {
  readonly address: string
  /** On this machine or its own network. */
  readonly near: boolean
  /** On this machine, and no proxy stands between. */
  readonly loopback: boolean
  readonly https: boolean
  /** The `Host` that it called. */
  readonly host: string | undefined
  /** `scheme://host`, as a browser says it. */
  readonly origin: string
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

const NEAR = new BlockList()
NEAR.addSubnet('127.0.0.0', 8)
NEAR.addSubnet('10.0.0.0', 8)
NEAR.addSubnet('172.16.0.0', 12)
NEAR.addSubnet('192.168.0.0', 16)
NEAR.addSubnet('169.254.0.0', 16)
NEAR.addAddress('::1', 'ipv6')
NEAR.addSubnet('fc00::', 7, 'ipv6')
NEAR.addSubnet('fe80::', 10, 'ipv6')

/** Whether an address is this machine's own. */
export const isLoopback = (address: string): boolean => contains(LOOPBACK, address)

/** Whether an address is of this machine or a private network. */
export const isNear = (address: string): boolean => contains(NEAR, address)

/** Whether a list holds an address; what is no address is in none. */
export function contains(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** An IPv4 address that came over an IPv6 socket, without its disguise and zone. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

/** Makes the check of a list of networks. @throws Error naming the one that is none */
export function networks(words: readonly string[]): BlockList {
  const list = new BlockList()
  for (const word of words) {
    const [address = '', bits, ...rest] = word.split('/')
    const family = isIP(address)
    const size = bits === undefined ? (family === 6 ? 128 : 32) : Number(bits)
    const isSize = /^\d+$/.test(bits ?? '0') && size <= (family === 6 ? 128 : 32)
    if (family === 0 || rest.length > 0 || !isSize) {
      throw new Error(`"${word}" is no network. Write one as 192.168.1.0/24, or a single address.`)
    }
    list.addSubnet(address, size, family === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** What `peerOf` looks at. */
export interface Arrived {
  readonly socketAddress: string | undefined
  readonly encrypted: boolean
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']

/** The peer of a request; `trusted` are the proxies that may speak for others. */
export function peerOf({ socketAddress, encrypted, headers }: Arrived, trusted: BlockList): Peer {
  const direct = plainAddress(socketAddress)
  const said = (name: string) => [headers[name]].flat().join(',')
  const isProxied = FORWARDED.some((name) => headers[name] !== undefined)
  const isTrusted = contains(trusted, direct)
  const address = isTrusted ? forwardedFor(said('x-forwarded-for'), direct, trusted) : direct
  const proto = isTrusted ? said('x-forwarded-proto').split(',').at(-1)?.trim() : undefined
  const https = proto ? proto === 'https' : encrypted
  const host = isTrusted ? proxiedHost(headers) : headers['host']?.toString()
  return {
    ...{ address, https, host },
    near: isNear(address),
    // A proxy that is not trusted may bring anybody: who comes through one is not on this machine.
    loopback: isLoopback(address) && isProxied === false,
    origin: `${https ? 'https' : 'http'}://${(host ?? '').toLowerCase()}`,
  }
}

/** The `Host` that was called; the same as `peerOf` says, for every request and without the rest. */
export function hostOf(
  { socketAddress, headers }: Arrived,
  trusted: BlockList,
): string | undefined {
  const isSaid = headers['x-forwarded-host'] !== undefined
  if (isSaid && contains(trusted, plainAddress(socketAddress))) return proxiedHost(headers)
  return headers['host']?.toString()
}

function proxiedHost(headers: Arrived['headers']): string | undefined {
  const said = [headers['x-forwarded-host']].flat().join(',')
  return said.split(',').at(-1)?.trim() || headers['host']?.toString()
}

// From the right: the first that is no proxy of ours is the one that our proxy saw.
function forwardedFor(said: string, direct: string, trusted: BlockList): string {
  const hops = said
    .split(',')
    .map((hop) => plainAddress(hop.trim()))
    .reverse()
  for (const hop of hops) {
    if (isIP(hop) === 0) return direct
    if (!contains(trusted, hop)) return hop
  }
  return hops.at(-1) ?? direct
}
