// The limit column is full, names nothing that there is not, and says of every answer what is in it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS } from '../generation.ts'
import { pathParameters } from '../operations/operation.ts'
import { operations } from '../operations/operations.ts'
import { LIMIT_COLUMN, limitOf } from './column.ts'
import { FREE_OF_ROOMS } from './rooms.ts'
import { DEVICE_LIMITS } from './table/devices.ts'
import { FLOW_LIMITS } from './table/flows.ts'
import { HOUSE_LIMITS } from './table/house.ts'
import { SOFTWARE_LIMITS } from './table/software.ts'

const all = GENERATIONS.flatMap((generation) => operations(generation))

test('every operation has a row, and every row an operation', () => {
  const ids = [...new Set(all.map(({ id }) => id))].sort()
  assert.deepEqual(Object.keys(LIMIT_COLUMN).sort(), ids)
})

test('no operation stands in two tables', () => {
  const tables = [DEVICE_LIMITS, FLOW_LIMITS, HOUSE_LIMITS, SOFTWARE_LIMITS]
  const rows = tables.reduce((sum, table) => sum + Object.keys(table).length, 0)
  assert.equal(rows, Object.keys(LIMIT_COLUMN).length)
})

test('what no row names is refused', () => {
  assert.deepEqual(limitOf('flow.somethingNew'), { judge: 'refused', under: 'any' })
  assert.deepEqual(limitOf('constructor'), { judge: 'refused', under: 'any' })
})

test('every row speaks of parameters that its operation has, on every generation', () => {
  const wanted: Readonly<Record<string, readonly string[]>> = {
    capability: ['deviceId', 'capabilityId'],
    media: ['id'],
    settings: ['id'],
    'app-settings': ['id'],
    'delete-zone': ['id'],
    'leave-group': ['groupId', 'deviceId'],
    card: ['uri', 'id'],
  }
  for (const operation of all) {
    const row = limitOf(operation.id)
    const parameters = pathParameters(operation)
    const needed = row.judge === 'object' ? [row.parameter] : (wanted[row.judge] ?? [])
    for (const one of needed) assert.ok(parameters.includes(one), `${operation.id}: ${one}`)
    if (row.judge === 'owned') {
      assert.ok(parameters.includes(row.what === 'owner' ? 'uri' : 'id'), operation.id)
    }
    if ('mode' in row) assert.equal(parameters.includes('id'), row.mode !== 'create', operation.id)
  }
})

test('what the gateway answers itself, or never grants, is what has no permission', () => {
  for (const { id, requirement } of all) {
    assert.equal(limitOf(id).judge === 'gateway', requirement.class !== 'permission', id)
  }
})

test('only a read is cut as a list, and every state dump is refused under any limit', () => {
  for (const { id, name, effect } of all) {
    const row = limitOf(id)
    if (row.judge === 'answer') assert.ok(!effect, id)
    if (name === 'getState') assert.deepEqual(row, { judge: 'refused', under: 'any' }, id)
  }
})

/** Permissions that open something free besides what rooms bound, and why that is no matter of rooms. */
const NO_MATTER: Readonly<Record<string, string>> = {
  'device:read': 'the free ones say what capabilities there are at all, and name no device',
}

test('what no room bounds is said of exactly the permissions that open something free', () => {
  const free = all.flatMap(({ id, requirement }) =>
    requirement.class === 'permission' && limitOf(id).judge === 'free'
      ? [requirement.permission]
      : [],
  )
  const expected = new Set(free.filter((permission) => !Object.hasOwn(NO_MATTER, permission)))
  assert.deepEqual([...FREE_OF_ROOMS].sort(), [...expected].sort())
  for (const permission of Object.keys(NO_MATTER)) assert.ok(free.includes(permission), permission)
})
