// The search for canaries finds what it is for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Canaries, formsOf } from './canaries.ts'

test('a secret is found in every form in which it may be written', () => {
  const secret = new Canaries().make('one')
  const writings: Readonly<Record<string, (text: string) => string>> = {
    plain: (text) => text,
    hex: (text) => Buffer.from(text).toString('hex'),
    URL: (text) => encodeURIComponent(text),
    form: (text) => String(new URLSearchParams({ text })),
    JSON: (text) => JSON.stringify({ text }),
    'JSON in JSON': (text) => JSON.stringify(JSON.stringify({ text })),
    base64: (text) => Buffer.from(text).toString('base64'),
    base64url: (text) => Buffer.from(text).toString('base64url'),
  }
  for (const [how, write] of Object.entries(writings)) {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const canaries = new Canaries()
      canaries.plant('one', secret)
      canaries.hear('there', write(`${before}${secret}${before}`))
      assert.notDeepEqual(canaries.found(), [], `${how} after "${before}"`)
    }
  }
  assert.ok(formsOf(secret).length >= 14)
})
