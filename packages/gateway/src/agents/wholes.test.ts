// A yes to what a tool said that it will do is a yes to nothing else, and to nothing twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholes } from './wholes.ts'

const set = (deviceId: string, value: unknown) => ({
  operation: 'devices.setCapabilityValue',
  ids: { deviceId, capabilityId: 'onoff' },
  body: { value },
})

test('only what was said is part of a whole, once', () => {
  const said = [set('a', true), set('b', true)]
  const whole = wholes()
  const of = (call: ReturnType<typeof set>, about = said) => whole({ ...call, whole: about })
  const first = of(set('a', true))
  assert.equal(first?.calls.length, 2)
  assert.equal(of(set('a', true)), undefined, 'sent before')
  assert.equal(of(set('b', false)), undefined, 'with another content')
  assert.equal(of(set('c', true)), undefined, 'on another object')
  assert.equal(of(set('b', true)), first)
  // What is said in another call of a tool is another whole, whatever is in it.
  const again = of(set('a', true), [set('a', true)])
  assert.ok(again && again !== first)
  assert.equal(whole(set('a', true)), undefined, 'nothing was said')
})
