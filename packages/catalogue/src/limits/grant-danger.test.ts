// How limits lower the danger of a grant, and where they do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DANGERS } from '../permissions/danger.ts'
import { PERMISSIONS } from '../permissions/permissions.ts'
import { grantDanger } from './grant-danger.ts'
import type { Limits } from './limits.ts'
import { FREE_OF_ROOMS, WRITES_FLOWS } from './rooms.ts'

const ROOM: readonly Limits[] = [
  { zones: ['z'] },
  { devices: ['d'] },
  { capabilities: ['onoff'] },
  { except: { devices: ['d'] } },
]
const OTHER: readonly Limits[] = [{ own: true }, { flows: ['f'] }, { drafts: true }]

const dangerOf = (permission: string, limits: Limits | null) =>
  grantDanger([permission], limits).danger

test('writing Flows is full control without limits, and a change under any', () => {
  for (const permission of WRITES_FLOWS) {
    assert.equal(dangerOf(permission, null), 'full')
    for (const limits of [...ROOM, ...OTHER]) assert.equal(dangerOf(permission, limits), 'change')
  }
  assert.equal(dangerOf('flow-card:run', null), 'full')
  assert.equal(dangerOf('flow-card:run', { own: true }), 'control')
})

test('a script card that is named is full control again, unless what it runs is fixed', () => {
  const card = (id: string, args?: Record<string, unknown>) =>
    dangerOf('flow:create', { own: true, cards: [{ id, ...(args && { args }) }] })
  const runCode = 'homey:app:com.athom.homeyscript:runCode'
  const run = 'homey:app:com.athom.homeyscript:run'
  assert.equal(card(runCode), 'full')
  assert.equal(card(runCode, { script: 'x' }), 'full')
  assert.equal(card(runCode, { code: 'return 1' }), 'change')
  assert.equal(card(run), 'full')
  assert.equal(card(run, { script: { id: 'x' } }), 'change')
  assert.equal(card('homey:device:d:on'), 'change')
})

test('scripts and installing are full control unless there is a limit to rooms', () => {
  for (const permission of ['homeyscript:create', 'homeyscript:run', 'app:install']) {
    for (const limits of [null, ...OTHER]) assert.equal(dangerOf(permission, limits), 'full')
    for (const limits of ROOM) assert.notEqual(dangerOf(permission, limits), 'full')
  }
})

test('settings and Web APIs of apps are refused under a limit to rooms, unless an app is named', () => {
  assert.equal(dangerOf('app-api:call', { zones: ['z'] }), 'read')
  assert.equal(dangerOf('app-api:call', { zones: ['z'], apps: ['a'] }), 'change')
  assert.equal(dangerOf('app-settings:update', { apps: ['a'] }), 'change')
})

test('whatever can be full control says why, and so does what limits keep from it', () => {
  for (const [permission, row] of PERMISSIONS) {
    if (row.danger !== 'full') continue
    for (const limits of [null, ...ROOM, ...OTHER]) {
      const { reasons } = grantDanger([permission], limits)
      assert.deepEqual(
        reasons.map((one) => one.permission),
        [permission],
      )
    }
  }
  assert.deepEqual(grantDanger(['device:read'], null), { danger: 'read', reasons: [] })
  assert.equal(grantDanger(['later:thing'], { own: true }).danger, 'full')
})

test('limits never raise a danger, and a grant is as bad as its worst permission', () => {
  const limits = fc.constantFrom<Limits>(...ROOM, ...OTHER)
  const names = fc.array(fc.constantFrom(...PERMISSIONS.keys()), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(names, limits, (permissions, under) => {
      const rank = (of: Limits | null) => DANGERS.indexOf(grantDanger(permissions, of).danger)
      assert.ok(rank(under) <= rank(null))
      const worst = Math.max(
        ...permissions.map((one) => DANGERS.indexOf(grantDanger([one], under).danger)),
      )
      assert.equal(rank(under), worst)
    }),
  )
})

test('what is free of rooms is a permission, and none of it is full control', () => {
  for (const name of FREE_OF_ROOMS) {
    assert.ok(PERMISSIONS.has(name), name)
    assert.notEqual(PERMISSIONS.get(name)?.danger, 'full', name)
  }
})
