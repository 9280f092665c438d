// The connection against the virtual Homey: its keys, its words, its faults.
import assert from 'node:assert/strict'
import test from 'node:test'
import { operationById } from '@latchkey/catalogue'
import { type Fault, type KeyedVirtualHomey, startVirtualHomey } from '@latchkey/virtual-homey'
import { localKey } from './credentials/local-key.ts'
import { HubConnection } from './hub-connection.ts'
import { failure, OTHER_ID } from './throwaway-hub.test.ts'

function connect(homey: KeyedVirtualHomey, key = homey.key, deadline = 5000): HubConnection {
  const { address, id, generation } = homey
  return new HubConnection({ address, id, credential: localKey(key), generation, deadline })
}

function call(connection: HubConnection, id: string, parameters = {}): Promise<unknown> {
  const operation = operationById('pro-2023', id)
  assert.ok(operation, id)
  return connection.call(operation, parameters)
}

const rename = (connection: HubConnection, name: string) =>
  call(connection, 'system.setSystemName', { name })

test('what is written can be read', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  await using connection = connect(homey)
  const made = (await call(connection, 'zones.createZone', {
    zone: { name: 'Attic', parent: Object.keys(homey.state.zones)[0], icon: 'home' },
  })) as { id: string }
  const read = (await call(connection, 'zones.getZone', { id: made.id })) as { name: string }
  assert.equal(read.name, 'Attic')
  const pings = homey.requests.filter(({ path }) => path.includes('/system/ping'))
  assert.equal(pings.length, 1)
  for (const { headers } of pings) assert.equal('authorization' in headers, false)
})

test('a key without the scope, and no key at all, are refused', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  await using narrow = connect(homey, homey.createKey(['homey.flow.readonly']))
  assert.equal(await failure(call(narrow, 'flow.getFlows')), 'no failure')
  assert.equal(await failure(call(narrow, 'zones.getZones')), 'hub_credential_refused')
  await using wrong = connect(homey, 'not:a:key')
  assert.equal(await failure(call(wrong, 'flow.getFlows')), 'hub_credential_refused')
})

test('another hub than expected never sees the key', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  const { address, key } = homey
  await using connection = new HubConnection({
    ...{ address, id: OTHER_ID, generation: 'pro-2023', credential: localKey(key) },
  })
  assert.equal(await failure(call(connection, 'flow.getFlows')), 'hub_is_another')
  assert.equal(homey.requests.length, 1)
  assert.equal(JSON.stringify(homey.requests).includes(key), false)
})

const FAULTS: readonly [Fault, string, string][] = [
  [
    { kind: 'status', status: 429, error: 'Too many requests', headers: { 'retry-after': '3' } },
    'hub_busy',
    'hub_busy',
  ],
  [{ kind: 'drop' }, 'hub_answer_invalid', 'hub_answer_invalid, may have happened'],
  [{ kind: 'lose-answer' }, 'hub_answer_invalid', 'hub_answer_invalid, may have happened'],
  [{ kind: 'delay', ms: 2000 }, 'hub_timeout', 'hub_timeout, may have happened'],
  [
    { kind: 'raw', status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
    'hub_answer_invalid',
    'hub_answer_invalid',
  ],
]

for (const [fault, read, write] of FAULTS) {
  test(`the fault ${fault.kind} is "${write}" to a write`, { timeout: 10_000 }, async () => {
    await using homey = await startVirtualHomey({ home: 'empty' })
    await using connection = connect(homey, homey.key, 400)
    await connection.identify()
    homey.fault = ({ path }) => (path.includes('/system/ping') ? undefined : fault)
    assert.equal(await failure(call(connection, 'system.getSystemName')), read)
    assert.equal(await failure(rename(connection, 'New')), write)
    homey.fault = undefined
    const happened = fault.kind === 'lose-answer' || fault.kind === 'delay'
    if (!happened) assert.equal(homey.name, 'Virtual Homey')
    if (fault.kind === 'lose-answer') assert.equal(homey.name, 'New')
  })
}
