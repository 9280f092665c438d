// More than a gateway can do at once: what does not fit is refused with 503 and Retry-After, and everybody
// else is served all the same. `npm run soak` does the same for as long as you like, on a real process.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { openWorld, type Reply, type World } from './world.ts'

const ZONES = '/api/manager/zones/zone'
const timeout = 60_000

const metric = async (world: World, name: string): Promise<number> => {
  const { payload } = await world.installation.owner.inject({ method: 'GET', url: '/metrics' })
  const line = payload
    .split('\n')
    .find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`))
  return Number(line?.split(' ').at(-1))
}

const rejected = (world: World, limit: string) =>
  world.installation.load.rejected.get(limit as never)

/** Sockets to the gateway that are closed with the test. */
function sockets(world: World) {
  const { port } = new URL(world.url)
  const all: Socket[] = []
  return {
    open: async (sends = ''): Promise<Socket> => {
      const socket = connect(Number(port), '127.0.0.1')
      all.push(socket)
      socket.on('error', () => {})
      await once(socket, 'connect')
      if (sends !== '') socket.write(sends)
      return socket
    },
    [Symbol.dispose]: () => {
      for (const one of all) one.destroy()
    },
  }
}

const get = (path: string, key: string) =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\n\r\n`

function assertOverloaded(reply: Reply | undefined): void {
  assert.equal(reply?.status, 503)
  assert.equal(reply?.json()['error'], 'overloaded')
  assert.equal(reply?.headers['retry-after'], '1')
}

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('one key takes at most half of the places of a hub; others are served meanwhile', {
  timeout,
}, async () => {
  await using world = await openWorld({ readsFromHub: true })
  const [greedy, modest] = [await world.key('flow:read'), await world.key('zone:read')]
  world.homey.fault = ({ path }) =>
    path.includes('/flow/') ? { kind: 'delay', ms: 3_000 } : undefined
  const ask = () => world.send('GET', `/api/manager/flow/flow/${randomUUID()}`, { key: greedy })
  const taken = Array.from({ length: 132 }, ask)
  const queue = () => metric(world, 'latchkey_hub_queue_length')
  await until(async () => (await queue()) === 132 - 8)
  world.homey.fault = undefined
  const refused = await Promise.all(Array.from({ length: 18 }, ask))
  for (const reply of refused) assertOverloaded(reply)
  assert.equal(rejected(world, 'grant'), refused.length)
  assert.equal((await world.send('GET', ZONES, { key: modest })).status, 200)
  for (const reply of await Promise.all(taken)) assert.equal(reply.status, 404)
  assert.equal(await queue(), 0)
  const rows = (await world.audit()).filter(({ reason }) => reason === 'overloaded')
  assert.equal(rows.length, refused.length)
  assert.equal((await ask()).status, 404, 'it is free again')
})

test('clients of one hub take at most three quarters of all places, and the owner is served', {
  timeout,
}, async () => {
  await using world = await openWorld({ readsFromHub: true })
  const keys = await Promise.all([1, 2, 3, 4].map(() => world.key('zone:read')))
  world.homey.fault = ({ path }) => (path === ZONES ? { kind: 'delay', ms: 3_000 } : undefined)
  const flood = keys.flatMap((key) =>
    Array.from({ length: 130 }, () => world.send('GET', ZONES, { key })),
  )
  await until(() => (rejected(world, 'hub') ?? 0) === 520 - 384)
  const key = await world.key('zone:read')
  assertOverloaded(await world.send('GET', ZONES, { key }))
  assert.equal((await world.send('GET', '/healthz')).status, 200)
  assert.equal(await metric(world, 'latchkey_requests_in_hand'), 384)
  const statuses = (await Promise.all(flood)).map(({ status }) => status)
  assert.equal(statuses.filter((one) => one === 200).length, 384)
  assert.equal((await world.send('GET', ZONES, { key })).status, 200)
  assert.equal(world.installation.load.requests, 0)
})

test('case 29: idle connections without end do not keep anybody out', { timeout }, async () => {
  await using world = await openWorld()
  using crowd = sockets(world)
  const key = await world.key('zone:read')
  for (let at = 0; at < 1_400; at++) await crowd.open(at % 2 === 0 ? '' : 'GET / HT')
  assert.ok((await metric(world, 'latchkey_connections')) <= 1024)
  assert.equal((await world.send('GET', ZONES, { key })).status, 200)
  assert.ok((rejected(world, 'connections') ?? 0) >= 1_400 - 1024)
})

test('case 29: large answers that nobody takes are held up to a limit, and given up with the client', {
  timeout,
}, async () => {
  await using world = await openWorld()
  using slow = sockets(world)
  const key = await world.key('zone:read', 'flow-folder:read')
  const large = `{"x":"${'x'.repeat(8 * 1024 * 1024)}"}`
  const headers = { 'content-type': 'application/json' }
  world.homey.fault = ({ path }) =>
    path === ZONES ? { kind: 'raw', status: 200, headers, body: large } : undefined
  const { load } = world.installation
  for (let at = 0; at < 10; at++) {
    const one = await slow.open(get(ZONES, key))
    await once(one, 'readable')
  }
  assert.ok(load.answers > 40 * 1024 * 1024 && load.answers <= 48 * 1024 * 1024, `${load.answers}`)
  assertOverloaded(await world.send('GET', ZONES, { key }))
  const small = await world.send('GET', '/api/manager/flow/flowfolder', { key })
  assert.equal(small.status, 200, 'small answers go on')
  slow[Symbol.dispose]()
  await until(() => load.answers === 0)
  assert.equal((await world.send('GET', ZONES, { key })).text.length, large.length)
})

test('a client that has gone before its answer holds nothing', { timeout }, async () => {
  await using world = await openWorld()
  using impatient = sockets(world)
  const key = await world.key('zone:read')
  const large = `{"x":"${'x'.repeat(1024 * 1024)}"}`
  const headers = { 'content-type': 'application/json' }
  const ending = { kind: 'raw', status: 200, headers, body: large } as const
  world.homey.fault = ({ path }) =>
    path === ZONES ? { kind: 'several', ms: 150, ending } : undefined
  const { load } = world.installation
  const one = await impatient.open(get(ZONES, key))
  await until(() => load.requests === 1)
  one.destroy()
  await until(() => load.requests === 0)
  assert.equal(load.answers, 0)
})

test('case 29: headers that never end are waited for ten seconds', {
  timeout: 30_000,
}, async () => {
  await using world = await openWorld()
  using slow = sockets(world)
  const started = performance.now()
  const one = await slow.open('GET / HTTP/1.1\r\n')
  const drip = setInterval(() => one.writable && one.write('x: y\r\n'), 200)
  one.resume()
  await once(one, 'close')
  clearInterval(drip)
  const seconds = (performance.now() - started) / 1000
  assert.ok(seconds > 8 && seconds < 25, `${seconds} s`)
})

test('case 29: bodies that strangers do not finish take half of the room at most, and give all of it back', {
  timeout,
}, async () => {
  await using world = await openWorld()
  using slow = sockets(world)
  const key = await world.key('variable:create')
  const { load } = world.installation
  const login = '/api/manager/users/login'
  const begun = `POST ${login} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1048576\r\n\r\n`
  for (let at = 0; at < 40; at++) await slow.open(`${begun}${' '.repeat(1_000_000)}`)
  await until(() => (rejected(world, 'bodies') ?? 0) >= 6)
  assert.ok(load.bodies > 16 * 1024 * 1024 && load.bodies <= 32 * 1024 * 1024, `${load.bodies}`)
  assertOverloaded(await world.send('POST', login, { body: { token: 'x'.repeat(1_000_000) } }))
  const body = { name: 'x', type: 'number', value: 1 }
  const made = await world.send('POST', '/api/manager/logic/variable', { key, body })
  assert.equal(made.status, 200, 'there is room for others')
  slow[Symbol.dispose]()
  await until(() => load.bodies === 0)
  assert.equal((await world.send('POST', login, { body: { token: 'x' } })).status, 401)
  const accept = 'application/json, text/event-stream'
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept }
  const sent = await fetch(`${world.url}/mcp`, {
    ...{ method: 'POST', headers, body: Buffer.alloc(10_000, 0xff) },
  })
  assert.equal(sent.status, 400)
  assert.equal(load.bodies, 0, 'what was taken, whatever it reads like')
})
