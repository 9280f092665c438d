// Of every operation: what its row in the limit column comes to. Of bodies: what was judged is what is
// sent, and nothing that is hostile passes or makes the judge fail.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS, type Limits, limitOf, operations } from '@latchkey/catalogue'
import { judge, needsState } from './judge.ts'
import { explain, type Judgement } from './judgement.ts'
import * as at from './small-home.test-support.ts'

const { BED, COOK, GROUP, HOME, KITCHEN, LAMP, MOOD, SLEEP } = at

const said = (judgement: Judgement): string =>
  judgement.verdict === 'deny' ? judgement.reason : judgement.verdict

/** A value for every parameter that a path may have. */
const IDS = new Proxy<Record<string, string>>({}, { get: () => at.NOBODY })

for (const [under, limits] of [
  ['a room limit', { zones: [KITCHEN] }],
  ['another limit', { own: true }],
] satisfies [string, Limits][]) {
  test(`every operation does what its row says under ${under}`, () => {
    const subject = at.subjectWith(limits)
    for (const operation of GENERATIONS.flatMap((one) => operations(one))) {
      const row = limitOf(operation.id)
      const matched = { matched: true as const, operation, ids: IDS, rest: [] }
      const judgement = judge({ matched, query: '', body: {} }, subject, HOME)
      const says = said(judgement)
      assert.ok(explain(judgement).length > 0)
      const refused = row.judge === 'refused' && (row.under === 'any' || under === 'a room limit')
      if (row.judge === 'free' || row.judge === 'answer') assert.equal(says, 'allow', operation.id)
      else if (refused) assert.equal(says, 'limited', operation.id)
      else if (row.judge === 'refused') assert.equal(says, 'allow', operation.id)
      else if (under === 'a room limit' && operation.requirement.class !== 'always') {
        assert.notEqual(says, 'merge', operation.id)
        const nothing = operation.id === 'logic.createVariable'
        const folder = operation.id === 'flow.createFlowFolder'
        assert.equal(says === 'allow', nothing || folder, `${operation.id} ${says}`)
      }
      if (!needsState(operation.id)) assert.ok(['free', 'refused', 'gateway'].includes(row.judge))
    }
  })
}

test('an operation that the column does not name is refused', () => {
  const { matched } = at.callOf('flow.getFlows')
  const operation = { ...matched.operation, id: 'flow.getEverything' }
  const call = { matched: { ...matched, operation }, query: '', body: undefined }
  assert.equal(said(judge(call, at.subjectWith({ own: true }), HOME)), 'limited')
})

test('what is sent is what was judged, without what the hub says itself', () => {
  const subject = at.subjectWith({ zones: [KITCHEN] })
  const flow = at.flow([at.does(LAMP)], { id: 'x', uri: 'y', broken: false, triggerable: true })
  const {
    id: _,
    uri: __,
    broken: ___,
    triggerable: ____,
    ...taken
  } = flow as Record<string, unknown>
  const made = at.judged(subject, at.callOf('flow.createFlow', {}, flow))
  assert.deepEqual(made, { verdict: 'allow', reason: 'judged', body: taken })
  assert.ok(made.verdict === 'allow' && made.body !== flow)
  const set = at.callOf(
    'devices.setCapabilityValue',
    { deviceId: LAMP, capabilityId: 'dim' },
    {
      ...{ value: 1, transactionId: 't', more: 1 },
    },
  )
  const judgement = at.judged(subject, set)
  assert.deepEqual(judgement.verdict === 'allow' && judgement.body, {
    value: 1,
    transactionId: 't',
  })
})

test('a change of what a flow does sends it whole, and one of its name sends the name', () => {
  const subject = at.subjectWith({ zones: [KITCHEN] })
  const present = HOME.items.flow.get(COOK)
  const renamed = at.judged(
    subject,
    at.callOf('flow.updateFlow', { id: COOK }, { name: 'x', id: 'y' }),
  )
  assert.deepEqual(renamed.verdict === 'allow' && renamed.body, { name: 'x' })
  const changed = at.judged(subject, at.callOf('flow.updateFlow', { id: COOK }, { actions: [] }))
  const { id: _, ...members } = present ?? {}
  assert.deepEqual(changed.verdict === 'allow' && changed.body, { ...members, actions: [] })
  const group = at.judged(
    subject,
    at.callOf('devices.updateGroup', { id: GROUP }, { iconOverride: 'x' }),
  )
  assert.deepEqual(group.verdict === 'allow' && group.body, {
    ...{ name: 'A device', deviceIds: [LAMP], iconOverride: 'x' },
  })
  const mood = at.judged(subject, at.callOf('moods.updateMood', { id: MOOD }, { preset: 'night' }))
  assert.deepEqual(mood.verdict === 'allow' && mood.body, {
    ...{ name: 'm', preset: 'night' },
    devices: { [LAMP]: { state: { onoff: true, dim: 0.5 } } },
  })
})

test('what the hub has now is what counts, not what it had', () => {
  const subject = at.subjectWith({ zones: [KITCHEN] })
  const call = at.callOf('flow.updateFlow', { id: COOK }, { conditions: [] })
  const judgement = judge(call, subject, HOME)
  assert.ok(judgement.verdict === 'merge')
  assert.deepEqual([judgement.kind, judgement.id], ['flow', COOK])
  const now = { ...HOME.items.flow.get(COOK), actions: [at.does(BED)] }
  assert.equal(said(judgement.judge(now)), 'not-covered')
  assert.equal(said(judgement.judge(undefined)), 'not-covered')
})

test('a draft is made one, and says so in what is sent', () => {
  const { enabled: _, ...flow } = at.flow([])
  const made = at.judged(at.subjectWith({ drafts: true }), at.callOf('flow.createFlow', {}, flow))
  assert.deepEqual(made.verdict === 'allow' && made.body, { ...flow, enabled: false })
  const on = at.callOf('flow.updateFlow', { id: SLEEP }, { enabled: null })
  assert.equal(said(at.judged(at.subjectWith({ drafts: true }), on)), 'not-understood')
})

test('what is not covered and what is not there are refused in the same words', () => {
  const subject = at.subjectWith({ devices: [LAMP] })
  const pairs: readonly (readonly [string, (id: string) => ReturnType<typeof at.callOf>])[] = [
    ['an object', (id) => at.callOf('devices.getDevice', { id })],
    ['a flow', (id) => at.callOf('flow.createFlow', {}, at.flow([at.does(id)]))],
    ['a zone', (id) => at.callOf('devices.updateDevice', { id: LAMP }, { zone: id })],
    [
      'a card',
      (id) => at.callOf('flow.getFlowCardAction', { uri: `homey:device:${id}`, id: 'on' }),
    ],
    ['a log', (id) => at.callOf('insights.getLog', { id: `homey:device:${id}:onoff` })],
    ['an image', (id) => at.callOf('files.getImage', { id })],
    ['a group', (id) => at.callOf('devices.setDeviceSettings', { id }, {})],
    ['an update', (id) => at.callOf('devices.updateGroup', { id }, { name: 'x' })],
  ]
  for (const [what, call] of pairs) {
    const [there, nowhere] = [BED, at.NOBODY].map((id) => at.judged(subject, call(id)))
    assert.deepEqual(there, nowhere, what)
    assert.equal(there?.verdict, 'deny', what)
  }
})

test('a refusal for want of a permission names it', () => {
  const lock = at.callOf(
    'devices.setCapabilityValue',
    { deviceId: at.LOCK, capabilityId: 'locked' },
    { value: true },
  )
  const without = at.judged(at.subjectWith({ devices: [at.LOCK] }), lock)
  assert.deepEqual(without.verdict === 'deny' && without.alternatives, [
    ['security-device:control'],
  ])
  const permissions = new Set(['security-device:control'])
  assert.equal(
    said(at.judged(at.subjectWith({ devices: [at.LOCK] }, { permissions }), lock)),
    'allow',
  )
  const trigger = { id: 'homey:manager:presence:user_enter', args: {} }
  const flow = at.callOf('flow.createFlow', {}, at.flow([], { trigger }))
  const blind = at.judged(at.subjectWith({ own: true }, { permissions: new Set() }), flow)
  assert.deepEqual(blind.verdict === 'deny' && blind.alternatives, [['presence:read']])
  assert.equal(said(at.judged(at.subjectWith({ own: true }), flow)), 'allow')
})
