// What a hub's own credential can do, and the narrowest one that would do.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { GENERATIONS } from '../generation.ts'
import { athomScopes } from './athom-scopes.ts'
import { scopesNeeded, withinCeiling } from './ceiling.ts'
import { permissionsOn } from './expand.ts'

test('a permission is within a credential that has all its scopes', () => {
  const within = (permission: string, scopes: readonly string[] | null) =>
    withinCeiling(permission, 'pro-2023', scopes)
  assert.equal(within('flow:create', ['homey.flow.readonly']), false)
  assert.equal(within('flow:create', ['homey.flow']), true)
  assert.equal(within('flow:create', ['homey']), true)
  assert.equal(within('flow:read', ['homey.flow']), true)
  assert.equal(within('flow:start', ['homey.flow.readonly', 'homey.device']), false)
  assert.equal(within('auto-update:update', ['homey.app']), false)
  assert.equal(within('auto-update:update', ['homey.app', 'homey.system']), true)
  assert.equal(within('flow:create', []), false)
  assert.equal(within('flow:create', null), true)
})

test('what refines a permission is within the same credential as that one', () => {
  const within = (permission: string, scope: string) => withinCeiling(permission, 'cloud', [scope])
  assert.equal(within('security-device:control', 'homey.device.readonly'), false)
  assert.equal(within('security-device:control', 'homey.device.control'), true)
  assert.equal(within('flow:enable', 'homey.flow.start'), false)
  assert.equal(within('flow:enable', 'homey.flow'), true)
})

test('scopesNeeded() names the fewest scopes', () => {
  const needed = (...permissions: string[]) => scopesNeeded(permissions, 'pro-2023')
  assert.deepEqual(needed('flow:read', 'flow:create', 'flow:start'), ['homey.flow'])
  assert.deepEqual(needed('flow:read', 'flow:start'), ['homey.flow.readonly', 'homey.flow.start'])
  assert.deepEqual(needed('auto-update:update'), ['homey.app', 'homey.system'])
  assert.deepEqual(needed('security-device:control'), ['homey.device.control'])
  assert.deepEqual(needed('homeyscript:run', 'app-api:call', 'no:such'), [])
  assert.deepEqual(needed(), [])
})

test('all that the scopes are needed for is within them, and not with one less', () => {
  const asked = fc
    .constantFrom(...GENERATIONS)
    .chain((generation) =>
      fc.tuple(
        fc.constant(generation),
        fc.array(fc.constantFrom(...permissionsOn(generation)), { maxLength: 12 }),
      ),
    )
  fc.assert(
    fc.property(asked, ([generation, permissions]) => {
      const scopes = scopesNeeded(permissions, generation)
      const allWithin = (held: readonly string[]) =>
        permissions.every((one) => withinCeiling(one, generation, held))
      assert.ok(allWithin(scopes))
      for (const scope of scopes) {
        assert.ok(athomScopes(generation).has(scope), scope)
        assert.equal(allWithin(scopes.filter((one) => one !== scope)), false, scope)
      }
    }),
    { numRuns: 500 },
  )
})
