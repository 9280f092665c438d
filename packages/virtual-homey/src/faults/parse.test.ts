// Rules are read as the README says, and what cannot be read is told in words.
import assert from 'node:assert/strict'
import test from 'node:test'
import { fits } from './fits.ts'
import { parseFault } from './parse.ts'

const RULES: readonly (readonly [string, object, readonly object[]])[] = [
  ['* -> drop', {}, [{ does: 'drop' }]],
  ['-> slow 200ms', {}, [{ does: 'slow', ms: 200 }]],
  ['GET every 3 -> slow 2s', { method: 'GET', every: 3 }, [{ does: 'slow', ms: 2000 }]],
  [
    'nth 2 flow.create* -> lose-answer',
    { nth: 2, operation: 'flow.create*' },
    [{ does: 'lose-answer' }],
  ],
  [
    'POST /api/manager/flow/* chance 0.5 times 4 -> refuse 429',
    { method: 'POST', path: '/api/manager/flow/*', chance: 0.5, times: 4 },
    [{ does: 'refuse', status: '429' }],
  ],
  [
    'system.* -> refuse 500 missing_api_method',
    { operation: 'system.*' },
    [{ does: 'refuse', status: '500', code: 'missing_api_method' }],
  ],
  [
    '* -> commit-later 3 requests',
    {},
    [{ does: 'commit-later', after: { amount: 3, unit: 'requests' } }],
  ],
  ['* -> commit-later 1s', {}, [{ does: 'commit-later', after: { amount: 1000, unit: 'ms' } }]],
  [
    'PUT -> normalise trim nfc, slow 5',
    { method: 'PUT' },
    [
      { does: 'normalise', forms: ['trim', 'nfc'] },
      { does: 'slow', ms: 5 },
    ],
  ],
  [
    'nth 1 -> edit flows "A, b" rename "C -d"',
    { nth: 1 },
    [{ does: 'edit', kind: 'flows', which: { by: 'name', name: 'A, b' }, rename: 'C -d' }],
  ],
  ['* -> edit zones delete', {}, [{ does: 'edit', kind: 'zones', which: { by: 'any' } }]],
  [
    'nth 9 -> expire-session, restart 1s',
    { nth: 9 },
    [{ does: 'expire-session' }, { does: 'restart', ms: 1000 }],
  ],
]

test('rules are read', () => {
  for (const [text, when, effects] of RULES) {
    assert.deepEqual(parseFault(text), { text, when, effects })
  }
})

const BROKEN: readonly (readonly [string, RegExp])[] = [
  ['drop', /Cannot read the fault "drop": expected "<when> -> <effect>"/],
  ['* ->', /expected an effect/],
  ['* -> explode', /an effect \(slow, drop, .*\), not "explode"/],
  ['* -> slow soon', /a time such as "slow 300ms"/],
  ['* -> refuse 418', /one of 401, 403, 429, 500/],
  ['nth zero -> drop', /which request, such as 3/],
  ['chance 2 -> drop', /a chance between 0 and 1/],
  ['flows -> drop', /a method, an operation such as "flow.create\*" or a path, not "flows"/],
  ['* -> drop, lose-answer', /one of drop, lose-answer, .*, not two/],
  ['* -> drop now', /nothing more after "drop", not "now"/],
  ['* -> edit lamps delete', /one of zones, devices/],
  ['* -> edit flows', /"rename", "delete" or the name of one of them/],
]

test('what cannot be read is told in words', () => {
  for (const [text, message] of BROKEN) assert.throws(() => parseFault(text), { message })
})

test('a star stands for anything, and nothing else does', () => {
  const target = { method: 'POST', path: '/api/x?y=1', operation: 'flow.createFlow' }
  const operation = (pattern: string) => fits({ operation: pattern }, target)
  assert.deepEqual(
    ['flow.createFlow', 'flow.*', '*.create*', 'flow.create', 'flow.createFlow*', '*Folder'].map(
      operation,
    ),
    [true, true, true, false, true, false],
  )
  assert.deepEqual(
    [fits({ path: '/api/x' }, target), fits({ path: '/api/*' }, target)],
    [false, true],
  )
})
