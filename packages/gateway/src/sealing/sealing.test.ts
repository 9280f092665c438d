// Sealing: what was sealed opens again, and with another key, for another hub or changed, never.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { openSealing, sealingWith } from './sealing.ts'

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
