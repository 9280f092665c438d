// Latchkey's own bundles, as somebody would have to defend them to an owner.
import assert from 'node:assert/strict'
import test from 'node:test'
import { grantDanger } from '../limits/grant-danger.ts'
import { PERMISSIONS } from '../permissions/permissions.ts'
import { PRESETS } from './presets.ts'

function list(name: string): readonly string[] {
  const permissions = PRESETS[`preset:${name}`]?.permissions
  assert.ok(Array.isArray(permissions), name)
  return permissions
}

test('the presets are those of DESIGN 4', () => {
  assert.deepEqual(Object.keys(PRESETS).sort(), [
    'preset:assistant',
    'preset:control',
    'preset:flow-helper',
    'preset:full-control',
    'preset:read-only',
    'preset:transfer-source',
    'preset:transfer-target',
  ])
})

test('a preset names existing permissions, each once', () => {
  for (const [name, { permissions, label, description }] of Object.entries(PRESETS)) {
    assert.ok(label.length > 3 && description.length > 3, name)
    if (permissions === 'every') continue
    assert.deepEqual([...new Set(permissions)], permissions, name)
    assert.deepEqual(
      permissions.filter((one) => !PERMISSIONS.has(one)),
      [],
      name,
    )
  }
})

test('only full control is everything', () => {
  const every = Object.keys(PRESETS).filter((name) => PRESETS[name]?.permissions === 'every')
  assert.deepEqual(every, ['preset:full-control'])
})

const NOT_FOR_EVERYBODY = new Set([
  ...['camera', 'image', 'presence', 'own-presence', 'location', 'user', 'profile', 'summary'],
  ...['device-secret', 'device-settings', 'app-settings', 'google-pin', 'thread-dataset'],
  ...['security-device', 'homeyscript', 'app-api', 'timeline', 'pair-session'],
])

test('see, use and assistant hold nothing of people, pictures, places, secrets, full control', () => {
  for (const name of ['read-only', 'control', 'assistant']) {
    for (const one of list(name)) {
      assert.notEqual(PERMISSIONS.get(one)?.danger, 'full', `${name} ${one}`)
      const [resource = '', action = ''] = one.split(':')
      assert.equal(NOT_FOR_EVERYBODY.has(resource), false, `${name} ${one}`)
      assert.ok(['read', 'control', 'set', 'start', 'update'].includes(action), `${name} ${one}`)
    }
  }
})

test('to see the home changes and moves nothing', () => {
  for (const one of list('read-only')) {
    assert.match(one, /:read$/)
    assert.match(PERMISSIONS.get(one)?.danger ?? '', /^(read|private)$/, one)
  }
})

test('to use the home is to see it and these four; the assistant has two more', () => {
  const more = (name: string, than: string) => list(name).filter((one) => !list(than).includes(one))
  assert.deepEqual(more('control', 'read-only'), [
    'device:control',
    'mood:set',
    'flow:start',
    'advanced-flow:start',
  ])
  assert.deepEqual(more('assistant', 'control'), ['variable:update', 'insights:read'])
  assert.deepEqual([...more('read-only', 'control'), ...more('control', 'assistant')], [])
})

test('a transfer reads the same on both sides and writes on one only', () => {
  const source = list('transfer-source')
  for (const one of source) assert.match(one, /:read$/)
  const target = list('transfer-target')
  assert.deepEqual(
    source.filter((one) => !target.includes(one)),
    [],
  )
  for (const kind of ['flow', 'advanced-flow', 'flow-folder', 'zone', 'variable', 'mood']) {
    assert.ok(target.includes(`${kind}:create`), kind)
  }
})

test('only the helper with Flows brings limits: it changes what it made itself, and is amber', () => {
  const limited = Object.keys(PRESETS).filter((name) => PRESETS[name]?.limits)
  assert.deepEqual(limited, ['preset:flow-helper'])
  const { limits } = PRESETS['preset:flow-helper'] ?? {}
  assert.deepEqual(limits, { own: true })
  assert.equal(grantDanger(list('flow-helper'), limits ?? null).danger, 'change')
  assert.equal(grantDanger(list('flow-helper'), null).danger, 'full')
})
