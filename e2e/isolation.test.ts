// Two hubs behind one gateway: whatever one of them and its clients do, the clients of the other are
// answered as before. `npm run soak` measures the same on a real process.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { badHub, FLOW, flowAnswered, MISDEEDS, ZONES } from './bad-hub.ts'
import { openWorld, type World } from './world.ts'

const ALARMS = '/api/manager/alarms/alarm'
const timeout = 120_000

/** A world with a bad hub beside its own; keys are for the bad one. */
async function twoHubs(context: TestContext) {
  const world = await openWorld()
  context.after(() => world[Symbol.asyncDispose]())
  const bad = await badHub()
  context.after(() => bad[Symbol.asyncDispose]())
  await world.owner('POST', '/hubs', { name: 'Bad', address: bad.address, key: bad.key })
  assert.equal((await world.owner<readonly unknown[]>('GET', '/hubs')).length, 2)
  const permissions = ['zone:read', 'flow:read', 'flow:create', 'variable:create']
  const badKey = async () =>
    (await world.owner<{ key: string }>('POST', '/keys', { hub: 'Bad', name: 'Bad', permissions }))
      .key
  const key = await world.key('alarm:read', 'zone:read', 'variable:create')
  return { world, badKey, key }
}

/**
 * How long the slowest of so many requests took, one after the other: half are answered by the hub, half
 * by the gateway. Before each of them others may do something.
 */
async function slowest(
  { world, key }: { world: World; key: string },
  count: number,
  before: () => void = () => {},
) {
  let most = 0
  for (let at = 0; at < count; at++) {
    before()
    const started = performance.now()
    const reply = await world.send('GET', at % 2 === 0 ? ALARMS : ZONES, { key })
    assert.equal(reply.status, 200, reply.text)
    most = Math.max(most, performance.now() - started)
  }
  return most
}

/** Waits until something is so, at most until the test's time is over. */
async function until(context: TestContext, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    context.signal.throwIfAborted()
    await new Promise((done) => setTimeout(done, 5))
  }
}

/** Both hubs, all clients and the gateway share one process here, so a busy moment is allowed for. */
const bound = (before: number): number => 5 * before + 4_000

for (const way of MISDEEDS) {
  test(`a hub that answers badly (${way}): others are answered as before`, {
    timeout,
  }, async (context) => {
    const { world, badKey, key } = await twoHubs(context)
    const before = await slowest({ world, key }, 40)
    const keys = await Promise.all([badKey(), badKey(), badKey(), badKey()])
    // Not more new ones than the process has time for: a hub that sends without end is in it as well.
    const most = way === 'never ends' ? 4 : 120
    const underway = new Set<Promise<unknown>>()
    const more = () => {
      for (const bad of keys) {
        if (underway.size >= most) return
        const one = world.send('GET', flowAnswered(way), { key: bad }).catch(() => undefined)
        underway.add(one)
        void one.then(() => underway.delete(one))
      }
    }
    const during = await slowest({ world, key }, 80, more)
    await Promise.all(underway)
    context.diagnostic(`${before.toFixed(0)} ms before, ${during.toFixed(0)} ms during`)
    assert.ok(during <= bound(before), `${during} ms, ${before} ms before`)
  })
}

test('a read that is never answered, shared by all clients of a hub: others have places', {
  timeout,
}, async (context) => {
  const { world, badKey, key } = await twoHubs(context)
  const before = await slowest({ world, key }, 20)
  const keys = await Promise.all([badKey(), badKey(), badKey(), badKey()])
  const path = flowAnswered('says nothing')
  const all = keys.flatMap((bad) =>
    Array.from({ length: 140 }, () => world.send('GET', path, { key: bad })),
  )
  const { load } = world.installation
  await until(context, () => (load.rejected.get('hub') ?? 0) > 0)
  const during = await slowest({ world, key }, 40)
  assert.ok(during <= bound(before), `${during} ms, ${before} ms before`)
  assert.ok(load.requests >= 300, 'the others wait still')
  const statuses = new Set((await Promise.all(all)).map(({ status }) => status))
  assert.deepEqual([...statuses].sort(), [503, 504])
  assert.equal(load.requests, 0)
})

/** Sockets to the gateway that are closed with the test. */
function sockets(context: TestContext, world: World) {
  const all: Socket[] = []
  context.after(() => {
    for (const one of all) one.destroy()
  })
  return async (sends: string): Promise<Socket> => {
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1')
    all.push(socket)
    socket.on('error', () => {})
    await once(socket, 'connect')
    socket.write(sends)
    return socket
  }
}

test('case 29: bodies that do not end, of strangers and of a key: others have room for theirs', {
  timeout,
}, async (context) => {
  const { world, badKey, key } = await twoHubs(context)
  const open = sockets(context, world)
  const head = (of: string, length: string) =>
    `POST ${FLOW} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${of}\r\ncontent-type: application/json\r\n${length}\r\n\r\n`
  const { load } = world.installation
  for (let at = 0; at < 100; at++) {
    await open(`${head('lk_nobody', 'transfer-encoding: chunked')}5\r\n{"a":\r\n`)
  }
  const bad = await badKey()
  const half = ' '.repeat(500_000)
  for (let at = 0; at < 150; at++) await open(head(bad, 'content-length: 1000000') + half)
  await until(
    context,
    () => (load.rejected.get('bodies') ?? 0) + (load.rejected.get('grant') ?? 0) >= 20,
  )
  assert.ok(load.requests >= 60, `${load.requests} send still`)
  const body = { name: 'x'.repeat(900_000), type: 'boolean', value: true }
  const reply = await world.send('POST', '/api/manager/logic/variable', {
    key,
    body: { variable: body },
  })
  assert.notEqual(reply.status, 503, reply.text.slice(0, 300))
  await slowest({ world, key }, 20)
})

test('large answers of one hub that nobody takes: others have room, and the rows are true', {
  timeout,
}, async (context) => {
  const { world, badKey, key } = await twoHubs(context)
  const open = sockets(context, world)
  const bad = await badKey()
  const { load } = world.installation
  const ask = `GET ${ZONES} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${bad}\r\n\r\n`
  while ((load.rejected.get('answers') ?? 0) === 0 && !context.signal.aborted) {
    await once(await open(ask), 'readable')
  }
  assert.ok(load.answers > 32 * 1024 * 1024 && load.answers <= 48 * 1024 * 1024, `${load.answers}`)
  const refused = await world.send('GET', ZONES, { key: bad })
  assert.deepEqual([refused.status, refused.json()['error']], [503, 'overloaded'])
  const body = `{"x":"${'x'.repeat(16 * 1024 * 1024)}"}`
  const headers = { 'content-type': 'application/json' }
  world.homey.fault = ({ path }) =>
    path === ALARMS ? { kind: 'raw', status: 200, headers, body } : undefined
  assert.equal((await world.send('GET', ALARMS, { key })).text.length, body.length)
  const rows = (await world.audit()).filter(({ path }) => path === ZONES)
  const [last] = rows.filter(({ reason }) => reason === 'overloaded').slice(-1)
  assert.deepEqual([last?.verdict, last?.status, last?.operation], ['deny', 503, 'zones.getZones'])
})
