// Names that lead where they should not, or elsewhere a moment later: a DNS of our own answers, and
// listeners note whether anything reached them.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import test from 'node:test'
import { localKey } from './credentials/local-key.ts'
import { HubConnection } from './hub-connection.ts'
import { failure, ID, json, KEY, OTHER_ID, throwawayHub } from './throwaway-hub.test.ts'

// Linux alone has all of 127.0.0.0/8.
const options = { timeout: 20_000, skip: process.platform !== 'linux' }
const WRITE = { method: 'PUT', path: '/x', body: '{}', effect: true }

/** A DNS whose answer can be changed; it counts its questions. */
function dns(...ips: string[]) {
  const told = {
    ips,
    asked: 0,
    resolve: async () => {
      told.asked++
      return told.ips
    },
  }
  return told
}

/** Notes each connection, and says nothing. */
async function trap(host = '127.0.0.1', port = 0) {
  const trapped = { reached: 0, port: 0 }
  const server = createServer((socket) => {
    trapped.reached++
    socket.destroy()
  }).listen(port, host)
  await once(server, 'listening')
  trapped.port = (server.address() as AddressInfo).port
  return Object.assign(trapped, {
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  })
}

function connect(address: string, told: ReturnType<typeof dns>, id?: string, now?: () => number) {
  const { resolve } = told
  const credential = localKey(KEY)
  return new HubConnection({ address, id, credential, generation: 'pro-2023', resolve, now })
}

test('a name that leads to this machine is refused, and nothing is sent', options, async () => {
  await using listener = await trap()
  for (const ip of ['127.0.0.1', '::ffff:127.0.0.1', '::1']) {
    await using hub = connect(`http://homey.lan:${listener.port}`, dns(ip))
    await assert.rejects(hub.identify(), {
      code: 'hub_address_invalid',
      message: `homey.lan is at ${ip}, which is this machine's own address. Nothing was sent there. Give the address that the Homey has at home, such as http://192.168.1.20, or add it through your account at Athom: latchkey hub add --account`,
    })
  }
  assert.equal(listener.reached, 0)
})

test(
  'metadata, public and other addresses where no hub can be are refused at once',
  options,
  async () => {
    const literals: readonly (readonly [string, RegExp])[] = [
      ['http://169.254.169.254', /^169\.254\.169\.254 is an address at which clouds hand out/],
      ['http://[::ffff:169.254.169.254]', /is an address at which clouds hand out/],
      ['http://2852039166', /^169\.254\.169\.254 is/],
      ['https://8.8.8.8', /is a public address\./],
      ['http://0.0.0.0', /is an address at which no Homey can be/],
      ['http://[fe80::1]', /is a link-local address/],
    ]
    for (const [address, message] of literals) {
      const told = dns('127.0.0.1')
      await using hub = connect(address, told)
      await assert.rejects(hub.identify(), { code: 'hub_address_invalid', message })
      assert.equal(told.asked, 0)
    }
    await using plain = connect('http://abc.connect.athom.com', dns('8.8.8.8'))
    await assert.rejects(plain.identify(), /a public address without encryption/)
  },
)

test('a name is resolved once: what it leads to later is not reached', options, async () => {
  await using hub = await throwawayHub()
  await using elsewhere = await trap('127.0.0.2', hub.port)
  const told = dns('127.0.0.1')
  let time = 0
  await using connection = connect(`http://localhost:${hub.port}`, told, undefined, () => time)
  assert.equal((await connection.identify()).id, ID)
  told.ips = ['127.0.0.2']
  for (let round = 0; round < 3; round++) {
    time += 60_000
    assert.equal((await connection.send(WRITE)).status, 200)
    hub.cut()
  }
  assert.deepEqual([hub.arrived.length, elsewhere.reached, told.asked], [3, 0, 1])
  assert.equal(hub.arrived[0]?.headers.host, `localhost:${hub.port}`, 'the name is still said')
})

test(
  'of several addresses only those are tried that may be, until one answers',
  options,
  async () => {
    await using hub = await throwawayHub()
    const told = dns('8.8.8.8', '10.255.255.1', '127.0.0.9', '127.0.0.1')
    await using connection = connect(`http://localhost:${hub.port}`, told)
    assert.equal((await connection.send(WRITE)).status, 200)
  },
)

test(
  'connections at the same moment all go to the one address that was first',
  options,
  async () => {
    await using hub = await throwawayHub((out) => setTimeout(() => json(out, {}), 30))
    await using other = await throwawayHub(undefined, undefined, hub.port, '127.0.0.2')
    const told = dns('127.0.0.1', '127.0.0.2')
    await using connection = connect(`http://localhost:${hub.port}`, told, ID)
    await Promise.all(Array.from({ length: 20 }, () => connection.send(WRITE)))
    assert.deepEqual([hub.arrived.length, other.arrived.length], [20, 0])
  },
)

test(
  'a hub that got another address is found there, and proves itself first',
  options,
  async () => {
    const before = await throwawayHub()
    const told = dns('127.0.0.1')
    let time = 0
    await using connection = connect(`http://localhost:${before.port}`, told, ID, () => time)
    assert.equal((await connection.send(WRITE)).status, 200)
    await before[Symbol.asyncDispose]()
    await using after = await throwawayHub(undefined, undefined, before.port, '127.0.0.2')
    told.ips = ['127.0.0.2']
    time += 60_000
    assert.equal((await connection.send(WRITE)).status, 200)
    assert.equal(after.arrived.length, 1)
    assert.ok(after.pings.length >= 1, 'it was asked who it is')
    assert.ok(after.pings.every(({ headers }) => headers.authorization === undefined))
    assert.equal(connection.choice?.ip, '127.0.0.2')
  },
)

test(
  'who has the new address and is another hub, or the old one, gets no key',
  options,
  async () => {
    const before = await throwawayHub()
    const told = dns('127.0.0.1')
    let time = 0
    await using connection = connect(`http://localhost:${before.port}`, told, ID, () => time)
    assert.equal((await connection.send(WRITE)).status, 200)
    await before[Symbol.asyncDispose]()
    const stranger = (host: string) =>
      throwawayHub(
        undefined,
        (out) => json(out, true, { 'x-homey-id': OTHER_ID }),
        before.port,
        host,
      )
    await using old = await stranger('127.0.0.1')
    await using moved = await stranger('127.0.0.2')
    told.ips = ['127.0.0.2']
    time += 60_000
    assert.equal(await failure(connection.send(WRITE)), 'hub_is_another')
    assert.deepEqual([old.arrived.length, moved.arrived.length], [0, 0])
    assert.ok(moved.pings.length > 0)
  },
)
