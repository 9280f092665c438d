// A call that is held while its owner is asked leaves its place to others, and gives nothing back twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grantWith } from '../grants/grant.test-support.ts'
import { Load } from '../operations/load.ts'
import { Hold } from './hold.ts'

const GRANT = grantWith()

const hold = (load: Load) => new Hold(load)

test('a place is left and taken again', () => {
  const load = new Load({ waiting: 0, failedAt: undefined })
  const [first, second] = [hold(load), hold(load)]
  assert.ok(first.enter(GRANT, 1))
  assert.ok(!second.enter(GRANT, 1), 'there is one place')
  first.rest()
  first.rest()
  assert.ok(second.enter(GRANT, 1), 'it is free while the first one rests')
  assert.ok(!first.resume(), 'and taken when it comes back')
  second.leave()
  assert.ok(first.resume())
  assert.ok(first.resume())
  assert.ok(!hold(load).enter(GRANT, 1))
  first.rest()
  first.leave()
  first.leave()
  assert.ok(hold(load).enter(GRANT, 1), 'given back once')
  assert.ok(!hold(load).enter(GRANT, 1))
})
