// The states of clients: whatever happens in whatever order, nobody is reviewed without a review, nobody is listed
// without a directory, and who is suspended stays so until that ends.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ClientEvent, FIRST, moved, type Position, TABLE, vettedOf } from './client-state.ts'
import type { Identity } from './identity.ts'
import { after, type Facts, isChanged, newReview, suspendedBy, withFacts } from './review.ts'

const EVENTS: readonly ClientEvent[] = [
  ...(['submit', 'approve', 'return', 'keep', 'change'] as const),
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
        if (is === 'reviewed') assert.match(`${event} ${was}`, /^(?:approve|keep) submitted$/)
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

const identities = fc.constantFrom('Panel', 'Homey Official').map((name): Identity => {
  return { name, logo: null, redirectUris: ['https://panel.example/back'] }
})
const facts = fc.record({
  ...{ identity: identities, isWaitingFor: fc.boolean(), isListed: fc.boolean() },
  suspending: fc.constantFrom(0, 1).map((count): Facts['suspending'] => {
    return count === 0 ? [] : [{ by: 'directory:D', at: 1, because: 'It steals.' }]
  }),
})
const owners = fc.constantFrom('suspend', 'resume')

test('whatever becomes of a client, who is vouched for is who was looked at; who is suspended waits', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(facts, fc.option(owners)), { maxLength: 20 }), (story) => {
      const [first] = story
      let review = newReview('c', first?.[0].identity ?? { name: '', logo: null, redirectUris: [] })
      for (const [seen, act] of story) {
        if (act) {
          const own = act === 'suspend' ? [{ by: 'ann', at: 1, because: '' }] : []
          const others = review.suspensions.filter(({ by }) => by !== 'ann')
          review = suspendedBy(review, [...others, ...own])
        }
        review = withFacts(review, seen)
        const vetted = vettedOf(review.at)
        assert.notEqual(vetted, 'reviewed', 'nobody reviewed anything')
        if (vetted === 'listed') assert.ok(seen.isListed && !isChanged(review))
        assert.equal(review.at.state === 'suspended', review.suspensions.length > 0)
        assert.deepEqual(withFacts(review, seen), review, 'looking twice is looking once')
        if (review.at.state === 'suspended') {
          assert.equal(after(review, 'approve'), review)
        }
      }
    }),
    { numRuns: 1_000 },
  )
})
