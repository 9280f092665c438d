// The states of clients: whatever happens in whatever order, nobody is reviewed without a review, nobody is listed
// without a directory, and who is suspended stays so until that ends.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ClientEvent, FIRST, moved, type Position, TABLE, vettedOf } from './client-state.ts'

const EVENTS: readonly ClientEvent[] = [
  ...(['submit', 'approve', 'return', 'change'] as const),
  ...(['list', 'unlist', 'suspend', 'resume'] as const),
]

/** Where each event of a story led. */
function told(story: readonly ClientEvent[]) {
  let at: Position = FIRST
  return story.map((event) => {
    const before = at
    const result = moved(at, event)
    if ('at' in result) at = result.at
    return { event, before, after: at, isRefused: 'refused' in result }
  })
}

const stories = fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 })

test('never reviewed without an approval of what was submitted, never listed without a directory', () => {
  fc.assert(
    fc.property(stories, (story) => {
      for (const { event, before, after } of told(story)) {
        const [was, is] = [vettedOf(before), vettedOf(after)]
        if (is === was) continue
        if (is === 'reviewed') assert.deepEqual([event, was], ['approve', 'submitted'])
        if (is === 'listed') assert.equal(event, 'list')
        if (event === 'change') assert.equal(is, 'self-asserted')
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a suspension ends only when it is ended, and is nothing but a pause', () => {
  fc.assert(
    fc.property(stories, (story) => {
      for (const { event, before, after, isRefused } of told(story)) {
        if (before.state === 'suspended' && event !== 'resume') {
          assert.equal(after.state, 'suspended')
          if (event === 'approve') assert.ok(isRefused)
        }
        if (event === 'suspend') assert.equal(after.state, 'suspended')
        if (event === 'suspend' || event === 'resume') {
          assert.equal(vettedOf(after), vettedOf(before), 'it comes back to where it was')
        }
      }
    }),
    { numRuns: 2_000 },
  )
})

test('each row says why, and a change takes every vouching away', () => {
  for (const [state, row] of Object.entries(TABLE)) {
    for (const [event, move] of Object.entries(row)) {
      const why = 'refused' in move ? move.refused : move[1]
      assert.ok(why.length > 10, `${state} ${event}`)
    }
    const { change } = row
    assert.ok(!('refused' in change) && change[0] === 'self-asserted', state)
  }
})
