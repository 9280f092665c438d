// The permission table: every permission that any call needs has words for its owner, and no row
// is there for nothing.
import assert from 'node:assert/strict'
import test from 'node:test'
import { permissionsOn } from '../bundles/expand.ts'
import { GENERATIONS } from '../generation.ts'
import { DANGERS, worse } from './danger.ts'
import { hasPermissionForm } from './permission.ts'
import { PERMISSIONS } from './permissions.ts'
import { REFINEMENTS, REFINING_PERMISSIONS } from './refinements.ts'

// By hand from DESIGN 4, "The permissions that started this project".
const ASKED_FOR = [
  ...['flow:create', 'flow:update', 'flow:read'],
  ...['advanced-flow:create', 'advanced-flow:update', 'advanced-flow:read'],
  ...['flow-folder:create', 'flow-folder:update', 'flow-folder:read'],
  ...['variable:create', 'variable:read'],
  ...['mood:create', 'mood:update', 'mood:read'],
  ...['dashboard:create', 'dashboard:update', 'dashboard:read'],
  ...['alarm:create', 'alarm:read'],
  ...['led-ring:update', 'led-ring:read'],
  ...['google-sync:update', 'google-sync:read'],
  ...['audio:update', 'audio:read'],
  ...['location:read', 'location:update'],
  ...['app:install', 'app:read'],
  ...['device:read', 'pair-session:create', 'device-settings:update'],
  ...['homeyscript:create', 'homeyscript:read'],
  ...['app-settings:read', 'app-settings:update'],
  ...['experiment:read', 'experiment:update'],
  ...['timeline-settings:read', 'timeline-settings:update'],
  ...['auto-update:read', 'auto-update:update'],
  ...['zone:create', 'zone:update', 'zone:read'],
]

const MENTIONED = [
  ...['flow:delete', 'flow:start', 'flow:enable', 'flow-card:run', 'device:control'],
  ...['security-device:control', 'variable:update', 'mood:set', 'presence:read', 'user:read'],
  ...['insights:read', 'energy:read', 'homeyscript:run', 'speech:say', 'camera:watch'],
  ...['image:read', 'timeline:read', 'device-secret:read', 'google-pin:read', 'system:reboot'],
]

const PLACEHOLDERS = [
  ...['{app}', '{maker}', '{devices}', '{flow}', '{script}', '{card}', '{apps}', '{minutes}'],
]

test('the 45 permissions that were asked for exist', () => {
  assert.equal(new Set(ASKED_FOR).size, 45)
  assert.deepEqual(
    [...ASKED_FOR, ...MENTIONED].filter((name) => !PERMISSIONS.has(name)),
    [],
  )
})

test('every permission that a call needs has a row, and every row is needed somewhere', () => {
  const needed = new Set(GENERATIONS.flatMap((one) => [...permissionsOn(one)]))
  assert.deepEqual([...PERMISSIONS.keys()], [...needed].sort())
})

test('every permission that a refinement asks for has a row', () => {
  const asked = Object.values(REFINEMENTS)
    .flat()
    .flatMap((one) => (one.kind === 'never' ? [] : [one.permission]))
  const refining = Object.entries(REFINING_PERMISSIONS).flat()
  assert.deepEqual(
    [...asked, ...refining].filter((name) => !PERMISSIONS.has(name)),
    [],
  )
})

test('every row has its four texts, with placeholders that are known', () => {
  for (const [name, row] of PERMISSIONS) {
    const texts = { label: row.label, can: row.can, risk: row.risk, safer: row.safer }
    for (const [which, text] of Object.entries(texts)) {
      assert.ok(text.trim().length > 3, `${name} ${which} is empty`)
      assert.equal(text, text.trim(), `${name} ${which}`)
    }
    const all = Object.values({ ...texts, escalates: row.escalates ?? '' }).join(' ')
    for (const [placeholder] of all.matchAll(/\{[^}]*\}?|\}/g)) {
      assert.ok(PLACEHOLDERS.includes(placeholder), `${name} says ${placeholder}`)
    }
    assert.ok(row.can.includes('{app}'), `${name} does not say who`)
    assert.ok(DANGERS.includes(row.danger), name)
  }
})

test('no two permissions have the same label', () => {
  const labels = [...PERMISSIONS.values()].map((row) => row.label)
  assert.deepEqual([...new Set(labels)], labels)
})

test('a name is lower-case words, one colon between resource and action', () => {
  for (const name of PERMISSIONS.keys()) assert.ok(hasPermissionForm(name), name)
  for (const word of [
    ...['', 'flow', 'flow:', ':read', 'flow:read:all', 'Flow:read', 'flow:Read', 'flow :read'],
    ...['flow--card:run', '-flow:read', 'flow-:read', 'flow:read\n', 'flow.read', '__proto__'],
  ]) {
    assert.equal(hasPermissionForm(word), false, word)
  }
})

test('dangers are as DESIGN 4 has them for what an owner would call dangerous', () => {
  const dangers = {
    full: [
      ...['flow:create', 'flow:update', 'advanced-flow:create', 'advanced-flow:update'],
      ...['flow-card:run', 'app:install', 'homeyscript:create', 'homeyscript:update'],
      ...['homeyscript:run', 'devkit:install'],
    ],
    escalates: [
      ...['app-settings:update', 'device-settings:update', 'experiment:update'],
      ...['pair-session:create', 'app-api:call', 'user:create', 'user:update'],
    ],
  }
  for (const name of dangers.full) assert.equal(PERMISSIONS.get(name)?.danger, 'full', name)
  for (const name of dangers.escalates) assert.ok(PERMISSIONS.get(name)?.escalates, name)
  const full = [...PERMISSIONS].filter(([, row]) => row.danger === 'full').map(([name]) => name)
  assert.deepEqual(full, dangers.full.sort())
})

test('worse() is the later of two dangers in the order of the list', () => {
  assert.deepEqual(DANGERS, ['read', 'private', 'control', 'change', 'full'])
  assert.equal(worse('read', 'full'), 'full')
  assert.equal(worse('change', 'control'), 'change')
  assert.equal(worse('private', 'private'), 'private')
})
