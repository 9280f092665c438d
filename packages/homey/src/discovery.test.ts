// Which address is chosen, as a truth table of who answers; and what of it is told.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import test from 'node:test'
import { localKey } from './credentials/local-key.ts'
import { discover, type KnownAddresses, PING_TIMEOUTS, WAYS, type Way } from './discovery.ts'
import { HubConnection } from './hub-connection.ts'
import { addressInName } from './lookup.ts'
import { addressIn, questionFor, resolveByMulticast } from './multicast.ts'
import { failure, ID, json, KEY, OTHER_ID, throwawayHub } from './throwaway-hub.test.ts'

/** `yes` answers, `late` after the others, `no` refuses, `other` is another Homey, `-` is not known. */
type Answering = 'yes' | 'late' | 'no' | 'other' | '-'

const [ENTERED, SECURE, LOCAL, FORWARDED, MDNS, CLOUD] = WAYS

const ROWS: readonly (readonly [
  answers: readonly [Answering, Answering, Answering, Answering, Answering, Answering],
  chosen: Way | 'hub_offline' | 'hub_is_another',
])[] = [
  [['-', 'yes', 'yes', 'yes', 'yes', 'yes'], SECURE],
  [['-', 'late', 'yes', 'yes', 'yes', 'yes'], SECURE],
  [['yes', 'yes', 'yes', '-', '-', 'yes'], ENTERED],
  [['no', '-', 'yes', '-', '-', 'yes'], LOCAL],
  [['-', 'no', 'late', 'late', 'late', 'yes'], CLOUD],
  [['-', 'no', 'yes', 'late', 'late', 'late'], LOCAL],
  [['-', 'no', 'no', 'yes', 'late', 'late'], FORWARDED],
  [['-', '-', 'late', 'yes', 'yes', 'yes'], LOCAL],
  [['-', '-', 'no', 'yes', 'yes', 'yes'], CLOUD],
  [['-', '-', '-', 'yes', 'late', 'yes'], MDNS],
  [['-', '-', '-', 'yes', '-', 'yes'], FORWARDED],
  [['-', '-', '-', '-', '-', 'yes'], CLOUD],
  [['-', '-', 'no', '-', 'yes', 'no'], MDNS],
  [['-', '-', 'other', '-', '-', 'yes'], CLOUD],
  [['-', '-', 'other', '-', '-', 'no'], 'hub_is_another'],
  [['-', 'no', 'no', 'no', 'no', 'no'], 'hub_offline'],
  [['-', '-', '-', '-', '-', '-'], 'hub_offline'],
]

async function hubs(stack: AsyncDisposableStack, answers: readonly Answering[]) {
  const addresses: Record<string, string> = {}
  for (const [at, way] of WAYS.entries()) {
    const answering = answers[at]
    if (answering === '-') continue
    const hub = await throwawayHub(undefined, (out) => {
      const told = () => json(out, true, { 'x-homey-id': answering === 'other' ? OTHER_ID : ID })
      if (answering === 'late') setTimeout(told, 120)
      else told()
    })
    addresses[way] = hub.address
    if (answering === 'no') await hub[Symbol.asyncDispose]()
    else stack.use(hub)
  }
  return addresses as KnownAddresses
}

for (const [answers, chosen] of ROWS) {
  test(`${answers.join(' ')}: ${chosen}`, { timeout: 10_000 }, async () => {
    await using stack = new AsyncDisposableStack()
    const addresses = await hubs(stack, answers)
    const found = await discover({ id: ID, addresses }).then(
      ({ way, address }) => {
        assert.equal(address, addresses[way])
        return way
      },
      (error) => error.code,
    )
    assert.equal(found, chosen)
  })
}

test('the choice is told with its reason, and a ping carries no key', {
  timeout: 10_000,
}, async () => {
  await using stack = new AsyncDisposableStack()
  const addresses = await hubs(stack, ['-', '-', 'no', '-', '-', 'yes'])
  const choice = await discover({ id: ID, addresses })
  assert.equal(choice.because, "it answers at Athom's relay; the address at home did not answer")
  assert.deepEqual(choice.tried.map(({ way, outcome }) => [way, outcome]).sort(), [
    [CLOUD, 'answered'],
    [LOCAL, 'hub_offline'],
  ])
})

test('an address that never answers is waited for no longer than its way says', {
  timeout: 10_000,
}, async () => {
  await using silent = await throwawayHub(undefined, () => {})
  await using cloud = await throwawayHub()
  const addresses = { local: silent.address, cloud: cloud.address }
  const timeouts = { ...PING_TIMEOUTS, local: 60 }
  // Side by side, the one that waits longer ends later, however slow the machine is.
  const patient = { ...PING_TIMEOUTS, local: 2_500 }
  const both = [timeouts, patient].map(async (each) => {
    assert.equal((await discover({ id: ID, addresses, timeouts: each })).way, CLOUD)
    return each
  })
  assert.equal(await Promise.race(both), timeouts)
  await Promise.all(both)
  assert.deepEqual(PING_TIMEOUTS, {
    ...{ entered: 5000, 'local-secure': 1200, local: 1000, mdns: 3000, cloud: 5000 },
    forwarded: 2000,
  })
})

test('a hub that moves is found at another of its addresses; a write is sent once', {
  timeout: 20_000,
}, async () => {
  const local = await throwawayHub()
  await using cloud = await throwawayHub()
  let time = 0
  await using hub = new HubConnection({
    ...{ id: ID, generation: 'pro-2023', credential: localKey(KEY), now: () => time },
    addresses: { local: local.address, forwarded: cloud.address },
  })
  const write = () => hub.send({ method: 'PUT', path: '/x', body: '{}', effect: true })
  assert.equal((await write()).status, 200)
  assert.deepEqual([hub.choice?.way, local.arrived.length], ['local', 1])
  await local[Symbol.asyncDispose]()
  time += 60_000
  assert.equal((await write()).status, 200)
  assert.deepEqual([hub.choice?.way, cloud.arrived.length], ['forwarded', 1])
  assert.match(hub.choice?.because ?? '', /the address at home did not answer/)
  assert.equal(hub.address, cloud.address)
  assert.equal(await failure(hub.identify()), 'no failure')
})

test('names that hold an address are not asked about', () => {
  assert.equal(addressInName('192-168-1-20.homey.homeylocal.com'), '192.168.1.20')
  for (const name of ['999-1-1-1.homey.homeylocal.com', '1-2-3-4.example.com', 'homey-a.local']) {
    assert.equal(addressInName(name), undefined, name)
  }
})

/** An answer with the name compressed (RFC 1035 4.1.4), as hubs send it. */
function answerTo(question: Buffer, address: readonly number[]): Buffer {
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, ...address])
  const message = Buffer.concat([question, record])
  message.writeUInt16BE(1, 6)
  return message
}

test('a name is resolved by one question; nonsense and other names are not listened to', {
  timeout: 10_000,
}, async () => {
  const name = 'homey-abababab.local'
  const question = questionFor(name)
  const answer = answerTo(question, [10, 0, 0, 7])
  assert.equal(addressIn(answer, name), '10.0.0.7')
  assert.equal(addressIn(answer, 'homey-other.local'), undefined)
  for (let cut = 0; cut < answer.length; cut++) {
    assert.equal(addressIn(answer.subarray(0, cut), name), undefined)
  }
  const circle = Buffer.concat([question.subarray(0, 12), Buffer.from([0xc0, 0x0c, 0, 1, 0, 1])])
  assert.equal(addressIn(circle, name), undefined)
  const responder = createSocket('udp4')
  responder.bind(0, '127.0.0.1')
  await once(responder, 'listening')
  responder.on('message', (asked, { port, address }) => {
    responder.send(Buffer.from('nonsense'), port, address)
    responder.send(answerTo(asked, [10, 0, 0, 9]), port, address)
  })
  const { port } = responder.address()
  const target = { host: '127.0.0.1', port }
  assert.equal(await resolveByMulticast(name, undefined, target), '10.0.0.9')
  const gone = AbortSignal.abort(new Error('no longer needed'))
  await assert.rejects(resolveByMulticast(name, gone, target), /no longer needed/)
  responder.close()
})
