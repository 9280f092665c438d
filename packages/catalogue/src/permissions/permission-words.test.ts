// Whoever reads Dutch is told as much as whoever reads English.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inDutch, permissionWords } from './permission-words.ts'
import { PERMISSIONS } from './permissions.ts'

const PARTS = ['label', 'can', 'risk', 'safer'] as const
const placeholders = (text = '') => new Set(text.match(/\{\w+\}/g))
const parts = (text: string) => text.split('; ').length

test('every permission has its words in both languages, and no other has any', () => {
  assert.deepEqual(inDutch(), [...PERMISSIONS.keys()])
})

test('the Dutch words say of the same things, and are neither English nor twice the same', () => {
  const labels = new Set<string>()
  for (const [name, english] of PERMISSIONS) {
    const dutch = permissionWords(name, 'nl')
    assert.ok(dutch, name)
    for (const part of PARTS) {
      assert.ok(dutch[part].trim().length > 3, `${name} ${part}`)
      assert.equal(dutch[part], dutch[part].trim(), `${name} ${part}`)
      if (part !== 'label') assert.notEqual(dutch[part], english[part], `${name} ${part}`)
      // Who does it is said where it is said in English; what is told of, everywhere.
      for (const one of placeholders(english[part])) {
        if (one === '{app}' && part !== 'can') continue
        assert.ok(dutch[part].includes(one), `${name} ${part} leaves out ${one}`)
      }
      for (const one of placeholders(dutch[part])) {
        const all = PARTS.map((each) => english[each]).join(' ')
        assert.ok(one === '{app}' || all.includes(one), `${name} ${part} has ${one}`)
      }
    }
    assert.ok(dutch.can.includes('{app}'), `${name} does not say who`)
    assert.equal(parts(dutch.safer), parts(english.safer), `${name}: other steps`)
    assert.equal(dutch.escalates === undefined, english.escalates === undefined, name)
    assert.match(dutch.safer, /^[a-z].*\.$/, name)
    assert.doesNotMatch(PARTS.map((part) => dutch[part]).join(' '), /mogelijk|eventueel| u /, name)
    labels.add(dutch.label)
  }
  assert.equal(labels.size, PERMISSIONS.size)
})
