// Whatever is asked and chosen: a grant never loses anything by it, and never gets anything that was not both asked for
// and chosen. And text from strangers is one clean line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Limits } from '@latchkey/catalogue'
import fc from 'fast-check'
import { grantWith } from '../grants/grant.test-support.ts'
import { asOf, type Grant } from '../grants/grant.ts'
import { LIST_MEMBERS } from '../owner-api/limit-inputs.ts'
import type { AskedObjects, Extension } from './permission-request.ts'
import { MAX_REASON, strangersText } from './strangers-text.ts'
import { choiceProblem, membersOf, widened } from './widening.ts'

const NOW = 1_000_000
const NAMES = ['flow:read', 'flow:update', 'mood:set', 'device:read', 'zone:read', 'user:read']
const names = fc.uniqueArray(fc.constantFrom(...NAMES)).map((all) => all.sort())
const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
const objects: fc.Arbitrary<AskedObjects> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...LIST_MEMBERS), ids), { selector: ([member]) => member })
  .map((lists) => Object.fromEntries(lists))
const life = fc.option(fc.integer({ min: 1, max: 1_000 }))
const extension: fc.Arbitrary<Extension> = fc.record({
  ...{ permissions: names, objects, askFirst: fc.boolean(), life },
})
const grant: fc.Arbitrary<Grant> = fc
  .tuple(
    names,
    fc.option(objects),
    fc.dictionary(fc.constantFrom(...NAMES), fc.integer({ min: 1, max: 500 })),
  )
  .map(([has, limits, lasts]) => {
    const lapses = new Map(
      Object.entries(lasts).flatMap(([name, rest]) =>
        has.includes(name) ? [[name, NOW + rest]] : [],
      ),
    )
    const found: Limits | null = limits && Object.keys(limits).length > 0 ? limits : null
    const base = grantWith({ permissions: new Set(has), limits: found })
    return lapses.size > 0 ? { ...base, lapses } : base
  })

/** The grant after a change. */
const after = (
  before: Grant,
  { permissions, limits, lapses }: ReturnType<typeof widened>,
): Grant => {
  const { lapses: _, ...rest } = before
  const left = lapses && lapses.size > 0 ? { lapses } : {}
  return { ...rest, permissions: new Set(permissions), limits, ...left }
}

test('a grant loses nothing, at any time, and gets only what was given, for as long', () => {
  fc.assert(
    fc.property(grant, extension, fc.integer({ min: 0, max: 2_000 }), (before, given, passed) => {
      const now = NOW + passed
      const was = asOf(before, now)
      const is = asOf(after(before, widened(before, given, NOW)), now)
      for (const one of was.permissions) assert.ok(is.permissions.has(one), `lost ${one}`)
      const counts = given.life === null || passed < given.life
      for (const one of is.permissions) {
        assert.ok(was.permissions.has(one) || (given.permissions.includes(one) && counts), one)
      }
      for (const one of counts ? given.permissions : []) assert.ok(is.permissions.has(one))
      for (const member of LIST_MEMBERS) {
        const [old, now] = [was.limits?.[member], is.limits?.[member]]
        assert.ok(
          (old ?? []).every((id) => now?.includes(id)),
          `${member} lost`,
        )
        assert.ok(
          (now ?? []).every((id) => old?.includes(id) || given.objects[member]?.includes(id)),
        )
      }
      // No list begins to limit that did not, but beside one that it adds up with.
      const begun = membersOf(is.limits ?? {}).filter((one) => was.limits?.[one] === undefined)
      assert.ok(begun.every((one) => ['zones', 'devices', 'flows', 'flowFolders'].includes(one)))
      assert.equal(is.limits === null, was.limits === null)
    }),
    { numRuns: 300 },
  )
})

test('a choice passes exactly if all of it was asked for, and something is chosen', () => {
  fc.assert(
    fc.property(extension, extension, (asked, choice) => {
      const within =
        choice.permissions.every((one) => asked.permissions.includes(one)) &&
        membersOf(choice.objects).every((member) =>
          choice.objects[member]?.every((id) => asked.objects[member]?.includes(id)),
        ) &&
        (choice.askFirst || !asked.askFirst) &&
        (asked.life === null || (choice.life !== null && choice.life <= asked.life))
      const nothing = choice.permissions.length + membersOf(choice.objects).length === 0
      const expected = nothing ? 'nothing' : within ? undefined : 'wider'
      assert.equal(choiceProblem(asked, choice), expected)
      const isAny = asked.permissions.length + membersOf(asked.objects).length > 0
      assert.equal(choiceProblem(asked, asked), isAny ? undefined : 'nothing')
    }),
    { numRuns: 300 },
  )
})

test('ask-first is about what is given, joins what the owner wrote, and is not lost by being held for a time', () => {
  const given = { permissions: ['mood:set'], objects: {}, askFirst: true, life: null }
  const bare = grantWith({ permissions: new Set(['zone:read']) })
  assert.deepEqual(widened(bare, given, NOW).restrictions, {
    askFirst: [{ permissions: ['mood:set'] }],
  })
  const askFirst = [{ things: ['locks' as const] }, { permissions: ['flow:start'] }]
  const asking = grantWith({ restrictions: { askFirst, rates: [] } })
  assert.deepEqual(widened(asking, given, NOW).restrictions, {
    askFirst: [{ things: ['locks'] }, { permissions: ['flow:start', 'mood:set'] }],
    rates: [],
  })
  const held = grantWith({ permissions: new Set(['mood:set']) })
  assert.equal(widened(held, given, NOW).restrictions, undefined, 'what it has is not touched')
  const lapsing = { ...held, lapses: new Map([['mood:set', NOW + 5]]) }
  assert.deepEqual(widened(lapsing, given, NOW).restrictions?.askFirst?.length, 1)
})

/** Letters, and what is none. */
const LETTERS = fc.constantFrom(
  ...[
    'a',
    'é',
    ' ',
    '\n',
    '\t',
    ':',
    'lk_',
    '…',
    '\u0301',
    '\u{1f600}',
    '\u{e0041}',
    '\ud800',
    '\udc00',
  ],
  ...['\u202e', '\u200b', '\u0007', '\u001b', '\u2028', '\ue000', '\u0378', '\u115f', '\ufeff'],
)

test('text from strangers is one line of what is seen, without keys, and says where it was cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: LETTERS, maxLength: 700 }), (text) => {
      const clean = strangersText(text)
      assert.ok([...clean].length <= MAX_REASON)
      assert.ok(!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(clean))
      assert.equal(strangersText(clean), clean, 'cleaning twice is once')
    }),
    { numRuns: 300 },
  )
  assert.equal(strangersText(' For\r\n\tthe  scene '), 'For the scene')
  assert.equal(strangersText('a\u202eb\u0007c'), 'a\ufffdb\ufffdc')
  assert.equal(strangersText('x'.repeat(600)), `${'x'.repeat(499)}…`)
  assert.equal(strangersText('e\u0301\u0301\u0301\u0301\u0301\u0301'), 'é\u0301\u0301\u0301')
  assert.equal(strangersText(`my key is lk_${'a'.repeat(49)}`), 'my key is …')
})
