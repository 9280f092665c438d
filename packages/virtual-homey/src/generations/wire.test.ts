// The wire of a Pro 2019 against what is kept: both ways for what it understands, and word for word
// for what it does not.
import assert from 'node:assert/strict'
import test from 'node:test'
import { fromWire, itemToWire, toWire } from './wire.ts'

const KEY = '0b0e4c9e-3c0f-4f3a-8b4e-2f1f3a0c1d2e'

test('a card travels as owner and short id, colons in the rest included', () => {
  const wire = {
    name: 'Welcome',
    trigger: { uri: 'homey:manager:presence', id: 'user_enter', args: {} },
    conditions: [{ uri: 'homey:device:d1', id: 'a:b', inverted: false }],
    actions: [{ uri: 'homey:mood:m1', id: 'set', group: 'then' }],
  }
  const { flow } = fromWire('pro-2019', 'flow.createFlow', { flow: wire })
  assert.deepEqual(flow, {
    name: 'Welcome',
    trigger: { id: 'homey:manager:presence:user_enter', args: {} },
    conditions: [{ id: 'homey:device:d1:a:b', inverted: false }],
    actions: [{ id: 'homey:mood:m1:set', group: 'then' }],
  })
  assert.deepEqual(itemToWire('pro-2019', 'flow', flow as Record<string, unknown>), wire)
})

test('a flow in the form of a later hub comes back word for word, and no card of a hub has its id', () => {
  const sent = {
    name: 'Foreign',
    trigger: { id: 'homey:manager:presence:user_enter' },
    conditions: [],
    actions: [{ id: 'homey:mood:m1:set', uri: 'homey:flowcardaction:homey:mood:m1:set' }],
  }
  const { flow } = fromWire('pro-2019', 'flow.createFlow', { flow: sent })
  const kept = flow as { trigger: { id: string }; actions: { id: string }[] }
  assert.equal(kept.trigger.id, ':homey:manager:presence:user_enter')
  assert.equal(kept.actions[0]?.id, ':homey:mood:m1:set')
  assert.deepEqual(toWire('pro-2019', 'flow.getFlow', flow), sent)
})

test('cards on a canvas travel with ownerUri, notes and delays as they are', () => {
  const wire = {
    name: 'Canvas',
    cards: {
      [KEY]: { type: 'action', ownerUri: 'homey:device:d1', id: 'on', x: 0, y: 0 },
      other: { type: 'note', value: 'text', x: 0, y: 0 },
    },
  }
  const { advancedflow } = fromWire('pro-2019', 'flow.createAdvancedFlow', { advancedflow: wire })
  const kept = advancedflow as { cards: Record<string, unknown> }
  assert.deepEqual(kept.cards[KEY], { type: 'action', id: 'homey:device:d1:on', x: 0, y: 0 })
  assert.deepEqual(itemToWire('pro-2019', 'advancedflow', kept), wire)
})

test('a flow without a trigger fails in the database', () => {
  assert.throws(
    () => fromWire('pro-2019', 'flow.createFlow', { flow: { name: 'None' } }),
    /SQLITE_CONSTRAINT: NOT NULL constraint failed: Flow.trigger/,
  )
})

test('drivers, tokens, logs and deleted things have short ids; a list says the order', () => {
  const device = { id: 'd1', driverId: 'homey:app:nl.example:plug', ownerUri: 'x', name: 'Plug' }
  const wire = itemToWire('pro-2019', 'device', device)
  assert.equal(wire['driverUri'], 'homey:app:nl.example')
  assert.equal(wire['driverId'], 'plug')
  assert.equal('ownerUri' in wire, false)
  assert.deepEqual(itemToWire('pro-2019', 'flowtoken', { id: 'homey:device:d1:onoff' }), {
    uri: 'homey:device:d1',
    id: 'onoff',
  })
  const zones = toWire('pro-2019', 'zones.getZones', { a: { id: 'a' }, b: { id: 'b' } })
  assert.deepEqual(zones, { a: { id: 'a', order: 0 }, b: { id: 'b', order: 1 } })
  const asked = { uri: 'homey:manager:vdevice', id: 'group' }
  const { id } = fromWire('pro-2019', 'drivers.getDriver', asked)
  assert.equal(id, 'homey:virtualdrivergroup:driver')
})

test('the later generations are not translated', () => {
  const flow = { trigger: { id: 'homey:manager:cron:sunset', uri: 'anything' } }
  assert.deepEqual(fromWire('pro-2023', 'flow.createFlow', { flow }), { flow })
  assert.equal(toWire('cloud', 'flow.getFlow', flow), flow)
  assert.equal(itemToWire('pro-2023', 'flow', flow), flow)
})
