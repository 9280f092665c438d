// Addresses that owners enter for hubs: what is refused, in which words, and that nothing is sent there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from './world.ts'

const REFUSED: readonly (readonly [address: string, why: RegExp])[] = [
  [
    'http://169.254.169.254',
    /169\.254\.169\.254 is an address at which clouds hand out credentials/,
  ],
  ['http://[::ffff:a9fe:a9fe]', /clouds hand out credentials/],
  ['http://2852039166/', /clouds hand out credentials/],
  ['8.8.8.8', /8\.8\.8\.8 is a public address/],
  ['http://8-8-8-8.homey.homeylocal.com', /a public address without encryption/],
  [
    'https://127-0-0-1.homey.homeylocal.com',
    /is at 127\.0\.0\.1, which is this machine's own address/,
  ],
  ['http://0.0.0.0', /no Homey can be/],
  ['http://[fe80::1]', /link-local/],
]

test('an address at which no hub may be is refused with what to do', async () => {
  await using world = await openWorld()
  const { homey, owner } = world
  for (const [address, why] of REFUSED) {
    const input = { name: 'Second', address, key: homey.key }
    await assert.rejects(owner('POST', '/hubs', input), (error: Error) => {
      assert.match(error.message, why, address)
      assert.match(error.message, /"hub_address_invalid"/)
      assert.match(error.message, /Give the address that the Homey has at home/)
      return true
    })
  }
  assert.deepEqual(
    (await owner<{ name: string }[]>('GET', '/hubs')).map((hub) => hub.name),
    ['Home'],
  )
})

test("this machine's own address goes on working, however it is said", async () => {
  await using world = await openWorld()
  const { port } = new URL(world.homey.address)
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]']) {
    const input = { name: 'Home', address: `http://${host}:${port}`, key: world.homey.key }
    const { id } = await world.owner<{ id: string }>('POST', '/hubs', input)
    assert.equal(id, world.homey.id, host)
    const key = await world.key('zone:read')
    assert.equal((await world.send('GET', '/api/manager/zones/zone', { key })).status, 200)
  }
})
