// What a request needs besides its call's own permission, by what stands in it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { HOMEYSCRIPT } from '../operations/beside.ts'
import { operationById } from '../operations/operations.ts'
import { PERMISSIONS } from './permissions.ts'
import { REFINEMENTS, TELLING_BODIES } from './refinements.ts'
import { isJudgedByContent, type Required, required, suffices } from './required.ts'

function needs(
  id: string,
  ids: Record<string, string> = {},
  body?: unknown,
  credentialUser?: string,
): Required {
  const operation = operationById('pro-2023', id)
  assert.ok(operation, id)
  return required(operation, { ids, body, credentialUser })
}

function alternatives(...of: Parameters<typeof needs>): readonly (readonly string[])[] {
  const found = needs(...of)
  assert.equal(found.kind, 'permissions')
  return found.kind === 'permissions' ? found.alternatives : []
}

test('required() is the permission of the call where content plays no part', () => {
  assert.deepEqual(needs('flow.getFlow', { id: 'a' }), {
    kind: 'permissions',
    alternatives: [['flow:read']],
  })
  assert.deepEqual(needs('system.ping'), { kind: 'always' })
  assert.equal(needs('users.login').kind, 'never')
  assert.equal(needs('system.reboot').kind, 'permissions')
})

test('a lock, a garage door or an alarm needs security-device:control as well', () => {
  const set = (capabilityId: string) =>
    alternatives('devices.setCapabilityValue', { deviceId: 'd', capabilityId }, { value: false })
  const both = [['device:control', 'security-device:control']]
  for (const id of ['locked', 'locked.front', 'garagedoor_closed', 'homealarm_state', 'doorLock']) {
    assert.deepEqual(set(id), both, id)
  }
  for (const id of ['onoff', 'dim', 'windowcoverings_set', 'target_temperature', 'speaker_next']) {
    assert.deepEqual(set(id), [['device:control']], id)
  }
})

test('flow:enable does instead of flow:update for exactly {enabled: boolean}', () => {
  for (const [id, own, instead] of [
    ['flow.updateFlow', 'flow:update', 'flow:enable'],
    ['flow.updateAdvancedFlow', 'advanced-flow:update', 'advanced-flow:enable'],
  ] as const) {
    for (const body of [{ enabled: true }, { enabled: false }]) {
      assert.deepEqual(alternatives(id, { id: 'f' }, body), [[own], [instead]])
    }
    for (const body of [
      ...[undefined, null, {}, [], true, 'enabled', [true], { enabled: 'true' }, { enabled: 1 }],
      ...[{ enabled: null }, { Enabled: true }, { enabled: true, name: 'x' }],
      ...[{ enabled: true, trigger: {} }, { flow: { enabled: true } }, [{ enabled: true }]],
      JSON.parse('{"enabled":true,"__proto__":{"actions":[]}}'),
      JSON.parse('{"__proto__":{"enabled":true}}'),
    ]) {
      assert.deepEqual(alternatives(id, { id: 'f' }, body), [[own]], JSON.stringify(body))
    }
  }
})

test('a script that is run with code in the request needs homeyscript:update as well', () => {
  const run = (body: unknown) => alternatives('homeyscript.runScript', { id: 's' }, body)
  for (const body of [undefined, {}, { args: ['code'] }, null]) {
    assert.deepEqual(run(body), [['homeyscript:run']])
  }
  for (const body of [{ code: '' }, { code: 'x', args: [] }, { code: null }, { code: 0 }]) {
    assert.deepEqual(run(body), [['homeyscript:run', 'homeyscript:update']])
  }
})

test('the settings of HomeyScript are its scripts', () => {
  const script = 'com.athom.homeyscript'
  for (const [id, own, also] of [
    ['apps.getAppSetting', 'app-settings:read', 'homeyscript:read'],
    ['apps.getAppSettings', 'app-settings:read', 'homeyscript:read'],
    ['apps.setAppSetting', 'app-settings:update', 'homeyscript:update'],
    ['apps.unsetAppSetting', 'app-settings:update', 'homeyscript:update'],
  ] as const) {
    assert.deepEqual(alternatives(id, { id: script, name: 'scripts' }), [[own, also]])
    assert.deepEqual(alternatives(id, { id: 'com.example', name: script }), [[own]])
  }
})

test('the owner cannot be removed, shut out or made', () => {
  const kind = (...of: Parameters<typeof needs>) => needs(...of).kind
  assert.equal(kind('users.deleteUser', { id: 'u1' }, undefined, 'u1'), 'never')
  assert.equal(kind('users.deleteUser', { id: 'me' }), 'never')
  assert.equal(kind('users.updateUser', { id: 'u1' }, { enabled: false }, 'u1'), 'never')
  assert.deepEqual(alternatives('users.deleteUser', { id: 'u2' }, undefined, 'u1'), [
    ['user:delete'],
  ])
  assert.deepEqual(alternatives('users.updateUser', { id: 'u2' }, { role: 'guest' }, 'u1'), [
    ['user:update'],
  ])
  assert.deepEqual(alternatives('users.updateUser', { id: 'u2' }, { enabled: false }, 'u1'), [
    ['user:update'],
  ])
  for (const role of ['owner', 'Owner', 'OWNER', ' owner', ['owner'], { owner: true }, 1]) {
    assert.equal(kind('users.createUser', {}, { role }), 'never', JSON.stringify(role))
    assert.equal(kind('users.updateUser', { id: 'u2' }, { role }, 'u1'), 'never')
  }
  assert.deepEqual(alternatives('users.createUser', {}, { role: 'manager' }), [['user:create']])
})

test('isJudgedByContent() is true of exactly the calls above', () => {
  const judged = Object.keys(REFINEMENTS).filter((id) => {
    const operation = operationById('pro-2023', id)
    return operation !== undefined && isJudgedByContent(operation)
  })
  assert.deepEqual(judged.sort(), [
    'apps.getAppSetting',
    'apps.getAppSettings',
    'apps.setAppSetting',
    'apps.unsetAppSetting',
    'devices.setCapabilityValue',
    'flow.updateAdvancedFlow',
    'flow.updateFlow',
    'homeyscript.runScript',
    'users.createUser',
    'users.deleteUser',
    'users.updateUser',
  ])
  const other = operationById('pro-2023', 'flow.getFlow')
  assert.equal(other && isJudgedByContent(other), false)
})

test('suffices() wants all permissions of one alternative', () => {
  const lock = [['device:control', 'security-device:control']]
  assert.equal(suffices(new Set(['device:control']), lock), false)
  assert.equal(suffices(new Set(['security-device:control']), lock), false)
  assert.equal(suffices(new Set(['device:control', 'security-device:control', 'x:y']), lock), true)
  const flow = [['flow:update'], ['flow:enable']]
  assert.equal(suffices(new Set(['flow:enable']), flow), true)
  assert.equal(suffices(new Set(['flow:update']), flow), true)
  assert.equal(suffices(new Set(PERMISSIONS.keys()), []), false)
})

test('where nobody knows whom the credential belongs to, no user is removed or changed', () => {
  for (const id of ['users.deleteUser', 'users.updateUser']) {
    assert.equal(needs(id, { id: 'somebody' }, {}).kind, 'never')
    assert.equal(needs(id, { id: 'somebody' }, {}, 'the-owner').kind, 'permissions')
  }
})

test('telling bodies call for every refinement, and leave every one out', () => {
  const everyId = [{}, { id: HOMEYSCRIPT }, { id: 'me' }, { id: 'x' }, { capabilityId: 'locked' }]
  for (const [operation, rows] of Object.entries(REFINEMENTS)) {
    for (const { when, because } of rows) {
      const said = TELLING_BODIES.flatMap((body) =>
        everyId.map((ids) => when({ ids, body, credentialUser: 'owner' })),
      )
      assert.deepEqual(new Set(said), new Set([true, false]), `${operation}: ${because}`)
    }
  }
})
