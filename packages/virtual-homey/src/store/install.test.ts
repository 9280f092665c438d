// The store: what it has, what it refuses, and how an app comes to run.
import assert from 'node:assert/strict'
import test from 'node:test'
import { buildHub } from '../build-hub.ts'
import { HubClock } from '../flows/hub-clock.ts'
import type { Generation } from '../generations/generation.ts'
import { installApp, type Order, START_MS } from './install.ts'

function world(generation: Generation = 'pro-2023') {
  const time = new HubClock(() => new Date('2026-01-01T00:00:00Z'))
  const hub = buildHub({ home: 'empty', generation }, time)
  const install = (id: string, more: Partial<Order> = {}) =>
    installApp(hub, { id, version: undefined, channel: undefined, wait: false, ...more })
  return { hub, time, install, app: (id: string) => hub.state.apps[id] }
}

test('an app starts, and runs after a while on the clock', () => {
  const { time, install, app } = world()
  const id = 'com.example.timer'
  assert.equal(install(id).state, 'starting')
  time.advance(START_MS - 1)
  assert.equal(app(id)?.state, 'starting')
  time.advance(1)
  assert.deepEqual(
    [app(id)?.state, app(id)?.version, app(id)?.channel],
    ['running', '2.0.0', 'live'],
  )
})

test('who waits for the installation finds the app running', () => {
  const { install } = world()
  assert.equal(install('com.example.timer', { wait: true }).state, 'running')
})

test('an app that crashes says why', () => {
  const { time, install, app } = world()
  const id = 'com.example.crashing'
  install(id)
  time.advance(START_MS)
  const { state, crashed, crashedMessage, crashedCount } = app(id) ?? {}
  assert.deepEqual(
    [state, crashed, crashedMessage, crashedCount],
    ['crashed', true, 'TypeError: x', 1],
  )
})

test('versions and channels are those of the store', () => {
  const { install, app } = world()
  install('com.example.timer', { version: '1.9.4', wait: true })
  assert.equal(app('com.example.timer')?.version, '1.9.4')
  install('com.example.aqua', { channel: 'test', wait: true })
  assert.deepEqual(app('com.example.aqua')?.version, '1.5.0')
  const refused = [
    ['com.example.timer', { version: '3.0.0' }, 404, /AppVersion with ID com.example.timer@3/],
    ['com.example.timer', { channel: 'test' }, 400, /App Has No Test Channel/],
    ['com.example.withdrawn', {}, 404, /Not Found: App with ID com.example.withdrawn/],
  ] as const
  for (const [id, more, status, message] of refused) {
    assert.throws(() => install(id, more), { status, message })
  }
})

test('an app for another kind of hub is refused, and nothing changes', () => {
  const { hub, install } = world('cloud')
  const before = structuredClone(hub.state)
  assert.throws(() => install('com.athom.homeyscript'), { code: 'app_not_compatible' })
  assert.deepEqual(hub.state, before)
})

test('another version replaces the one that is there, and keeps its settings', () => {
  const { hub, install, app } = world()
  install('com.example.timer', { version: '1.9.4', wait: true })
  hub.state.appSettings['com.example.timer'] = { kept: true }
  install('com.example.timer', { wait: true })
  assert.equal(app('com.example.timer')?.version, '2.0.0')
  assert.deepEqual(hub.state.appSettings['com.example.timer'], { kept: true })
})
