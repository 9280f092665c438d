// Sealing: what was sealed opens again, and with another key, for another hub or changed, never.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { openSealing, parseKeys } from './key-file.ts'
import { KeyRing } from './sealing.ts'

const sealingWith = (...keys: readonly [Buffer, ...Buffer[]]) => new KeyRing(keys)
const sealing = sealingWith(Buffer.alloc(32, 1))

test('any text opens again, and its sealed form does not hold it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), (text) => {
      const sealed = sealing.seal(text, 'hub')
      assert.equal(sealing.open(sealed, 'hub'), text)
      assert.ok(!sealed.includes(text))
      assert.notEqual(sealing.seal(text, 'hub'), sealed, 'never the same twice')
    }),
  )
})

test('another key, another hub or one letter changed: it does not open, and nothing is told', () => {
  const sealed = sealing.seal('secret', 'hub')
  const refusal = /cannot be opened/
  assert.throws(() => sealingWith(Buffer.alloc(32, 2)).open(sealed, 'hub'), refusal)
  assert.throws(() => sealing.open(sealed, 'other'), refusal)
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    // The last letter of a base64 text may hold bits that count for nothing.
    try {
      assert.equal(sealing.open(changed, 'hub'), 'secret')
    } catch (error) {
      assert.match(String(error), refusal)
    }
  }
  assert.throws(() => sealing.open('', 'hub'), refusal)
})

test('the key file is made once, for its owner only, and refused when others may read it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  const file = join(directory, 'sealing.key')
  try {
    const sealed = openSealing(file, undefined).seal('secret', 'hub')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.equal(openSealing(file, undefined).open(sealed, 'hub'), 'secret')
    chmodSync(file, 0o644)
    assert.throws(() => openSealing(file, undefined), /chmod 600/)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('the key may come from the environment, and must be 32 bytes', () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  const sealed = openSealing('/nowhere/at/all', key).seal('secret', 'hub')
  assert.equal(sealingWith(Buffer.alloc(32, 7)).open(sealed, 'hub'), 'secret')
  assert.throws(() => openSealing('/nowhere/at/all', 'c2hvcnQ='), /32 bytes/)
})

test('a text says which key it is sealed with; after a change of keys both open it', () => {
  const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)] as const
  const sealed = sealingWith(old).seal('secret', 'hub')
  const both = sealingWith(fresh, old)
  assert.equal(both.open(sealed, 'hub'), 'secret')
  assert.equal(both.isCurrent(sealed), false)
  assert.equal(both.isCurrent(both.seal('secret', 'hub')), true)
  assert.equal(sealingWith(fresh).open(both.seal('secret', 'hub'), 'hub'), 'secret')
})

test('texts from before keys had ids open with any of the keys', () => {
  // Sealed with a key of 32 ones for the hub "hub", by the version that wrote this form.
  const sealed = 'v1.eDJMuENots7cYU1Y.drr9ZPcB.Ikgq0iB6WBhqsZ0hqWPrKQ'
  assert.equal(sealing.open(sealed, 'hub'), 'secret')
  assert.equal(sealingWith(Buffer.alloc(32, 2), Buffer.alloc(32, 1)).open(sealed, 'hub'), 'secret')
  assert.throws(() => sealing.open(sealed, 'other'), /cannot be opened/)
})

test('keys are read one after another, in lines or with commas', () => {
  const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const [one, two] = [a.toString('base64'), b.toString('base64')]
  assert.deepEqual(parseKeys(`${one}\n${two}\n`), [a, b])
  assert.deepEqual(parseKeys(`${one},${two}`), [a, b])
  assert.throws(() => parseKeys('\n'), /32 bytes/)
})
