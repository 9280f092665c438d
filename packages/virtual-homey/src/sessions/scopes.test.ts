// When a scope covers another, as a table.
import assert from 'node:assert/strict'
import test from 'node:test'
import { covers, intersect } from './scopes.ts'

test('covers() goes down the tree and never sideways', () => {
  const rows = [
    ['homey', 'homey.zone.readonly', true],
    ['homey.zone', 'homey.zone', true],
    ['homey.zone', 'homey.zone.readonly', true],
    ['homey.zone.readonly', 'homey.zone', false],
    ['homey.device.control', 'homey.device.readonly', false],
    ['homey.zo', 'homey.zone', false],
    ['homey.device:a', 'homey.device.readonly:a', true],
    ['homey.device:b', 'homey.device.readonly:a', false],
    ['', 'homey.zone', false],
  ] as const
  for (const [held, required, expected] of rows) {
    assert.equal(covers(held, required), expected, `${held} for ${required}`)
  }
})

test('intersect() keeps what both sides allow', () => {
  const guest = ['homey.zone.readonly', 'homey.flow.start']
  assert.deepEqual(intersect(['homey'], guest), guest)
  assert.deepEqual(intersect(['homey.zone'], guest), ['homey.zone.readonly'])
  assert.deepEqual(intersect(['homey.app'], guest), [])
})
