// The dialect as a table of what goes in and what the hub gets, and properties of both directions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Operation, operationById } from '@latchkey/catalogue'
import fc from 'fast-check'
import { fromHub } from './answers.ts'
import { dialectOf } from './dialect.ts'
import { meantBody, toHub } from './requests.ts'

const v3 = (id: string): Operation => {
  const found = operationById('pro-2023', id) ?? operationById('pro-2019', id)
  assert.ok(found, id)
  return found
}
const D = 'homey:device:7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10'

const IDS: readonly (readonly [
  operation: string,
  asked: Readonly<Record<string, string>>,
  sent: Readonly<Record<string, string>> | 'malformed-id' | 'not-on-this-hub',
])[] = [
  ['flow.getFlowCardAction', { uri: D, id: `${D}:on` }, { uri: D, id: 'on' }],
  ['flow.getFlowCardAction', { uri: D, id: 'on' }, { uri: D, id: 'on' }],
  ['flow.getFlowCardTrigger', { uri: D, id: `${D}:a:b` }, { uri: D, id: 'a:b' }],
  ['flow.runFlowCardAction', { uri: D, id: `${D}:on` }, { uri: D, id: 'on' }],
  ['flowtoken.getFlowToken', { id: `${D}:dim` }, { uri: D, id: 'dim' }],
  ['flowtoken.getFlowToken', { uri: D, id: 'dim' }, { uri: D, id: 'dim' }],
  ['flowtoken.getFlowToken', { uri: `${D}:dim`, id: 'value' }, 'malformed-id'],
  ['flowtoken.getFlowTokenValue', { id: `${D}:dim` }, 'not-on-this-hub'],
  ['drivers.getDriver', { id: 'homey:app:a.b:c' }, { uri: 'homey:app:a.b', id: 'c' }],
  ['drivers.getDriver', { id: 'switch' }, 'malformed-id'],
  ['insights.getLog', { id: `${D}:dim` }, { uri: D, id: 'dim' }],
  ['insights.getLogEntries', { uri: D, id: `${D}:dim` }, { uri: D, id: 'dim' }],
  ['insights.getLog', { uri: '..', id: 'dim' }, 'malformed-id'],
  ['insights.getLog', { uri: D, id: '..' }, 'malformed-id'],
  ['flow.getFlow', { id: '..' }, 'malformed-id'],
  ['flow.getFlow', { id: 'any' }, { id: 'any' }],
  ['users.getUser', { id: 'me' }, 'malformed-id'],
  ['audio.getOptionVolume', {}, {}],
  ['devices.createGroup', {}, 'not-on-this-hub'],
]

for (const [operation, asked, sent] of IDS) {
  test(`${operation} ${JSON.stringify(asked)}: ${JSON.stringify(sent)}`, () => {
    const call = toHub(v3(operation), asked, 'a=b', undefined)
    assert.deepEqual(typeof call === 'string' ? call : call.ids, sent)
    if (typeof call === 'string') return
    assert.deepEqual([call.operation.generation, call.query], ['pro-2019', 'a=b'])
  })
}

const bodySent = (operation: string, body: unknown, ids = { id: 'x' }) => {
  const call = toHub(v3(operation), ids, '', body)
  return typeof call === 'string' ? call : call.body
}

const LONG = {
  name: 'Flow',
  trigger: { id: `${D}:onoff_true`, args: {}, uri: `homey:flowcardtrigger:${D}:onoff_true` },
  conditions: [{ id: 'homey:manager:logic:lt', args: {}, droptoken: `${D}|dim`, inverted: false }],
  actions: [{ id: 'homey:mood:m:set', group: 'then' }],
}
const SHORT = {
  name: 'Flow',
  trigger: { uri: D, id: 'onoff_true', args: {} },
  conditions: [
    { uri: 'homey:manager:logic', id: 'lt', args: {}, droptoken: `${D}|dim`, inverted: false },
  ],
  actions: [{ uri: 'homey:mood:m', id: 'set', group: 'then' }],
}

test('a flow goes to the hub in its own form, whichever spelling it came in', () => {
  assert.deepEqual(bodySent('flow.createFlow', LONG), SHORT)
  assert.deepEqual(bodySent('flow.createFlow', SHORT), SHORT)
  assert.deepEqual(bodySent('flow.updateFlow', { enabled: false }), { enabled: false })
  const tested = { flow: LONG, tokens: {}, sessionId: 's' }
  assert.deepEqual(bodySent('flow.testFlow', tested), { ...tested, flow: SHORT })
})

test('an advanced flow: cards of all types, notes and delays as they are, odd keys too', () => {
  const canvas = (action: object) => ({
    name: 'Canvas',
    cards: Object.fromEntries([
      ['a', { type: 'action', x: 0, ...action }],
      ['b', { type: 'note', value: `${D}:on` }],
      ['__proto__', { type: 'condition', ...action }],
    ]),
  })
  const short = canvas({ ownerUri: D, id: 'on' })
  assert.deepEqual(bodySent('flow.createAdvancedFlow', canvas({ id: `${D}:on` })), short)
  assert.deepEqual(
    bodySent('flow.updateAdvancedFlow', canvas({ id: `${D}:on`, ownerUri: D })),
    short,
  )
  assert.deepEqual(bodySent('flow.createAdvancedFlow', short), short)
  assert.deepEqual(meantBody('flow.createAdvancedFlow', short), canvas({ id: `${D}:on` }))
})

test('a pair session names its driver in two halves', () => {
  const sent = { type: 'pair', driverUri: 'homey:app:a.b', driverId: 'c' }
  const asked = { type: 'pair', driverId: 'homey:app:a.b:c' }
  assert.deepEqual(bodySent('drivers.createPairSession', asked), sent)
  assert.deepEqual(bodySent('drivers.createPairSession', sent), sent)
})

test('what is no flow goes on as it is', () => {
  for (const body of [null, 7, 'x', [], { trigger: null }, { trigger: { id: 'short' } }]) {
    assert.deepEqual(bodySent('flow.createFlow', body), body)
    assert.deepEqual(bodySent('flow.createAdvancedFlow', body), body)
    assert.deepEqual(bodySent('flow.testFlow', body), body)
    assert.deepEqual(bodySent('drivers.createPairSession', body), body)
    assert.deepEqual(fromHub('flow.getFlow', body), body)
  }
})

test('debugging is named in the path of a V2 hub, in the body of a V3 one', () => {
  const sent = (ids: Record<string, string>, body: unknown) => {
    const call = toHub(v3('system.setDebug'), ids, '', body)
    return typeof call === 'string' ? call : call.ids
  }
  assert.deepEqual(sent({}, { namespace: 'homey:*' }), { mask: 'homey:*' })
  assert.deepEqual(sent({ mask: 'all' }, {}), { mask: 'all' })
  assert.equal(sent({}, { namespace: '..' }), 'malformed-id')
  assert.equal(sent({}, {}), 'malformed-id')
})

const part = fc.stringMatching(/^[a-z0-9.-]{1,12}$/)
const owner = fc
  .tuple(fc.constantFrom('manager', 'app', 'device', 'zone', 'mood'), part)
  .map((two) => `homey:${two.join(':')}`)
const short = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(':'))
const more = fc.dictionary(
  fc.string().filter((name) => !['id', 'uri', 'ownerUri', 'type', '__proto__'].includes(name)),
  fc.jsonValue(),
)
const shortCard = (member: 'uri' | 'ownerUri') =>
  fc.tuple(more, owner, short).map(([rest, uri, id]) => ({ ...rest, [member]: uri, id }))
const longCard = fc.tuple(more, owner, short).map(([rest, uri, id]) => ({
  ...rest,
  id: `${uri}:${id}`,
}))
const flowOf = (card: fc.Arbitrary<object>) =>
  fc.record(
    { name: fc.string(), trigger: card, conditions: fc.array(card), actions: fc.array(card) },
    { requiredKeys: [] },
  )
const canvasOf = (card: fc.Arbitrary<object>) =>
  fc.record({ name: fc.string(), cards: fc.dictionary(fc.uuid(), card) })

test('what a hub answers comes back to it byte for byte, and so does what a client sends', () => {
  const there = (kind: string, flow: unknown) => bodySent(`flow.create${kind}`, flow)
  const back = (kind: string, flow: unknown) => fromHub(`flow.create${kind}`, flow)
  const same = (given: unknown, got: unknown) =>
    assert.equal(JSON.stringify(sorted(got)), JSON.stringify(sorted(given)))
  fc.assert(
    fc.property(flowOf(shortCard('uri')), (one) => same(one, there('Flow', back('Flow', one)))),
  )
  fc.assert(fc.property(flowOf(longCard), (one) => same(one, back('Flow', there('Flow', one)))))
  fc.assert(
    fc.property(canvasOf(shortCard('ownerUri')), (one) =>
      same(one, there('AdvancedFlow', back('AdvancedFlow', one))),
    ),
  )
  fc.assert(
    fc.property(canvasOf(longCard), (one) =>
      same(one, back('AdvancedFlow', there('AdvancedFlow', one))),
    ),
  )
})

test('no card with a whole id reaches the hub without its owner beside it', () => {
  const anyCard = fc.oneof(
    longCard,
    shortCard('uri'),
    shortCard('ownerUri'),
    fc.tuple(longCard, fc.jsonValue()).map(([card, uri]) => ({ ...card, uri, ownerUri: uri })),
    fc.jsonValue(),
  )
  const look = (card: unknown, owner: string) => {
    const { id, [owner]: uri } = (card ?? {}) as Record<string, unknown>
    if (typeof id !== 'string' || !/^homey:[^:]+:[^:]+:./.test(id)) return
    assert.match(String(uri), /^homey:[^:]+:[^:]+$/)
  }
  fc.assert(
    fc.property(fc.record({ trigger: anyCard, actions: fc.array(anyCard) }), (flow) => {
      const sent = bodySent('flow.createFlow', flow) as typeof flow
      for (const card of [sent.trigger, ...sent.actions]) look(card, 'uri')
    }),
  )
  fc.assert(
    fc.property(fc.record({ cards: fc.dictionary(fc.uuid(), anyCard) }), (flow) => {
      const sent = bodySent('flow.updateAdvancedFlow', flow) as typeof flow
      for (const card of Object.values(sent.cards)) look(card, 'ownerUri')
    }),
  )
})

test('any JSON at all is translated without an error, and translating twice is once', () => {
  const operations = ['flow.createFlow', 'flow.createAdvancedFlow', 'flow.testFlow']
  fc.assert(
    fc.property(fc.constantFrom(...operations), fc.jsonValue(), (operation, value) => {
      const once = bodySent(operation, value)
      assert.deepEqual(bodySent(operation, once), once)
      fromHub(operation, value)
      fromHub('devices.getDevices', value)
      fromHub('flow.getFlowCardTriggers', value)
      fromHub('insights.getLogEntries', value)
    }),
  )
})

test('hubs that speak V3 are not translated', () => {
  for (const generation of ['pro-2023', 'cloud'] as const) {
    const dialect = dialectOf(generation)
    const call = dialect.toHub(v3('flow.createFlow'), {}, '', LONG)
    assert.equal(typeof call === 'string' ? call : call.body, LONG)
    assert.equal(dialect.fromHub('flow.getFlow', SHORT), SHORT)
    assert.equal(dialect.isAnsweredOtherwise('flow.getFlow'), false)
  }
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, one]) => [key, sorted(one)])
}
