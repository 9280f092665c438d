// Athom's scopes as bundles: never more than the hub lets the scope do, and what a set of
// permissions covers is never claimed when something of it is missing.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { GENERATIONS, type Generation } from '../generation.ts'
import type { Operation } from '../operations/operation.ts'
import { operations } from '../operations/operations.ts'
import { satisfies } from '../operations/scopes.ts'
import { athomScopes, coveredScopes, operationsByPermission, ROOT_SCOPE } from './athom-scopes.ts'
import { permissionsOn } from './expand.ts'

/** What the hub lets a session with only this scope do; the prefix rule of reference 4.2. */
function hubAllows(scope: string, { scopes }: Operation): boolean {
  return scopes.every((needs) => needs === scope || needs.startsWith(`${scope}.`))
}

function permissionOf({ requirement }: Operation): string | undefined {
  return requirement.class === 'permission' ? requirement.permission : undefined
}

/** What the scope alone opens, and a permission could give. */
function opened(scope: string, generation: Generation): Operation[] {
  return operations(generation).filter(
    (one) => permissionOf(one) !== undefined && one.scopes.length > 0 && hubAllows(scope, one),
  )
}

const bundles = GENERATIONS.flatMap((generation) =>
  [...athomScopes(generation)].map(([scope, permissions]) => ({ generation, scope, permissions })),
)

test('every scope of the specifications is a bundle where it exists', () => {
  assert.deepEqual(
    GENERATIONS.map((one) => athomScopes(one).size),
    [37, 38, 34],
  )
  assert.equal(athomScopes('pro-2019').has('homey.energy'), false)
  assert.equal(athomScopes('cloud').has('homey.alarm'), false)
})

test('a bundle allows nothing that its scope does not', () => {
  for (const { generation, scope, permissions } of bundles) {
    const grouped = operationsByPermission(generation)
    for (const permission of permissions) {
      for (const one of grouped.get(permission) ?? []) {
        assert.ok(hubAllows(scope, one), `${scope} on ${generation} gives ${permission}: ${one.id}`)
      }
    }
  }
})

const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'pro-2019 homey.app': ['auto-update:update'],
  'pro-2019 homey.device.readonly': ['driver:read'],
  'pro-2019 homey.updates': ['auto-update:update'],
  'pro-2023 homey.app': ['auto-update:update'],
  'pro-2023 homey.system': ['auto-update:update'],
  'pro-2023 homey.system.readonly': ['google-sync:read'],
}

test('what a scope allows and its bundle leaves out is this, and no more', () => {
  const left: Record<string, string[]> = {}
  for (const { generation, scope, permissions } of bundles) {
    const partly = new Set(opened(scope, generation).map(permissionOf))
    const missing = [...partly].filter((one) => one && !permissions.includes(one)) as string[]
    if (missing.length > 0) left[`${generation} ${scope}`] = missing.sort()
  }
  console.log('left out of the bundles of scopes:', left)
  assert.deepEqual(left, LEFT_OUT)
})

test('bundles of scopes that people know', () => {
  const on = (generation: Generation, scope: string) => athomScopes(generation).get(scope)
  assert.deepEqual(on('pro-2023', 'homey.flow.start'), ['advanced-flow:start', 'flow:start'])
  assert.deepEqual(on('pro-2023', 'homey.device.control'), [
    'device:control',
    'security-device:control',
  ])
  assert.deepEqual(on('pro-2019', 'homey.device.readonly'), [
    'device-secret:read',
    'device-settings:read',
    'device:read',
  ])
  assert.deepEqual(on('cloud', 'homey.user.self'), ['profile:read', 'profile:update'])
  assert.deepEqual(on('pro-2023', 'homey.app.control'), [
    'app-settings:read',
    'app-settings:update',
  ])
})

test('a bundle lists existing permissions once, in order', () => {
  for (const { generation, scope, permissions } of bundles) {
    const sorted = [...new Set(permissions)].sort()
    assert.deepEqual(permissions, sorted, scope)
    for (const one of permissions) assert.ok(permissionsOn(generation).has(one), one)
  }
})

test('a bundle covers its own scope, and so do all permissions every scope', () => {
  for (const { generation, scope, permissions } of bundles) {
    const covers = coveredScopes(new Set(permissions), generation).includes(scope)
    assert.equal(covers, LEFT_OUT[`${generation} ${scope}`] === undefined, `${generation} ${scope}`)
  }
  for (const one of GENERATIONS) {
    const covered = coveredScopes(permissionsOn(one), one)
    assert.deepEqual(covered, [ROOT_SCOPE, ...athomScopes(one).keys()])
    assert.deepEqual(coveredScopes(new Set(), one), [])
  }
})

test('flows without their switch, or devices without locks, do not cover the scope', () => {
  const without = (scope: string, left: string) => {
    const held = new Set(athomScopes('pro-2023').get(scope))
    held.delete(left)
    return coveredScopes(held, 'pro-2023').includes(scope)
  }
  assert.equal(without('homey.flow', 'flow:enable'), false)
  assert.equal(without('homey.device.control', 'security-device:control'), false)
  assert.equal(without('homey.device.readonly', 'device-secret:read'), false)
})

test('coveredScopes() never names a scope that opens a call outside the held permissions', () => {
  const held = fc.constantFrom(...GENERATIONS).chain((generation) => {
    const all = [...permissionsOn(generation)]
    const scopes = [...athomScopes(generation).values()]
    return fc.record({
      generation: fc.constant(generation),
      whole: fc.array(fc.constantFrom(...scopes, all), { maxLength: 8 }),
      more: fc.array(fc.constantFrom(...all), { maxLength: 20 }),
      less: fc.array(fc.constantFrom(...all), { maxLength: 4 }),
    })
  })
  let seen = 0
  fc.assert(
    fc.property(held, ({ generation, whole, more, less }) => {
      const set = new Set([...whole.flat(), ...more])
      for (const one of less) set.delete(one)
      const covered = coveredScopes(set, generation)
      seen += covered.length
      for (const scope of covered) {
        const meant =
          scope === ROOT_SCOPE
            ? operations(generation).filter((one) => permissionOf(one) !== undefined)
            : opened(scope, generation)
        for (const one of meant) assert.ok(set.has(permissionOf(one) ?? ''), `${scope} ${one.id}`)
      }
    }),
    { numRuns: 300 },
  )
  assert.ok(seen > 300, `only ${seen} scopes were covered in all`)
})

test('a scope satisfies itself and what is below it on a dot, and no sibling', () => {
  const rows: readonly [string, string, boolean][] = [
    ['homey', 'homey.flow.readonly', true],
    ['homey.flow', 'homey.flow', true],
    ['homey.flow', 'homey.flow.start', true],
    ['homey.flow.start', 'homey.flow', false],
    ['homey.flow.start', 'homey.flow.readonly', false],
    ['homey.flow', 'homey.flowers', false],
    ['homey.device.control', 'homey.device.readonly', false],
    ['', 'homey.flow', false],
  ]
  for (const [held, needs, expected] of rows) {
    assert.equal(satisfies(held, needs), expected, `${held} for ${needs}`)
  }
})
