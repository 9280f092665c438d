// What of answers and events is shown (docs/decisions/0009, "Answers" and "Events").
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Limits } from '@latchkey/catalogue'
import { cutAnswer, cutDeletion, cutItem, showsCapability } from './cut.ts'
import { type HomeKind, withItem } from './home.ts'
import * as at from './small-home.test-support.ts'

const { BED, COOK, FRIDGE, HOME, KITCHEN, LAMP, LOCK, PANTRY, VARIABLE } = at

const KITCHEN_ONLY: Limits = { zones: [KITCHEN] }

function cut(limits: Limits, operation: string, value: unknown, ids = {}): unknown {
  const answer = cutAnswer(at.callOf(operation, ids), value, at.covering(limits))
  return answer.covered ? answer.value : 'nothing'
}

const mapOf = (kind: HomeKind) => Object.fromEntries(HOME.items[kind])
const listOf = (kind: HomeKind) => [...HOME.items[kind].values()]

test('lists lose what is not covered, in the form that they have', () => {
  const shown = { [FRIDGE]: 0, [LAMP]: 0, [at.GROUP]: 0 }
  const devices = cut(KITCHEN_ONLY, 'devices.getDevices', mapOf('device'))
  assert.deepEqual(Object.keys(Object(devices)).sort(), Object.keys(shown).sort())
  const list = cut(KITCHEN_ONLY, 'devices.getDevices', listOf('device'))
  assert.ok(Array.isArray(list))
  assert.deepEqual(list, Object.values(Object(devices)))
  const zones = Object(cut(KITCHEN_ONLY, 'zones.getZones', mapOf('zone')))
  assert.deepEqual(Object.keys(zones), [KITCHEN, PANTRY])
  assert.equal(cut(KITCHEN_ONLY, 'devices.getDevices', 'text'), 'nothing')
})

test('a map by id shows nothing that is called otherwise than it says', () => {
  const bed = HOME.items.device.get(BED)
  const lamp = HOME.items.device.get(LAMP)
  const lists = { [LAMP]: bed, [BED]: lamp, [at.NOBODY]: { ...lamp, id: at.NOBODY }, x: 7, y: null }
  assert.deepEqual(cut(KITCHEN_ONLY, 'devices.getDevices', lists), {})
})

test('a single object that is not covered is not shown', () => {
  const bed = HOME.items.device.get(BED)
  assert.equal(cut(KITCHEN_ONLY, 'devices.getDevice', bed), 'nothing')
  assert.equal(cut(KITCHEN_ONLY, 'devices.getDevice', null), 'nothing')
  assert.equal(
    cut(KITCHEN_ONLY, 'devices.getDevice', HOME.items.device.get(LAMP)),
    HOME.items.device.get(LAMP),
  )
  assert.equal(cut(KITCHEN_ONLY, 'devices.updateDevice', ''), null)
})

test('an answer that says more than the model knows is judged as it stands', () => {
  const flow = { ...HOME.items.flow.get(COOK), actions: [at.does(BED)] }
  assert.equal(cut(KITCHEN_ONLY, 'flow.getFlow', flow), 'nothing')
  const lamp = { ...HOME.items.device.get(LAMP), zone: at.BEDROOM }
  assert.equal(cut(KITCHEN_ONLY, 'devices.getDevice', lamp), 'nothing')
  const counted = { ...HOME.items.flow.get(COOK), triggerCount: 7 }
  assert.equal(cut(KITCHEN_ONLY, 'flow.getFlow', counted), counted)
})

test('what a call made is shown before the model knows it', () => {
  const made = at.flow([at.does(LAMP)], { id: at.NOBODY })
  assert.equal(cut(KITCHEN_ONLY, 'flow.createFlow', made), made)
})

test('of a device only covered capabilities are shown', () => {
  const device = {
    ...HOME.items.device.get(LAMP),
    capabilitiesOptions: { dim: {}, onoff: {} },
    insights: [{ id: 'dim' }, { id: `homey:device:${LAMP}:onoff` }],
  }
  const shown = Object(
    cut({ devices: [LAMP], capabilities: ['onoff'] }, 'devices.getDevice', device),
  )
  assert.deepEqual(shown.capabilities, ['onoff'])
  assert.deepEqual(Object.keys(shown.capabilitiesObj), ['onoff'])
  assert.deepEqual(shown.capabilitiesOptions, { onoff: {} })
  assert.deepEqual(shown.insights, [{ id: `homey:device:${LAMP}:onoff` }])
  assert.deepEqual(shown.ui, { quickAction: 'onoff', components: [{ capabilities: ['onoff'] }] })
  assert.ok(!('energyObj' in shown))
  const power = { devices: [LAMP], capabilities: ['measure_power'] }
  const other = Object(cut(power, 'devices.getDevice', device))
  assert.deepEqual(other.energyObj, { W: 5 })
  assert.deepEqual(other.ui, { quickAction: null, components: [] })
})

test('a zone tells of covered devices and capabilities only', () => {
  const kitchen = HOME.items.zone.get(KITCHEN)
  const origins = (limits: Limits) => Object(cut(limits, 'zones.getZone', kitchen)).activeOrigins
  assert.deepEqual(origins(KITCHEN_ONLY), [`homey:device:${FRIDGE}:alarm_contact`])
  assert.deepEqual(origins({ zones: [KITCHEN], capabilities: ['onoff'] }), [])
  assert.equal(origins({ own: true }).length, 2)
})

test('logs, tags, images and the timeline are shown with their owners', () => {
  const owned = (uri: string, name: string) => ({
    id: `${uri}:${name}`,
    ownerUri: uri,
    ownerId: name,
  })
  const [lamp, bed] = [`homey:device:${LAMP}`, `homey:device:${BED}`]
  const logs = [
    owned(lamp, 'dim'),
    owned(lamp, 'onoff'),
    owned(bed, 'onoff'),
    owned('homey:manager:x', 'y'),
  ]
  assert.deepEqual(cut(KITCHEN_ONLY, 'insights.getLogs', logs), logs.slice(0, 2))
  assert.deepEqual(
    cut({ ...KITCHEN_ONLY, capabilities: ['dim'] }, 'insights.getLogs', logs),
    logs.slice(0, 1),
  )
  assert.deepEqual(cut({ own: true }, 'insights.getLogs', logs), logs)
  assert.deepEqual(
    cut(KITCHEN_ONLY, 'insights.getLogs', [{ ...owned(lamp, 'dim'), ownerUri: bed }]),
    [],
  )
  const tags = [owned('homey:manager:logic', VARIABLE), owned('homey:manager:cron', 'time')]
  assert.deepEqual(cut(KITCHEN_ONLY, 'flowtoken.getFlowTokens', tags), tags.slice(1))
  const notes = [{ id: '1', ownerUri: lamp }, { id: '2', ownerUri: bed }, { id: '3' }]
  assert.deepEqual(cut(KITCHEN_ONLY, 'notifications.getNotifications', notes), notes.slice(0, 1))
  assert.equal(cut(KITCHEN_ONLY, 'notifications.getNotification', notes[1]), 'nothing')
  assert.deepEqual(cut(KITCHEN_ONLY, 'images.getImages', notes), notes.slice(0, 1))
  const owners = { [lamp]: { uri: lamp }, [bed]: { uri: bed }, 'homey:manager:apps': {} }
  assert.deepEqual(cut(KITCHEN_ONLY, 'notifications.getOwners', owners), { [lamp]: { uri: lamp } })
})

test('lists of cards hold what may be used', () => {
  const cards = [`homey:device:${LAMP}:on`, `homey:device:${BED}:on`, 'homey:app:a.b:do'].map(
    (id) => ({ id }),
  )
  assert.deepEqual(cut(KITCHEN_ONLY, 'flow.getFlowCardActions', cards), cards.slice(0, 1))
  const named = { ...KITCHEN_ONLY, cards: [{ id: 'homey:app:a.b:do' }] }
  assert.deepEqual(cut(named, 'flow.getFlowCardActions', cards), cards.slice(2))
})

test('what can be picked names nothing that is not covered', () => {
  const entries = [
    { id: COOK, name: 'x' },
    { id: at.SLEEP, name: 'y' },
    { name: 'z', deep: [{ text: `x${BED.toUpperCase()}x` }] },
    { name: 'k', [LOCK]: 1 },
    { id: at.NOBODY },
  ]
  const ids = {
    type: 'flowcardaction',
    uri: 'homey:manager:flow',
    id: 'homey:manager:flow:programmatic_trigger',
  }
  const shown = cut(KITCHEN_ONLY, 'flow.getFlowCardAutocomplete', entries, ids)
  assert.deepEqual(shown, [entries[0], entries[4]])
  const uri = 'homey:app:com.athom.homeyscript'
  const scripts = { type: 'flowcardaction', uri, id: `${uri}:run` }
  const limits = { ...KITCHEN_ONLY, scripts: ['a'], cards: [{ id: `${uri}:run` }] }
  assert.deepEqual(
    cut(limits, 'flow.getFlowCardAutocomplete', [{ id: 'a' }, { id: 'b' }], scripts),
    [{ id: 'a' }],
  )
})

test('items of events are shown as they are in answers', () => {
  const coverage = at.covering({ zones: [KITCHEN], capabilities: ['onoff'] })
  const lamp = HOME.items.device.get(LAMP)
  assert.deepEqual(Object(cutItem('device', lamp, coverage)).capabilities, ['onoff'])
  assert.equal(cutItem('device', HOME.items.device.get(BED), coverage), undefined)
  assert.equal(cutItem('appsettings', { id: 'x' }, coverage), undefined)
  assert.equal(cutItem('constructor', { id: 'x' }, coverage), undefined)
  assert.equal(cutItem('device', 'x', coverage), undefined)
  assert.deepEqual(cutItem('alarm', { id: 'x' }, coverage), { id: 'x' })
  assert.equal(cutItem('pairsession', { id: 'x' }, coverage), undefined)
  assert.equal(showsCapability(LAMP, 'onoff', coverage), true)
  assert.equal(showsCapability(LAMP, 'dim', coverage), false)
  assert.equal(showsCapability(BED, 'onoff', coverage), false)
})

test('a deletion is told for what was covered before it', () => {
  const before = at.covering(KITCHEN_ONLY)
  assert.deepEqual(cutDeletion('device', LAMP, before), { id: LAMP })
  assert.equal(cutDeletion('device', BED, before), undefined)
  assert.equal(cutDeletion('device', at.NOBODY, before), undefined)
  assert.equal(cutDeletion('notification', 'x', before), undefined)
  assert.deepEqual(cutDeletion('notification', 'x', at.covering({ own: true })), { id: 'x' })
})

test('what moves out of the limits is no longer shown', () => {
  const moved = withItem(HOME, 'device', LAMP, { ...HOME.items.device.get(LAMP), zone: at.BEDROOM })
  const coverage = at.covering(KITCHEN_ONLY, moved)
  assert.equal(cutItem('device', moved.items.device.get(LAMP), coverage), undefined)
})
