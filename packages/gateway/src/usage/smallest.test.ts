// The smallest set of permissions: it does for everything that was used, and nothing of it can go.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { needText, readNeed } from './need.ts'
import { smallestFor } from './smallest.ts'

const held = (...all: readonly string[]) => new Set(all)

const ROWS: readonly (readonly [
  what: string,
  needs: readonly string[],
  held: ReadonlySet<string>,
  smallest: readonly string[],
])[] = [
  ['nothing used, nothing needed', [], held('device:read'), []],
  ['one of two', ['device:read'], held('device:read', 'zone:read'), ['device:read']],
  [
    'both of what is needed together',
    ['device:control+security-device:control', 'device:control'],
    held('device:control', 'security-device:control'),
    ['device:control', 'security-device:control'],
  ],
  [
    'of two that would do the lesser',
    ['flow:update|flow:enable'],
    held('flow:update', 'flow:enable'),
    ['flow:enable'],
  ],
  [
    'not the lesser, where the greater is needed anyway',
    ['flow:update|flow:enable', 'flow:update'],
    held('flow:update', 'flow:enable'),
    ['flow:update'],
  ],
  [
    'a part in place of the whole',
    ['flow:update|flow:enable'],
    held('flow:update'),
    ['flow:enable'],
  ],
  ['what is held no more is past', ['flow:update'], held('flow:enable'), []],
  [
    'what only shows more is kept',
    ['device:read', '~device-secret:read'],
    held('device:read', 'device-secret:read'),
    ['device-secret:read', 'device:read'],
  ],
]

for (const [what, needs, holds, smallest] of ROWS) {
  test(`smallest: ${what}`, () => {
    assert.deepEqual(smallestFor(needs, holds, { swap: true }).permissions, smallest)
  })
}

test('without swapping, what is left out is out of what is held', () => {
  const { permissions } = smallestFor(['flow:update|flow:enable'], held('flow:update'), {
    swap: false,
  })
  assert.deepEqual(permissions, ['flow:update'])
})

test('what only shows more is told apart from what is asked as well', () => {
  const both = held('device:read', 'flow:read')
  const { showing } = smallestFor(['device:read', '~device:read', '~flow:read'], both, {
    swap: false,
  })
  assert.deepEqual(showing, ['flow:read'])
})

const PERMISSIONS = ['device:read', 'device:control', 'flow:update', 'flow:enable', 'mood:set']
const ALTERNATIVE = fc.uniqueArray(fc.constantFrom(...PERMISSIONS), { minLength: 1, maxLength: 3 })
const NEED = fc.array(ALTERNATIVE, { minLength: 1, maxLength: 3 })

test('whatever was used: the smallest does for all of it, and no part of it does', () => {
  const meets = (have: ReadonlySet<string>, needs: readonly (readonly string[][])[]) =>
    needs.every((need) => need.some((all) => all.every((one) => have.has(one))))
  fc.assert(
    fc.property(fc.array(NEED, { maxLength: 8 }), fc.boolean(), (needs, swap) => {
      const all = held(...PERMISSIONS)
      const { permissions } = smallestFor(needs.map(needText), all, { swap })
      assert.ok(meets(held(...permissions), needs))
      for (const one of permissions) {
        const rest = permissions.filter((other) => other !== one)
        assert.ok(!meets(held(...rest), needs), `${one} could go`)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a need is read as it was written', () => {
  fc.assert(
    fc.property(NEED, (need) => {
      assert.deepEqual(readNeed(needText(need)), { alternatives: need })
    }),
  )
})
