// Who is at the other end, as a table.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networks, peerOf } from './peer.ts'

const TRUSTED = networks(['10.0.0.0/8', '::1', '127.0.0.1'])

test('whom a request is from, by socket and headers', () => {
  // socket, headers; then: address, near, loopback, https
  const rows = [
    ['192.168.1.5', {}, '192.168.1.5', true, false, false],
    ['::ffff:192.168.1.5', {}, '192.168.1.5', true, false, false],
    ['127.0.0.1', {}, '127.0.0.1', true, true, false],
    ['203.0.113.9', {}, '203.0.113.9', false, false, false],
    ['fe80::1%eth0', {}, 'fe80::1', true, false, false],
    ['2001:db8::1', {}, '2001:db8::1', false, false, false],
    ['172.32.0.1', {}, '172.32.0.1', false, false, false],
    // Not trusted: what it says does not count, but nobody behind it is on this machine.
    ['192.168.1.5', { 'x-forwarded-for': '127.0.0.1' }, '192.168.1.5', true, false, false],
    ['127.0.0.2', { 'x-forwarded-for': '203.0.113.9' }, '127.0.0.2', true, false, false],
    ['127.0.0.2', { forwarded: 'for=203.0.113.9' }, '127.0.0.2', true, false, false],
    // Trusted: the first from the right that is none of ours; what stands before it is the client's word.
    ['10.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, '203.0.113.9', false, false, false],
    [
      '10.0.0.1',
      { 'x-forwarded-for': '127.0.0.9, 203.0.113.9' },
      '203.0.113.9',
      false,
      false,
      false,
    ],
    [
      '10.0.0.1',
      { 'x-forwarded-for': '203.0.113.9, 10.0.0.2' },
      '203.0.113.9',
      false,
      false,
      false,
    ],
    ['10.0.0.1', { 'x-forwarded-for': 'unknown' }, '10.0.0.1', true, false, false],
    ['10.0.0.1', { 'x-forwarded-proto': 'https' }, '10.0.0.1', true, false, true],
    ['192.168.1.5', { 'x-forwarded-proto': 'https' }, '192.168.1.5', true, false, false],
  ] as const
  for (const [socketAddress, headers, address, near, loopback, https] of rows) {
    const peer = peerOf({ socketAddress, headers, encrypted: false }, TRUSTED)
    assert.deepEqual(
      [peer.address, peer.near, peer.loopback, peer.https],
      [address, near, loopback, https],
      `${socketAddress} ${JSON.stringify(headers)}`,
    )
  }
})

test('what is no network is refused by name', () => {
  for (const word of ['10.0.0.0/33', '::/129', 'proxy.lan', '10.0.0.0/8/8', '10.0.0.0/', '']) {
    assert.throws(() => networks([word]), /is no network/, word)
  }
})
