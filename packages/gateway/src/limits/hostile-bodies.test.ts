// Hostile bodies: none passes, and none makes the judge fail or take long.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { judge } from './judge.ts'
import type { Judgement } from './judgement.ts'
import * as at from './small-home.test-support.ts'

const { BED, COOK, GROUP, HOME, KITCHEN, LAMP, MOOD, NOBODY } = at

const subject = at.subjectWith({ zones: [KITCHEN] })

/** Judges a body that was sent as this text. */
function judgedText(operation: string, text: string, ids = {}): Judgement {
  return at.judged(subject, at.callOf(operation, ids, JSON.parse(text)))
}

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

const flowText = (action: string, rest = ''): string =>
  `{"name":"x","trigger":${JSON.stringify(at.START)},"conditions":[],"actions":[${action}]${rest}}`

const lampText = JSON.stringify(at.does(LAMP))

const ROWS: Readonly<Record<string, string>> = {
  'nested deeply': flowText(`{"id":"homey:device:${LAMP}:on","args":${nested(5000)}}`),
  'a member called __proto__': flowText(lampText, `,"__proto__":{"actions":[]}`),
  'a card with __proto__': flowText(`{"__proto__":{"id":"homey:device:${LAMP}:on"}}`),
  'a hundred thousand cards': flowText(Array(100_000).fill(lampText).join(',')),
  'a number as a card': flowText('7'),
  'a number as an id': flowText('{"id":7,"args":{}}'),
  'a list as an id': flowText(`{"id":["homey:device:${LAMP}:on"],"args":{}}`),
  'a list as a name': flowText(lampText, ',"name":["x"]'),
  'two actions, the last of which counts': flowText(
    lampText,
    `,"actions":[${JSON.stringify(at.does(BED))}]`,
  ),
  'letters of another case': flowText(lampText.replace('homey:device', 'Homey:Device')),
  'an id of another case': flowText(
    `{"id":"homey:device:${'abcdefab'}${LAMP.slice(8).toUpperCase()}:on","args":{}}`,
  ),
  'letters that look alike': flowText(lampText.replace('device', 'd\u0435vice')),
  'a space behind the id': flowText(lampText.replace(LAMP, `${LAMP} `)),
  'an invisible space in the id': flowText(lampText.replace(LAMP, `${LAMP}\u200b`)),
  'a uri within a uri': flowText(
    lampText.replace('homey:device', 'homey:flowcardaction:homey:device'),
  ),
  'another owner beside the id': flowText(lampText.replace('{', `{"uri":"homey:device:${BED}",`)),
  code: flowText(
    '{"id":"homey:app:com.athom.homeyscript:run","args":{"script":{"id":"a","name":"b"}}}',
  ),
  'a folder that is a list': flowText(lampText, `,"folder":["${NOBODY}"]`),
  'an uncovered device in a text': flowText(
    JSON.stringify({ ...at.does(LAMP), args: { text: `x ${BED}` } }),
  ),
  'an unknown tag': flowText(
    JSON.stringify({ ...at.does(LAMP), args: { text: `[[homey:device:${BED}|onoff]]` } }),
  ),
  'a tag of an app': flowText(JSON.stringify({ ...at.does(LAMP), droptoken: 'homey:app:x|y' })),
  'an inherited name': flowText('{"id":"constructor","args":{}}'),
}

for (const [what, text] of Object.entries(ROWS)) {
  test(`no flow passes that has ${what}`, { timeout: 30_000 }, () => {
    assert.equal(judgedText('flow.createFlow', text).verdict, 'deny')
    assert.equal(judgedText('flow.updateFlow', text, { id: COOK }).verdict, 'deny')
  })
}

test('the flow that these are made of passes', () => {
  assert.equal(judgedText('flow.createFlow', flowText(lampText)).verdict, 'allow')
})

test('what is no JSON is not judged as if it were', () => {
  const bodies = [new Date(), Buffer.from('x'), () => 1, Symbol('x'), 1n, Number.NaN, new Map()]
  for (const body of bodies) {
    const call = at.callOf('audio.setOptionVolume', {}, { value: body })
    assert.equal(judge(call, subject, HOME).verdict, 'deny', String(body))
  }
})

const words = fc.constantFrom(
  ...['id', 'uri', 'args', 'name', 'trigger', 'actions', 'conditions', 'cards', 'devices', 'state'],
  ...['deviceIds', 'zone', 'parent', 'folder', 'enabled', 'type', 'action', '__proto__', 'columns'],
  ...[LAMP, BED, NOBODY, `homey:device:${BED}:on`, `[[homey:device:${BED}|onoff]]`, 'constructor'],
  ...['homey:manager:flow:programmatic_trigger', 'homey:zone:', '\ud800', '', ' '],
)
const bodies = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    ...[words, fc.integer(), fc.boolean(), fc.constant(null)],
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(words, tie('value'), { maxKeys: 5 }),
  ),
})).value

const CALLS = [
  ...['flow.createFlow', 'flow.createAdvancedFlow', 'moods.createMood', 'devices.createGroup'],
  ...[
    'dashboards.createDashboard',
    'zones.createZone',
    'flow.createFlowFolder',
    'logic.createVariable',
  ],
  ...['flow.updateFlow', 'moods.updateMood', 'devices.updateGroup', 'devices.updateDevice'],
  ...[
    'devices.setDeviceSettings',
    'zones.updateZone',
    'flow.runFlowCardAction',
    'flow.updateAdvancedFlow',
  ],
]

const idsOf = fc.record({
  id: fc.constantFrom(LAMP, COOK, MOOD, GROUP, KITCHEN, 'constructor', '__proto__', ''),
  uri: fc.constantFrom(`homey:device:${LAMP}`, `homey:device:${BED}`, 'homey:', '__proto__'),
})

test('whatever is sent, the judge says something, and what passes names nothing outside', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CALLS), idsOf, bodies, (operation, ids, body) => {
      const judgement = at.judged(subject, at.callOf(operation, ids, body))
      if (judgement.verdict !== 'allow') return
      const text = JSON.stringify(withoutWords(judgement.body) ?? null)
      if (operation !== 'logic.createVariable') assert.ok(!text.includes(BED), text)
    }),
    { numRuns: 3000 },
  )
})

// Names, notes and pictures are for people, whatever stands in them.
const WORDS = new Set(
  'name note icon iconOverride uiIndicator virtualClass preset class type'.split(' '),
)

function withoutWords(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !WORDS.has(name)))
}
