// Athom's way to ask, in our words: however scopes are joined they are the same scopes, and everything else of the
// request arrives as it was sent.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ownQuery, scopesIn } from './authorise.ts'

const word = fc.constantFrom('device:read', 'homey.flow', 'preset:control', 'account', 'account.x')
const joint = fc.constantFrom(',', ' ', ', ', ',,')
const others = fc.dictionary(
  fc.constantFrom('state', 'redirect_uri', 'client_id', 'code_challenge', 'resource'),
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
)

test('scopes mean the same however they are joined, and the rest is untouched', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word), joint, fc.boolean(), others, (words, by, isMany, rest) => {
      const sent = { ...rest, [isMany ? 'scopes' : 'scope']: words.join(by) }
      const raw = new URLSearchParams(sent).toString()
      const own = new URLSearchParams(ownQuery(raw, null))
      const wanted = words.filter((one) => !one.startsWith('account'))
      assert.deepEqual(own.get('scope')?.split(' ') ?? [], wanted)
      assert.equal(own.get('scopes'), null)
      own.delete('scope')
      assert.deepEqual(Object.fromEntries(own), { ...rest })
    }),
    { numRuns: 300 },
  )
})

test('what a client asks for by default counts where it says nothing, and only there', () => {
  const scope = (raw: string, given: string | null) =>
    new URLSearchParams(ownQuery(raw, given)).get('scope')
  assert.equal(scope('client_id=x', 'account mood:read flow:read'), 'mood:read flow:read')
  assert.equal(scope('client_id=x&scope=', 'mood:read'), 'mood:read')
  assert.equal(scope('scope=flow%3Aread', 'mood:read'), 'flow:read')
  assert.equal(scope('scope=account', 'mood:read'), null)
  assert.equal(scope('client_id=x', null), null)
  assert.deepEqual(scopesIn(new URLSearchParams('scope=a&scope=b,a&scopes=c')), ['a', 'b', 'c'])
})
