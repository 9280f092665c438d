// What each kind of fault does to a hub and to whoever asks it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { startVirtualHomey, type VirtualHomey } from '../index.ts'

const FOLDERS = '/api/manager/flow/flowfolder'
const timeout = 10_000

async function ask(homey: VirtualHomey, method: string, path: string, body?: unknown) {
  const response = await fetch(`${homey.address}${path}`, {
    method,
    headers: { authorization: `Bearer ${homey.key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

const start = () => startVirtualHomey({ home: 'empty', seed: 'faults' })
const make = (homey: VirtualHomey, name: string) => ask(homey, 'POST', FOLDERS, { name })
const names = (homey: VirtualHomey) => Object.values(homey.state.flowFolders).map((it) => it.name)

test('drop does nothing, lose-answer does the work', { timeout }, async () => {
  await using homey = await start()
  homey.faults.add('flow.createFlowFolder nth 1 -> drop')
  homey.faults.add('flow.createFlowFolder nth 2 -> lose-answer')
  await assert.rejects(make(homey, 'one'))
  await assert.rejects(make(homey, 'two'))
  assert.equal((await make(homey, 'three')).status, 200)
  assert.deepEqual(names(homey), ['two', 'three'])
  assert.deepEqual(
    homey.faults.list().map(({ seen, struck }) => [seen, struck]),
    [
      [3, 1],
      [3, 1],
    ],
  )
})

test('commit-later does the work when that many more requests have come', { timeout }, async () => {
  await using homey = await start()
  homey.faults.add('POST times 1 -> commit-later 2 requests')
  await assert.rejects(make(homey, 'late'))
  await ask(homey, 'GET', FOLDERS)
  assert.deepEqual(names(homey), [])
  await ask(homey, 'GET', FOLDERS)
  assert.deepEqual(names(homey), ['late'])
})

test('commit-later does the work after some time', { timeout }, async () => {
  await using homey = await start()
  homey.faults.add('POST times 1 -> commit-later 30ms')
  await assert.rejects(make(homey, 'late'))
  assert.deepEqual(names(homey), [])
  while (names(homey).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
})

test('refusals have the shapes of the hub', { timeout }, async () => {
  await using homey = await start()
  for (const refusal of ['401', '403', '429', '500', '500 missing_api_method']) {
    homey.faults.add(`GET times 1 -> refuse ${refusal}`)
    const { status, body } = await ask(homey, 'GET', FOLDERS)
    homey.faults.clear()
    assert.equal(status, Number(refusal.slice(0, 3)))
    assert.equal(body.statusCode, status)
    const expected = ['Session Not Found', 'Missing Scopes', 'Too many requests']
    assert.match(body.error, new RegExp(`^(${expected.join('|')}|Internal.*|missing_api_method)$`))
  }
})

test('names are normalised and answers get members that nobody asked for', {
  timeout,
}, async () => {
  await using homey = await start()
  homey.faults.add('POST -> normalise trim nfc spaces, add-field order')
  const { body } = await make(homey, '  Cafe\u0301   noir ')
  assert.equal(body.name, 'Café noir')
  assert.equal(body.order, 'added by this firmware')
  assert.deepEqual(names(homey), ['Café noir'])
})

test('chances are the same on every run', { timeout }, async () => {
  const run = async () => {
    await using homey = await start()
    homey.faults.add('GET chance 0.5 -> refuse 429')
    const answers = Array.from({ length: 12 }, () => ask(homey, 'GET', FOLDERS))
    return (await Promise.all(answers)).filter(({ status }) => status === 429).length
  }
  const first = await run()
  assert.equal(await run(), first)
  assert.ok(first > 1 && first < 11)
})

test('a session expires, and stays so', { timeout }, async () => {
  await using homey = await start()
  homey.faults.add('nth 2 -> expire-session')
  const statuses = []
  for (let i = 0; i < 3; i++) statuses.push((await ask(homey, 'GET', FOLDERS)).status)
  assert.deepEqual(statuses, [200, 401, 401])
})

test('things are edited behind the back of the client', { timeout }, async () => {
  await using homey = await start()
  for (const name of ['one', 'two']) await make(homey, name)
  homey.faults.add('GET nth 1 -> edit flowFolders "one" rename "other"')
  homey.faults.add('GET nth 2 -> edit flowFolders other delete')
  await ask(homey, 'GET', FOLDERS)
  assert.deepEqual(names(homey), ['other', 'two'])
  await ask(homey, 'GET', FOLDERS)
  assert.deepEqual(names(homey), ['two'])
})

test('a restart cuts everything and lets nobody in for a while', { timeout }, async () => {
  await using homey = await start()
  const booted = homey.state.system.bootedAt
  homey.faults.add('GET nth 1 -> restart 50ms')
  await assert.rejects(ask(homey, 'GET', FOLDERS))
  await assert.rejects(ask(homey, 'GET', FOLDERS))
  for (let status = 0; status !== 200; ) {
    status = await ask(homey, 'GET', FOLDERS).then(
      (answer) => answer.status,
      () => 0,
    )
  }
  assert.notEqual(homey.state.system.bootedAt, booted)
})

test('rules are taken back, and the property is asked first', { timeout }, async () => {
  await using homey = await start()
  const id = homey.faults.add('* -> refuse 429')
  homey.fault = ({ operation }) =>
    operation === 'flow.createFlowFolder' ? { kind: 'drop' } : undefined
  await assert.rejects(make(homey, 'x'))
  assert.equal((await ask(homey, 'GET', FOLDERS)).status, 429)
  assert.deepEqual([homey.faults.remove(id), homey.faults.remove(id)], [true, false])
  assert.equal((await ask(homey, 'GET', FOLDERS)).status, 200)
})
