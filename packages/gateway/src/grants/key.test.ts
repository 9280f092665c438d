// Keys: their form, their checksum, and that nothing else is taken for one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hashOfKey, holdsKey, isApiKey, newApiKey } from './key.ts'

test('a new key has the form of one, and no two are alike', () => {
  const keys = Array.from({ length: 1000 }, () => newApiKey())
  assert.ok(keys.every((key) => isApiKey(key) && /^lk_[0-9A-Za-z]{49}$/.test(key)))
  assert.equal(new Set(keys).size, 1000)
})

test('a key with one letter changed, left out or doubled is none', () => {
  const key = newApiKey()
  fc.assert(
    fc.property(fc.nat(key.length - 1), fc.constantFrom('a', 'Z', '0', '9'), (at, letter) => {
      const changed = key.slice(0, at) + letter + key.slice(at + 1)
      assert.equal(isApiKey(changed), changed === key)
      assert.equal(isApiKey(key.slice(0, at) + key.slice(at + 1)), false)
      assert.equal(isApiKey(key.slice(0, at) + letter + key.slice(at)), false)
    }),
  )
})

test('a key in a text is seen, and a word that begins alike is not', () => {
  assert.equal(holdsKey(`/x/${newApiKey()}`), true)
  assert.equal(holdsKey('/setting/bulk_mode_of_the_house'), false)
})

test('the hash is SHA-256 in hex', () => {
  const key = newApiKey(() => 0)
  assert.equal(key.slice(0, 46), `lk_${'0'.repeat(43)}`)
  assert.match(hashOfKey(key), /^[0-9a-f]{64}$/)
})
