// Questions in words: what is asked for is said with the names of the home, in both languages, and nothing that
// a client wrote becomes more than text.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Home, nothingKnown } from '../limits/home.ts'
import { harmless } from './push-text.ts'
import { type QuestionParts, questionOf } from './question.ts'
import { sentence } from './question-words.ts'

const LAMP = '11111111-1111-4111-8111-111111111111'
const FLOW = '22222222-2222-4222-8222-222222222222'
const ZONE = '33333333-3333-4333-8333-333333333333'

const capabilitiesObj = {
  onoff: { title: 'Turned on' },
  dim: { title: 'Dim level', units: '%' },
  target_temperature: { title: 'Target', units: '°C' },
}

const empty = nothingKnown('pro-2023')
const HOME: Home = {
  ...empty,
  items: {
    ...empty.items,
    zone: new Map([[ZONE, { id: ZONE, name: 'Hall' }]]),
    device: new Map([[LAMP, { id: LAMP, name: 'Lamp', zone: ZONE, capabilitiesObj }]]),
    flow: new Map([[FLOW, { id: FLOW, name: '{client} {value}', enabled: true }]]),
  },
}

const asked = (operation: string, ids: QuestionParts['ids'], body: unknown, home?: Home) =>
  questionOf({
    ...{ operation, ids, body, home, query: '', client: 'Helper', label: 'A label' },
    ...{ danger: 'control', because: '', from: null },
  })

type Row = readonly [
  operation: string,
  ids: QuestionParts['ids'],
  body: unknown,
  en: string,
  nl: string,
]

const set = (capabilityId: string) => ({ deviceId: LAMP, capabilityId })
const SET = 'devices.setCapabilityValue'

const ROWS: readonly Row[] = [
  [
    SET,
    set('onoff'),
    { value: true },
    'set “Turned on” of “Lamp” (Hall) to yes',
    '“Turned on” van “Lamp” (Hall) op ja zetten',
  ],
  [
    SET,
    set('dim'),
    { value: 0.335 },
    'set “Dim level” of “Lamp” (Hall) to 33.5 %',
    '“Dim level” van “Lamp” (Hall) op 33.5 % zetten',
  ],
  [
    SET,
    set('target_temperature'),
    { value: 21 },
    'set “Target” of “Lamp” (Hall) to 21 °C',
    '“Target” van “Lamp” (Hall) op 21 °C zetten',
  ],
  [
    SET,
    set('other'),
    { value: 'a “b' },
    'set “other” of “Lamp” (Hall) to “a “b”',
    '“other” van “Lamp” (Hall) op “a “b” zetten',
  ],
  [
    'flow.triggerFlow',
    { id: FLOW },
    {},
    'start the Flow “{client} {value}”',
    'de Flow “{client} {value}” starten',
  ],
  ['flow.createFlow', {}, { name: 'X' }, 'make a new Flow', 'een nieuwe Flow maken'],
  [
    'flow.updateAdvancedFlow',
    { id: FLOW },
    {},
    'change the Advanced Flow “{client} {value}”',
    'de geavanceerde Flow “{client} {value}” wijzigen',
  ],
  [
    'zones.deleteZone',
    { id: ZONE },
    undefined,
    'delete the zone “Hall”',
    'de zone “Hall” verwijderen',
  ],
  [
    'zones.deleteZone',
    { id: 'gone' },
    undefined,
    'delete the zone “gone”',
    'de zone “gone” verwijderen',
  ],
  [
    'flow.runFlowCardAction',
    { uri: 'homey:manager:x', id: 'homey:manager:x:y' },
    {},
    'carry out the Flow card “homey:manager:x:y”',
    'de Flowkaart “homey:manager:x:y” uitvoeren',
  ],
  [
    'ledring.runAnimation',
    {},
    {},
    'do “A label” (ledring.runAnimation)',
    '‘ledring.runAnimation’ uitvoeren (A label)',
  ],
]

test('questions in words', () => {
  for (const [operation, ids, body, en, nl] of ROWS) {
    const question = asked(operation, ids, body, HOME)
    assert.equal(sentence(question, 'en'), `May “Helper” ${en}?`)
    assert.equal(sentence(question, 'nl'), `Mag “Helper” ${nl}?`)
  }
})

test('without a home there are ids, and what is long says that it is cut', () => {
  const { about, written, cut } = asked(
    'flow.updateFlow',
    { id: FLOW },
    { name: 'x'.repeat(5_000) },
  )
  assert.deepEqual([about, cut, written[0]?.after.length], [[], true, 4_001])
  const many = Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`m${n}`, n]))
  assert.equal(asked('flow.createFlow', {}, many).cut, true)
})

test('on a phone nothing is a tag or an address, or longer than a few lines', () => {
  const text = harmless(`[[homey:manager:logic|x]] https://evil.example ${'y'.repeat(500)}`)
  assert.ok(!/[[\]]|:\/\//.test(text))
  assert.equal(text.length, 300)
})
