// The circuit breaker as a table of what happens and what it then lets through.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CIRCUIT, Circuit } from './circuit.ts'

function world() {
  let now = 0
  const circuit = new Circuit(() => now)
  const fail = (times: number) => {
    for (let at = 0; at < times; at++) circuit.failed()
  }
  return {
    ...{ circuit, fail },
    later: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

test('it opens after five failures in a row, and not after four and a success', () => {
  const { circuit, fail } = world()
  fail(4)
  circuit.succeeded()
  fail(4)
  assert.equal(circuit.pass().wait, undefined)
  fail(1)
  assert.equal(circuit.pass().wait, CIRCUIT.pause)
  assert.equal(circuit.isOpen, true)
})

test('after the pause one request is let through; its success closes the circuit', () => {
  const { circuit, fail, later } = world()
  fail(5)
  later(CIRCUIT.pause)
  assert.equal(circuit.pass().wait, undefined)
  assert.equal(circuit.pass().wait, CIRCUIT.pause, 'the second one waits')
  circuit.succeeded()
  assert.equal(circuit.pass().wait, undefined)
  assert.equal(circuit.isOpen, false)
})

test('each failure of the one doubles the pause, up to a minute', () => {
  const { circuit, fail, later } = world()
  fail(5)
  const pauses: (number | undefined)[] = []
  for (let at = 0; at < 6; at++) {
    const { wait } = circuit.pass()
    pauses.push(wait)
    later(wait ?? 0)
    circuit.pass()
    circuit.failed()
  }
  assert.deepEqual(pauses, [5_000, 10_000, 20_000, 40_000, 60_000, 60_000])
})

test('late failures of requests from before do not prolong the pause', () => {
  const { circuit, fail, later } = world()
  fail(5)
  later(CIRCUIT.pause - 1)
  fail(3)
  assert.equal(circuit.pass().wait, 1)
})

test('one that ended without telling lets the next one find out', () => {
  const { circuit, fail, later } = world()
  fail(5)
  later(CIRCUIT.pause)
  circuit.pass()
  circuit.left()
  assert.equal(circuit.pass().wait, undefined)
})
