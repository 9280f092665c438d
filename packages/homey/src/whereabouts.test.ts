// At which IP addresses a hub may be, as a table; and that no other spelling of an address changes it.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { parseHubAddress } from './address.ts'
import { ipRange } from './ip-range.ts'
import { literalIp, whereabouts } from './whereabouts.ts'

const ROWS: readonly (readonly [address: string, ip: string, said: string])[] = [
  ['http://192.168.1.20', '192.168.1.20', 'allow'],
  ['http://10.0.0.7:4859', '10.0.0.7', 'allow'],
  ['http://172.31.255.255', '172.31.255.255', 'allow'],
  ['http://100.101.102.103', '100.101.102.103', 'allow'],
  ['http://[fd12:3456::7]', 'fd12:3456::7', 'allow'],
  ['http://127.0.0.1:8080', '127.0.0.1', 'allow'],
  ['http://[::1]', '::1', 'allow'],
  ['http://localhost', '127.0.0.1', 'allow'],
  ['http://homey.lan', '192.168.1.20', 'allow'],
  ['http://homey-abc.local', '192.168.1.20', 'allow'],
  ['https://192-168-1-20.homey.homeylocal.com', '192.168.1.20', 'allow'],
  ['https://8-8-8-8.homey.homeylocal.com:12345', '8.8.8.8', 'allow'],
  ['https://abc.connect.athom.com', '8.8.8.8', 'allow'],
  ['https://abc.homey.eu-west-1.homeypro.net', '2a05:d018::1', 'allow'],
  ['http://172.32.0.1', '172.32.0.1', 'public'],
  ['http://8.8.8.8', '8.8.8.8', 'public'],
  ['https://8.8.8.8', '8.8.8.8', 'public'],
  ['http://homey.lan', '8.8.8.8', 'public'],
  ['https://homey.example', '2a05:d018::1', 'public'],
  ['https://connect.athom.com.evil.example', '8.8.8.8', 'public'],
  ['https://evilconnect.athom.com', '8.8.8.8', 'public'],
  ['http://localhost.evil.example', '127.0.0.1', 'loopback'],
  ['http://homey.lan', '127.0.0.1', 'loopback'],
  ['http://homey.lan', '::ffff:127.0.0.1', 'loopback'],
  ['https://127-0-0-1.homey.homeylocal.com', '127.0.0.1', 'loopback'],
  ['http://localhost', '192.168.1.20', 'private'],
  ['https://abc.connect.athom.com', '192.168.1.20', 'private'],
  ['https://abc.connect.athom.com', '127.0.0.1', 'loopback'],
  ['http://abc.connect.athom.com', '8.8.8.8', 'clear-text'],
  ['http://8-8-8-8.homey.homeylocal.com', '8.8.8.8', 'clear-text'],
  ['http://169.254.169.254', '169.254.169.254', 'metadata'],
  ['http://homey.lan', '169.254.169.254', 'metadata'],
  ['http://homey.lan', 'fd00:ec2::254', 'metadata'],
  ['http://100.100.100.200', '100.100.100.200', 'metadata'],
  ['http://169.254.1.1', '169.254.1.1', 'link-local'],
  ['http://[fe80::1]:4859', 'fe80::1', 'link-local'],
  ['http://homey.lan', 'fe80::1%eth0', 'link-local'],
  ['http://0.0.0.0', '0.0.0.0', 'reserved'],
  ['http://[::]', '::', 'reserved'],
  ['http://224.0.0.251', '224.0.0.251', 'reserved'],
  ['http://255.255.255.255', '255.255.255.255', 'reserved'],
  ['http://homey.lan', '64:ff9b::a00:1', 'reserved'],
  ['http://homey.lan', '2002:a00:1::', 'reserved'],
  ['http://homey.lan', '::a00:1', 'reserved'],
  ['http://homey.lan', 'not an address', 'no-address'],
]

for (const [typed, ip, said] of ROWS) {
  test(`${typed} at ${ip}: ${said}`, () => {
    const verdict = whereabouts(parseHubAddress(typed), ip)
    assert.equal(verdict.verdict === 'deny' ? verdict.reason : verdict.verdict, said)
  })
}

test('an IPv4 address is judged alike however it is written', () => {
  const spellings: readonly ((bytes: readonly number[]) => string)[] = [
    (bytes) => String(bytes.reduce((sum, byte) => sum * 256 + byte, 0)),
    (bytes) => bytes.map((byte) => `0x${byte.toString(16)}`).join('.'),
    (bytes) => bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
    (bytes) => `[::ffff:${bytes.join('.')}]`,
  ]
  const byte = fc.integer({ min: 0, max: 255 })
  const any = fc.tuple(byte, byte, byte, byte)
  const known = fc.constantFrom([127, 0, 0, 1], [10, 1, 2, 3], [169, 254, 169, 254], [8, 8, 8, 8])
  fc.assert(
    fc.property(fc.oneof(any, known), fc.constantFrom(...spellings), (bytes, spell) => {
      const plain = bytes.join('.')
      const expected = whereabouts(parseHubAddress(`http://${plain}`), plain)
      const address = parseHubAddress(`http://${spell(bytes)}`)
      assert.deepEqual(whereabouts(address, literalIp(address) ?? ''), expected)
    }),
    { numRuns: 2_000 },
  )
})

test('what is no IP address is in no range', () => {
  for (const word of ['', 'localhost', '1.2.3', '1.2.3.4.5', '::g', '127.0.0.1:80']) {
    assert.equal(ipRange(word), undefined, word)
  }
})
