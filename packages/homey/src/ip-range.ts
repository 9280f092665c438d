// What kind of place an IP address is: this machine, a network at home, the internet, or none where a
// hub could ever be. Pure; every spelling of an address is one address.
import { BlockList, isIP } from 'node:net'

/** Where an address is. What is in no other range is `public`. */
export type IpRange = 'loopback' | 'private' | 'metadata' | 'link-local' | 'reserved' | 'public'

/**
 * The ranges (IANA special-purpose registries, RFC 6890); the first that holds an address counts.
 * `metadata` is where clouds hand out a machine's own credentials. What embeds an IPv4 address in IPv6
 * (NAT64, 6to4, Teredo) is reserved: a second spelling of an address that could be said plainly.
 */
const RANGES: readonly (readonly [IpRange, readonly string[]])[] = [
  ['loopback', ['127.0.0.0/8', '::1/128']],
  [
    'metadata',
    [
      ...['169.254.169.254/32', '169.254.170.2/32', '100.100.100.200/32'],
      ...['168.63.129.16/32', '192.0.0.192/32', 'fd00:ec2::254/128', 'fe80::a9fe:a9fe/128'],
    ],
  ],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  [
    'reserved',
    [
      ...['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
      ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
      ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '100:0:0:1::/64', '2001::/23'],
      ...['2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16', 'fec0::/10', 'ff00::/8'],
    ],
  ],
]

const LISTS = RANGES.map(([range, subnets]) => {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [address = '', bits] = subnet.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return [range, list] as const
})

/** The range of an address; undefined if it is no IP address. IPv4 in IPv6 (`::ffff:…`) is IPv4. */
export function ipRange(address: string): IpRange | undefined {
  const plain = address.replace(/%.*$/, '')
  const family = isIP(plain)
  if (family === 0) return undefined
  const found = LISTS.find(([, list]) => list.check(plain, family === 6 ? 'ipv6' : 'ipv4'))
  return found?.[0] ?? 'public'
}
