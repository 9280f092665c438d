// Whatever came through and whatever did not, every request is explained by its own object, and nobody
// else's object is taken.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { explain } from './explain.ts'
import { nonceIn, withNonce } from './nonce.ts'
import { longestPaths, ReadySteps } from './order.ts'

test('one object for one request: twins are shared out, strangers are told', () => {
  const content = fc.integer({ min: 0, max: 3 })
  fc.assert(
    fc.property(fc.array(fc.tuple(content, fc.boolean())), fc.array(content), (sent, foreign) => {
      const doubts = sent.map(([is], at) => ({ step: `s${at}`, time: '', fingerprint: print(is) }))
      const came = sent.flatMap(([is, arrived], at) => (arrived ? [newcomer(`own${at}`, is)] : []))
      const others = foreign.map((is, at) => newcomer(`other${at}`, is + 100))
      const { found, missing, strangers } = explain(doubts, [...others, ...came])
      assert.equal(found.size, came.length)
      assert.equal(new Set(found.values()).size, came.length)
      assert.equal(
        [...found.values()].some((id) => id.startsWith('other')),
        false,
      )
      assert.equal(missing.length, sent.length - came.length)
      assert.equal(strangers.length, missing.length > 0 ? others.length : 0)
    }),
  )
})

const print = (is: number) => ({ name: `name ${is}` })
const newcomer = (id: string, is: number) => ({
  ...{ id, name: null, nonce: undefined, fingerprint: print(is) },
})

test('a nonce survives any name, and names stay short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
      const marked = withNonce(name, '0123456789ab')
      assert.equal(nonceIn(marked), '0123456789ab')
      assert.ok(marked.length <= 64)
      assert.ok(marked.isWellFormed())
    }),
  )
})

test('steps come after what they wait for, the longest chain first', () => {
  const graph = fc.array(fc.array(fc.nat(60), { maxLength: 4 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(graph, (edges) => {
      const steps = edges.map((before, at) => ({
        ...{ id: `${at}`, verb: 'create' as const },
        after: before.filter((one) => one < at).map(String),
      }))
      const ready = new ReadySteps(steps, () => false)
      const order: string[] = []
      for (let step = ready.take(() => true); step; step = ready.take(() => true)) {
        assert.ok(step.after.every((id) => order.includes(id)))
        order.push(step.id)
        ready.done(step.id)
      }
      assert.equal(order.length, steps.length)
    }),
  )
  const ring = [
    { id: 'a', verb: 'create' as const, after: ['b'] },
    { id: 'b', verb: 'create' as const, after: ['a'] },
  ]
  assert.throws(() => longestPaths(ring, new Map()), /wait for each other/)
})
