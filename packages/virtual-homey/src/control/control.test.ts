// The control endpoint opens with its token and looks like nothing without it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { startVirtualHomey, type VirtualHomey } from '../index.ts'

const timeout = 10_000
const clock = () => new Date('2026-01-01T00:00:00Z')

async function control(homey: VirtualHomey, method: string, path: string, body?: unknown) {
  const response = await fetch(`${homey.address}/virtual/${path}`, {
    method,
    headers: { 'x-virtual-homey': homey.controlToken },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

const folders = (homey: VirtualHomey) =>
  fetch(`${homey.address}/api/manager/flow/flowfolder`, {
    headers: { authorization: `Bearer ${homey.key}` },
  })

test('without its token there is no control endpoint', { timeout }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  const stranger = await fetch(`${homey.address}/virtual/faults`)
  const nothing = await fetch(`${homey.address}/nothing/faults`)
  const guess = { headers: { 'x-virtual-homey': 'x'.repeat(32) } }
  const guessed = await fetch(`${homey.address}/virtual/faults`, guess)
  assert.deepEqual([stranger.status, nothing.status, guessed.status], [404, 404, 404])
  const [one, other] = [await stranger.text(), await nothing.text()]
  assert.equal(one.replace('virtual', 'nothing'), other)
  assert.equal(homey.requests.length, 3, 'and a stranger is noted like anybody')
})

test('faults come and go', { timeout }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty', controlToken: 'let me in' })
  const { body } = await control(homey, 'POST', 'faults', { rule: 'GET -> refuse 429' })
  assert.equal((await folders(homey)).status, 429)
  const listed = await control(homey, 'GET', 'faults')
  const expected = { id: body.id, rule: 'GET -> refuse 429', seen: 1, struck: 1 }
  assert.deepEqual(listed.body, [expected])
  await control(homey, 'DELETE', `faults/${body.id}`)
  assert.equal((await folders(homey)).status, 200)
  const wrong = await control(homey, 'POST', 'faults', { rule: 'sometimes -> explode' })
  assert.equal(wrong.status, 400)
  assert.match(wrong.body.error, /Cannot read the fault/)
})

test('requests and effects are read and forgotten', { timeout }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  await folders(homey)
  const { body } = await control(homey, 'GET', 'requests')
  assert.deepEqual(
    body.map(({ path, status }: { path: string; status: number }) => [path, status]),
    [['/api/manager/flow/flowfolder', 200]],
  )
  await control(homey, 'DELETE', 'requests')
  assert.deepEqual(homey.requests, [])
  homey.state.effects.push({ time: 'now', kind: 'test' })
  assert.equal((await control(homey, 'GET', 'effects')).body.length, 1)
  await control(homey, 'DELETE', 'effects')
  assert.deepEqual(homey.state.effects, [])
})

test('the clock is moved on, never back', { timeout }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty', clock })
  const moved = await control(homey, 'POST', 'clock', { advance: 60_000 })
  assert.deepEqual(moved.body, { now: '2026-01-01T00:01:00.000Z' })
  assert.equal((await control(homey, 'POST', 'clock', { advance: -1 })).status, 400)
  assert.deepEqual((await control(homey, 'GET', 'clock')).body, moved.body)
})

test('the state is read, changed and put back', { timeout }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty', clock })
  const { body: saved } = await control(homey, 'GET', 'state')
  homey.state.zones = {}
  assert.equal((await control(homey, 'PUT', 'state', saved)).status, 204)
  assert.deepEqual(Object.values(homey.state.zones).length, 1)
  const wrong = await control(homey, 'PUT', 'state', { format: 'something' })
  assert.match(wrong.body.error, /The body is not a saved virtual Homey: its format is not/)
  const unknown = await control(homey, 'GET', 'nothing')
  assert.deepEqual([unknown.status, unknown.body.resources.length], [404, 6])
})
