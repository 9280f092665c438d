// From words to permissions: what each kind of word comes to, and what is refused with help.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { GENERATIONS } from '../generation.ts'
import { PERMISSIONS } from '../permissions/permissions.ts'
import { athomScopes } from './athom-scopes.ts'
import { expand, permissionsOn } from './expand.ts'
import { PRESETS } from './presets.ts'

test('a permission is itself, once, in order, whatever was typed how often', () => {
  const words = ['flow:start', 'device:read', 'flow:start', 'alarm:read']
  assert.deepEqual(expand(words, 'pro-2023'), {
    permissions: ['alarm:read', 'device:read', 'flow:start'],
    absent: [],
    refused: [],
    limits: null,
  })
  assert.deepEqual(expand([], 'cloud'), {
    permissions: [],
    absent: [],
    refused: [],
    limits: null,
  })
})

test("Athom's scopes give their bundle, together with permissions beside them", () => {
  assert.deepEqual(expand(['homey.mood', 'zone:read'], 'cloud').permissions, [
    'mood:create',
    'mood:delete',
    'mood:read',
    'mood:set',
    'mood:update',
    'zone:read',
  ])
})

test('full control and the scope above all give every permission of the hub', () => {
  for (const one of GENERATIONS) {
    const every = [...permissionsOn(one)].sort()
    for (const word of ['preset:full-control', 'homey']) {
      assert.deepEqual(expand([word], one), {
        permissions: every,
        absent: [],
        refused: [],
        limits: null,
      })
    }
  }
  assert.deepEqual(
    GENERATIONS.map((one) => permissionsOn(one).size),
    [154, 214, 165],
  )
})

test('a preset gives what of it exists on the hub', () => {
  const { permissions } = expand(['preset:read-only'], 'cloud')
  assert.equal(permissions.includes('alarm:read'), false)
  assert.equal(permissions.includes('device:read'), true)
  assert.equal(expand(['preset:read-only'], 'pro-2019').permissions.includes('alarm:read'), true)
})

test('a word that means nothing on this hub is named as absent, not refused', () => {
  assert.deepEqual(expand(['audio:update', 'zone:read'], 'pro-2023'), {
    permissions: ['audio:update', 'zone:read'],
    absent: ['audio:update'],
    refused: [],
    limits: null,
  })
  assert.deepEqual(expand(['homey.energy'], 'pro-2019'), {
    permissions: [],
    absent: ['homey.energy'],
    refused: [],
    limits: null,
  })
})

test('an unknown word is refused, with the nearest one that is known', () => {
  const [refused] = expand(['flow:raed'], 'pro-2023').refused
  assert.deepEqual(refused, {
    word: 'flow:raed',
    reason: 'unknown-permission',
    message:
      '"flow:raed" is no permission, scope or preset. Did you mean "flow:read"? See: latchkey permissions',
  })
  const [far] = expand(['everything please'], 'pro-2023').refused
  assert.equal(
    far?.message,
    '"everything please" is no permission, scope or preset. See: latchkey permissions',
  )
})

test('no spelling but the one passes', () => {
  const words = [
    ...['', ' ', 'flow:read ', 'Flow:read', 'flow:*', '*', 'homey.', 'homey.flow.', 'homey.*'],
    ...['HOMEY', 'preset:', 'preset:everything', 'flow:read\u0000', 'flow:read,zone:read'],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'],
    ...['users.login', 'system:ping', 'homey.device:control'],
  ]
  const { permissions, refused } = expand(words, 'pro-2023')
  assert.deepEqual(permissions, [])
  assert.deepEqual(
    refused.map(({ word }) => word),
    words,
  )
})

test('a preset that is safe only with limits brings them along', () => {
  const { permissions, refused, limits } = expand(['preset:flow-helper', 'zone:read'], 'pro-2023')
  assert.ok(permissions.includes('flow:create'))
  assert.deepEqual([refused, limits], [[], { own: true }])
  assert.equal(expand(['flow:create'], 'pro-2023').limits, null)
})

test('expand() is sorted, without repeats, and made of known permissions, for any words', () => {
  const word = fc.oneof(
    fc.constantFrom(...PERMISSIONS.keys(), ...Object.keys(PRESETS), 'homey'),
    fc.constantFrom(...GENERATIONS.flatMap((one) => [...athomScopes(one).keys()])),
    fc.string({ maxLength: 12 }),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), fc.constantFrom(...GENERATIONS), (words, on) => {
      const { permissions, refused } = expand(words, on)
      assert.deepEqual(permissions, [...new Set(permissions)].sort())
      for (const one of permissions) assert.ok(PERMISSIONS.has(one), one)
      for (const one of refused) assert.ok(words.includes(one.word))
    }),
    { numRuns: 300 },
  )
})
