// Named parameters travel where the specification has them, and an id never leads elsewhere.
import assert from 'node:assert/strict'
import test from 'node:test'
import { type Operation, operationById } from '@latchkey/catalogue'
import { pathTo, placeParameters } from './parameters.ts'

function operation(id: string): Operation {
  const found = operationById('pro-2023', id)
  assert.ok(found, id)
  return found
}

function placed(id: string, parameters: Record<string, unknown> = {}) {
  return placeParameters(operation(id), parameters)
}

test('parameters of the path, the query and the body', () => {
  assert.deepEqual(placed('flow.getFlow', { id: 'f' }), {
    ids: { id: 'f' },
    query: '',
    body: undefined,
  })
  assert.deepEqual(
    placed('devices.setCapabilityValue', { deviceId: 'd', capabilityId: 'dim', value: 0.5 }),
    { ids: { deviceId: 'd', capabilityId: 'dim' }, query: '', body: { value: 0.5 } },
  )
  assert.deepEqual(placed('flow.updateFlow', { id: 'f', flow: { enabled: false } }), {
    ids: { id: 'f' },
    query: '',
    body: { enabled: false },
  })
})

test('POST and PUT always have a body, GET and DELETE none', () => {
  assert.deepEqual(placed('flow.triggerFlow', { id: 'f' }).body, {})
  assert.deepEqual(placed('apps.enableApp', { id: 'a' }).body, {})
  assert.equal(placed('flow.deleteFlow', { id: 'f' }).body, undefined)
  assert.equal(placed('flow.getFlows').body, undefined)
})

test('objects and lists in the query are nested in brackets', () => {
  const { query } = placed('flow.getFlowCardAutocomplete', {
    ...{ type: 'flowcardaction', uri: 'homey:device:d', id: 'homey:device:d:on' },
    ...{ name: 'flow', query: 'a b&c=d' },
    args: { droptoken: { id: 'x', none: null, gone: undefined }, list: [1, true, { z: 'é' }] },
  })
  assert.deepEqual(query.split('&').map(decodeURIComponent), [
    'name=flow',
    'query=a b&c=d',
    'args[droptoken][id]=x',
    'args[droptoken][none]=',
    'args[list][]=1',
    'args[list][]=true',
    'args[list][][z]=é',
  ])
  assert.match(query, /^[\w=&%.~-]*$/)
})

test('a parameter that is missing or unknown is a mistake of the calling code', () => {
  assert.throws(() => placed('flow.getFlow'), {
    name: 'TypeError',
    message: 'flow.getFlow needs the parameter id',
  })
  for (const name of ['name', 'constructor', 'toString']) {
    assert.throws(() => placed('flow.getFlow', { id: 'f', [name]: 1 }), {
      message: `flow.getFlow has no parameter ${name}`,
    })
  }
  const hidden = JSON.parse('{"id":"f","__proto__":{}}')
  assert.throws(() => placed('flow.getFlow', hidden), /has no parameter __proto__/)
})

test('pathTo() writes the path, with ids that lead to this call and no other', () => {
  assert.equal(pathTo(operation('flow.getFlow'), { id: 'a b' }), '/api/manager/flow/flow/a%20b')
  const rows: readonly [string, Record<string, string>][] = [
    ['users.deleteUser', { id: 'me' }],
    ['users.deleteUser', { id: 'ME' }],
    ['notifications.deleteNotification', { id: '' }],
    ['notifications.deleteNotification', {}],
    ['flow.getFlow', { id: '..' }],
    ['flow.getFlow', { id: '.' }],
    ['flow.getFlow', { id: '../../users/user' }],
    ['flow.getFlow', { id: 'a/b' }],
    ['flow.getFlow', { id: 'a?x=1' }],
    ['flow.getFlow', { id: 'a%2e' }],
    ['flow.getFlow', { id: 'a\u0000' }],
  ]
  for (const [id, ids] of rows) {
    assert.throws(
      () => pathTo(operation(id), ids),
      { name: 'TypeError', message: `${id} cannot be asked with these ids` },
      JSON.stringify(ids),
    )
  }
})
