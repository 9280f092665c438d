// What a hub answers, and what comes of it: usable answers pass, everything else has a code, and
// "may have happened" is said of writes that left, and of nothing else.
import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import test from 'node:test'
import { operationById } from '@latchkey/catalogue'
import { HubError } from './hub-error.ts'
import { MAX_ANSWER } from './reading.ts'
import {
  connectTo,
  failure,
  healthy,
  json,
  READ,
  type ThrowawayHub,
  throwawayHub,
  WRITE,
} from './throwaway-hub.test.ts'

async function refusal(work: Promise<unknown>): Promise<HubError> {
  const error = await work.then(
    () => assert.fail('it succeeded'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof HubError, String(error))
  return error
}

const answering =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (out: ServerResponse) => {
    out.writeHead(status, headers)
    out.end(body)
  }

test('an answer comes back as it is, errors of the hub included', { timeout: 10_000 }, async () => {
  await using hub = await throwawayHub((out) => {
    out.setHeader('x-homey-version', '12.4.5')
    out.statusCode = 404
    json(out, { error: 'Not Found' })
  })
  await using connection = connectTo(hub)
  assert.deepEqual(await connection.send(READ), {
    status: 404,
    contentType: 'application/json; charset=utf-8',
    version: '12.4.5',
    body: Buffer.from('{"error":"Not Found"}'),
  })
})

test('an address that is none is refused before anything is sent', () => {
  assert.throws(() => connectTo({ address: 'ftp://x' }), { code: 'hub_address_invalid' })
})

const CREDENTIAL = 'hub_credential_refused'
const ANSWERS: readonly [string, (out: ServerResponse) => void, string, string][] = [
  ['401', answering(401, 'Session Not Found'), CREDENTIAL, CREDENTIAL],
  [
    'Missing Scopes',
    (out) => {
      out.statusCode = 403
      json(out, { error: 'Missing Scopes', stack: 'SessionLocal.checkScopes' })
    },
    CREDENTIAL,
    CREDENTIAL,
  ],
  ['another 403', answering(403, 'Subscription Inactive'), 'no failure', 'no failure'],
  ['500', answering(500, 'x'), 'no failure', 'no failure'],
  ['429', answering(429, 'Too many requests'), 'hub_busy', 'hub_busy'],
  [
    'a redirect',
    answering(301, '', { location: 'http://127.0.0.1:1/' }),
    'hub_answer_invalid',
    'hub_answer_invalid',
  ],
  [
    'an oversized answer',
    (out) => out.end(Buffer.alloc(MAX_ANSWER + 1)),
    'hub_answer_invalid',
    'hub_answer_invalid, may have happened',
  ],
  [
    'a compressed answer',
    (out) => {
      out.setHeader('content-encoding', 'gzip')
      json(out, {})
    },
    'hub_answer_invalid',
    'hub_answer_invalid, may have happened',
  ],
  [
    'a reset in the middle',
    (out) => {
      out.writeHead(200, { 'content-length': 100 })
      out.write('half', () => out.socket?.resetAndDestroy())
    },
    'hub_answer_invalid',
    'hub_answer_invalid, may have happened',
  ],
  [
    'a reset instead of an answer',
    (out) => out.socket?.resetAndDestroy(),
    'hub_answer_invalid',
    'hub_answer_invalid, may have happened',
  ],
  [
    'no HTTP',
    (out) => out.socket?.end('nonsense\r\n\r\n'),
    'hub_answer_invalid',
    'hub_answer_invalid, may have happened',
  ],
]

for (const [what, answer, read, write] of ANSWERS) {
  test(`${what} is "${read}" to a read and "${write}" to a write`, {
    timeout: 10_000,
  }, async () => {
    await using hub = await throwawayHub(answer)
    await using connection = connectTo(hub)
    assert.equal(await failure(connection.send(READ)), read)
    assert.equal(await failure(connection.send(WRITE)), write)
  })
}

test('a redirect is not followed', { timeout: 10_000 }, async () => {
  await using other = await throwawayHub()
  const redirect = answering(307, '', { location: `${other.address}/y` })
  await using hub = await throwawayHub(redirect)
  await using connection = connectTo(hub)
  assert.equal((await refusal(connection.send(WRITE))).status, 307)
  assert.deepEqual([other.arrived, other.pings, hub.arrived.length], [[], [], 1])
})

test('on a Pro 2019 every 403 is about the key, whatever its language', {
  timeout: 10_000,
}, async () => {
  await using hub = await throwawayHub(answering(403, 'Je hebt hier geen toegang toe'))
  await using connection = connectTo(hub, { generation: 'pro-2019' })
  assert.equal(await failure(connection.send(READ)), CREDENTIAL)
})

test('the pause that a hub asks for is passed on, within reason', { timeout: 10_000 }, async () => {
  const rows: readonly [string | undefined, number][] = [
    ['7', 7],
    [undefined, 2],
    ['0', 2],
    ['-1', 2],
    ['soon', 2],
    ['1.5', 2],
    ['9999', 60],
  ]
  const each = rows.map(async ([said, seconds]) => {
    const headers = said === undefined ? undefined : { 'retry-after': said }
    await using hub = await throwawayHub(answering(429, '', headers))
    await using connection = connectTo(hub, { deadline: 3_000 })
    const error = await refusal(connection.send(READ))
    assert.deepEqual([error.code, error.retryAfter], ['hub_busy', seconds], said)
  })
  await Promise.all(each)
})

test('nobody at the address: nothing has happened', { timeout: 10_000 }, async () => {
  const hub = await throwawayHub()
  await hub[Symbol.asyncDispose]()
  await using connection = connectTo(hub)
  assert.equal(await failure(connection.send(WRITE)), 'hub_offline')
  assert.equal(await failure(connection.send(READ)), 'hub_offline')
  assert.equal(await failure(connection.identify()), 'hub_offline')
})

test('no answer in time: a write may have happened, a read not', { timeout: 10_000 }, async () => {
  await using hub = await throwawayHub(() => {})
  await using connection = connectTo(hub, { deadline: 250 })
  assert.equal(await failure(connection.send(READ)), 'hub_timeout')
  assert.equal(await failure(connection.send(WRITE)), 'hub_timeout, may have happened')
  assert.equal(hub.arrived.length, 2)
})

test('half an answer in time is no answer in time', { timeout: 10_000 }, async () => {
  await using hub = await throwawayHub((out) => out.write('half'))
  await using connection = connectTo(hub, { deadline: 250 })
  assert.equal(await failure(connection.send(WRITE)), 'hub_timeout, may have happened')
})

test('a write that was never sent has not happened', { timeout: 10_000 }, async () => {
  await using silent = await throwawayHub(undefined, () => {})
  await using unidentified = connectTo(silent, { deadline: 250 })
  assert.equal(await failure(unidentified.identify()), 'hub_timeout')
  assert.equal(await failure(unidentified.send(WRITE)), 'hub_timeout')
  assert.deepEqual(silent.arrived, [])

  // A Pro 2019 takes the second request 150 ms after the first: too late for this deadline.
  await using slow = await throwawayHub(() => {})
  await using crowded = connectTo(slow, { deadline: 120, generation: 'pro-2019' })
  const [, ...waiting] = await Promise.all([1, 2, 3, 4].map(() => failure(crowded.send(WRITE))))
  assert.deepEqual(waiting, ['hub_timeout', 'hub_timeout', 'hub_timeout'])
  assert.ok(slow.arrived.length <= 1)
})

test('a read that broke off is sent once more, a write never', { timeout: 10_000 }, async () => {
  let breaks = 1
  await using hub = await throwawayHub((out) => {
    if (breaks-- > 0) out.destroy()
    else json(out, {})
  })
  await using connection = connectTo(hub)
  assert.equal((await connection.send(READ)).status, 200)
  assert.equal(hub.arrived.length, 2)
  breaks = 1
  assert.equal(await failure(connection.send(WRITE)), 'hub_answer_invalid, may have happened')
  assert.equal(hub.arrived.length, 3)
  breaks = 9
  assert.equal(await failure(connection.send(READ)), 'hub_answer_invalid')
  assert.equal(hub.arrived.length, 5)
})

test('a write of which only the ping broke off is sent', { timeout: 10_000 }, async () => {
  let breaks = 1
  await using hub = await throwawayHub(undefined, (out, request) => {
    if (breaks-- > 0) out.destroy()
    else healthy(out, request)
  })
  await using connection = connectTo(hub)
  assert.equal((await connection.send(WRITE)).status, 200)
  assert.deepEqual([hub.pings.length, hub.arrived.length], [2, 1])
})

test('a connection that the hub closed while idle is no failure', { timeout: 10_000 }, async () => {
  await using hub = await throwawayHub()
  await using connection = connectTo(hub)
  for (const request of [READ, WRITE]) {
    await connection.send(READ)
    hub.cut()
    assert.equal(await failure(connection.send({ ...request, effect: false })), 'no failure')
  }
})

for (const [generation, most] of [
  ['pro-2019', 2],
  ['pro-2023', 8],
  ['cloud', 4],
] as const) {
  test(`a ${generation} never has more than ${most} requests at once`, {
    timeout: 10_000,
  }, async () => {
    const open: ServerResponse[] = []
    const running = { most: 0 }
    await using hub = await throwawayHub((out) => {
      open.push(out)
      running.most = Math.max(running.most, open.length)
      setImmediate(() => json(open.splice(open.indexOf(out), 1)[0] ?? out, {}))
    })
    await using connection = connectTo(hub, { generation })
    const count = generation === 'pro-2019' ? 4 : 40
    await Promise.all(Array.from({ length: count }, () => connection.send(READ)))
    assert.equal(hub.arrived.length, count)
    assert.ok(running.most <= most, `${running.most} at once`)
  })
}

test('closing ends what is under way and sends away what waits or comes', {
  timeout: 10_000,
}, async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  await using hub = await throwawayHub(() => resolve())
  const connection = connectTo(hub, { generation: 'pro-2019' })
  const running = failure(connection.send(WRITE))
  const waiting = [failure(connection.send(WRITE)), failure(connection.send(READ))]
  await asked
  await connection.close()
  assert.equal(await running, 'hub_answer_invalid, may have happened')
  assert.equal(await waiting[1], 'hub_offline')
  assert.equal(await failure(connection.send(WRITE)), 'hub_offline')
  await Promise.all(waiting)
})

function operation(id: string) {
  const found = operationById('pro-2023', id)
  assert.ok(found, id)
  return found
}

async function asked(hub: ThrowawayHub, work: Promise<unknown>): Promise<string> {
  await work
  const { method, url, body } = hub.arrived.at(-1) ?? { method: '', url: '', body: '' }
  return `${method} ${url} ${body}`.trim()
}

test('call() puts parameters where the hub expects them', { timeout: 10_000 }, async () => {
  await using hub = await throwawayHub()
  await using connection = connectTo(hub)
  const call = (id: string, parameters = {}) =>
    asked(hub, connection.call(operation(id), parameters))
  assert.equal(await call('flow.getFlows'), 'GET /api/manager/flow/flow')
  assert.equal(await call('flow.deleteFlow', { id: 'f' }), 'DELETE /api/manager/flow/flow/f')
  assert.equal(
    await call('flow.triggerFlow', { id: 'a b' }),
    'POST /api/manager/flow/flow/a%20b/trigger {}',
  )
  assert.equal(
    await call('devices.setCapabilityValue', { deviceId: 'd', capabilityId: 'dim', value: 1 }),
    'PUT /api/manager/devices/device/d/capability/dim {"value":1}',
  )
  assert.equal(
    await call('flow.getFlowCardAutocomplete', {
      ...{ type: 'flowcardaction', uri: 'homey:device:d', id: 'homey:device:d:on' },
      ...{ name: 'flow', query: 'a&b', args: { x: { y: 1 } } },
    }),
    'GET /api/manager/flow/flowcardaction/homey:device:d/homey:device:d:on/autocomplete' +
      '?name=flow&query=a%26b&args%5Bx%5D%5By%5D=1',
  )
})

test('call() sends nothing for an id that leads elsewhere', { timeout: 10_000 }, async () => {
  await using hub = await throwawayHub()
  await using connection = connectTo(hub)
  for (const id of ['..', '', '../../users/user/me', 'a?b']) {
    await assert.rejects(connection.call(operation('flow.deleteFlow'), { id }), TypeError)
  }
  assert.deepEqual([hub.pings, hub.arrived], [[], []])
})

test("call() gives the value, or the hub's own words", { timeout: 10_000 }, async () => {
  const answers = [
    answering(200, '{"id":"f"}', { 'content-type': 'application/json' }),
    answering(204),
    answering(200, '{"id":', { 'content-type': 'application/json' }),
    answering(404, 'Not Found: Flow with ID f'),
    answering(500, 'Oops'),
  ]
  await using hub = await throwawayHub((out) => answers.shift()?.(out))
  await using connection = connectTo(hub)
  const update = () => connection.call(operation('flow.updateFlow'), { id: 'f', flow: {} })
  assert.deepEqual(await update(), { id: 'f' })
  assert.equal(await update(), undefined)
  assert.equal(await failure(update()), 'hub_answer_invalid, may have happened')
  const missing = await refusal(update())
  assert.deepEqual(
    [missing.code, missing.status, missing.mayHaveHappened, missing.message],
    ['hub_refused', 404, false, 'The Homey said: Not Found: Flow with ID f'],
  )
  const failed = await refusal(update())
  assert.deepEqual([failed.code, failed.status, failed.mayHaveHappened], ['hub_refused', 500, true])
})

test('what nobody waits for any more when its turn comes is not sent', {
  timeout: 10_000,
}, async () => {
  await using hub = await throwawayHub()
  await using connection = connectTo(hub)
  let isAwaited = true
  const first = connection.send({ ...WRITE, isAwaited: () => isAwaited })
  assert.equal((await first).status, 200)
  isAwaited = false
  const error = await refusal(
    connection.send({ ...WRITE, path: '/late', isAwaited: () => isAwaited }),
  )
  assert.equal(error.code, 'hub_busy')
  assert.equal(error.mayHaveHappened, false)
  assert.deepEqual(
    hub.arrived.map(({ url }) => url),
    ['/x'],
  )
})
