// What events are about, what a grant is told of them, and that the table of kinds is what hubs have.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS } from '@latchkey/catalogue'
import { loadSpecification } from '@latchkey/catalogue/specification'
import { grantWith } from '../grants/grant.test-support.ts'
import type { Grant } from '../grants/grant.ts'
import { BY_PERMISSION } from './event-filter.ts'
import { ITEM_KINDS } from './item-kinds.ts'
import { allReadingOf, permissionToRead } from './reading.ts'
import { toldEvent } from './told-event.ts'
import { parseUri } from './uri.ts'

const grant = (...permissions: string[]): Grant => grantWith({ permissions: new Set(permissions) })

function isTold(uri: string, event: string, data: unknown, ...permissions: string[]): boolean {
  const told = toldEvent({ uri, event, data })
  return told !== undefined && BY_PERMISSION.shown(told, grant(...permissions)) !== undefined
}

test('who is told of what', () => {
  const item = { id: 'x' }
  const devices = allReadingOf('pro-2023', 'devices') ?? []
  // at, event, data, permissions; whether it is told
  const rows = [
    ['homey:manager:devices', 'device.update', item, ['device:read'], true],
    ['homey:manager:devices', 'device.update', item, ['zone:read'], false],
    ['homey:manager:devices', 'zone.update', item, ['device:read', 'zone:read'], false],
    ['homey:manager:devices', 'device.update', {}, ['device:read'], false],
    ['homey:manager:devices', 'device.update', [item, item], ['device:read'], false],
    ['homey:manager:devices', 'device.batch', item, ['device:read'], false],
    ['homey:manager:devices', 'device.batch', item, devices, true],
    ['homey:manager:devices', 'device.batch', item, devices.slice(1), false],
    ['homey:device:x', 'capability', {}, ['device:read'], true],
    ['homey:device:x', 'update', item, ['device:read'], true],
    ['homey:device:x', 'delete', item, ['device:read'], true],
    ['homey:device:x', 'other', item, ['device:read'], false],
    ['homey:zone:x', 'capability', {}, ['zone:read'], false],
    ['homey:manager:flow', 'advancedflow.create', item, ['flow:read'], false],
    ['homey:manager:flow', 'advancedflow.create', item, ['advanced-flow:read'], true],
    ['homey:manager:users', 'user.update', item, ['user:read'], true],
    ['homey:manager:users', 'token.create', item, ['user:read', 'profile:read'], false],
    ['homey:manager:sessions', 'session.create', item, ['user:read'], false],
    ['homey:app:com.athom.homeyscript', 'log', item, ['app:read'], false],
    ['homey:manager:nothing', 'thing.create', item, ['device:read'], false],
    ['nonsense', 'update', item, ['device:read'], false],
  ] as const
  for (const [uri, event, data, permissions, expected] of rows) {
    assert.equal(isTold(uri, event, data, ...permissions), expected, `${uri} ${event}`)
  }
})

test('what is withheld in a manager is told to nobody, whatever they may read', () => {
  assert.equal(allReadingOf('pro-2023', 'users'), undefined)
  assert.equal(allReadingOf('pro-2023', 'nothing'), undefined)
  assert.equal(permissionToRead('pro-2023', 'session'), undefined)
})

test('every kind that a hub lets anybody read is in the table, with the operation that reads it', () => {
  for (const generation of GENERATIONS) {
    for (const { id: manager, items = {}, operations } of Object.values(
      loadSpecification(generation).managers,
    )) {
      for (const [name, { id: kind }] of Object.entries(items)) {
        const readers = Object.entries(operations)
          .filter(([, { crud }]) => crud?.item === name && /^get/.test(crud.type))
          .map(([operation]) => `${manager}.${operation}`)
        if (readers.length === 0 || kind === 'session') continue
        const { managers, readBy } = ITEM_KINDS.get(kind) ?? { managers: [], readBy: [] }
        assert.ok(managers.includes(manager), `${generation} ${kind}`)
        assert.ok(
          readBy.some((one) => readers.includes(one)),
          `${generation} ${kind}: ${readers}`,
        )
        assert.ok(permissionToRead(generation, kind), `${generation} ${kind}`)
      }
    }
  }
})

test('a URI has one spelling', () => {
  for (const bad of [
    'homey:manager:',
    'homey::x',
    'homey:Device:x',
    'x:device:y',
    'homey:device: x',
  ]) {
    assert.equal(parseUri(bad), undefined, bad)
  }
  assert.equal(parseUri('homey:manager:flow:x'), undefined)
  assert.deepEqual(parseUri('homey:flowcardaction:homey:manager:flow:start'), {
    ...{ of: 'item', kind: 'flowcardaction', id: 'homey:manager:flow:start' },
  })
})
