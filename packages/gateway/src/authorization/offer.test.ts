// What comes from the consent form may be narrower than what was asked for, and nothing else (case 20).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Choice, chosenOf, type Offer } from './offer.ts'

const KNOWN = ['kitchen', 'hall', 'lamp', 'lock']
const OFFERED = ['device:read', 'device:control', 'flow:read']

const offer = (within?: Offer['within']): Offer => ({
  ...{ permissions: OFFERED, absent: [], beyond: [], brought: null, within },
})
const choose = (of: Offer, permissions: readonly string[], only: Choice['only']) =>
  chosenOf(of, { permissions, only, life: null }, new Set(KNOWN))

test('a request for one room does not become one for another, nor for the house', () => {
  const kitchen = offer({ zones: ['kitchen'] })
  const read = ['device:read']
  assert.equal(choose(kitchen, read, { zones: ['hall'], devices: [] }), 'wider')
  assert.equal(choose(kitchen, read, { zones: ['kitchen'], devices: ['lock'] }), 'wider')
  assert.equal(choose(kitchen, read, null), 'wider')
  assert.deepEqual(choose(kitchen, read, { zones: ['kitchen'], devices: [] }), {
    ...{ permissions: read, limits: { zones: ['kitchen'] } },
  })
})

test('whatever the form says, what is given was offered', () => {
  const some = (of: readonly string[]) => fc.subarray([...of])
  const places = fc.record({ zones: some(KNOWN), devices: some(KNOWN) })
  const asked = fc.record({ zones: some(KNOWN), devices: some(KNOWN) })
  const words = some([...OFFERED, 'system:reboot'])
  fc.assert(
    fc.property(words, fc.option(places), fc.option(asked), (permissions, only, within) => {
      const chosen = choose(offer(within ?? undefined), permissions, only)
      if (typeof chosen === 'string') return
      assert.ok(chosen.permissions.every((one) => OFFERED.includes(one)))
      if (within === null) return
      assert.ok(chosen.limits)
      assert.ok((chosen.limits.zones ?? []).every((one) => within.zones.includes(one)))
      assert.ok((chosen.limits.devices ?? []).every((one) => within.devices.includes(one)))
    }),
    { numRuns: 500 },
  )
})
