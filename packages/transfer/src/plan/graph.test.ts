// The order of what depends on each other, on graphs of every form: compared with a plain search for what
// reaches what, which is slow and obviously right.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { components, cyclic, ordered } from './graph.ts'

type Graph = ReadonlyMap<number, readonly number[]>

/** Graphs of up to 12 nodes, dense enough that most have circles; some edges lead to nothing. */
const graphs: fc.Arbitrary<Graph> = fc
  .array(fc.array(fc.nat(13), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((edges) => new Map(edges.map((needs, node) => [node, needs])))

/** Everything that a node needs, however indirectly. */
function reached(graph: Graph, from: number): ReadonlySet<number> {
  const seen = new Set<number>()
  const open = [...(graph.get(from) ?? [])]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node) || !graph.has(node)) continue
    seen.add(node)
    open.push(...(graph.get(node) ?? []))
  }
  return seen
}

test('components are what reaches each other, each after what it needs', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const found = components(graph)
      assert.deepEqual(
        found.flat().toSorted((a, b) => a - b),
        [...graph.keys()],
      )
      const at = new Map(
        found.flatMap((nodes, index) => nodes.map((node) => [node, index] as const)),
      )
      for (const one of graph.keys()) {
        const there = reached(graph, one)
        for (const other of graph.keys()) {
          const together = one === other || (there.has(other) && reached(graph, other).has(one))
          assert.equal(at.get(one) === at.get(other), together)
          if (there.has(other) && !together) assert.ok((at.get(other) ?? 0) < (at.get(one) ?? 0))
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('only members of circles have something late, and without it everything can be put in order', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const late = cyclic(graph)
      for (const node of graph.keys()) assert.equal(late.has(node), reached(graph, node).has(node))
      const rest = new Map(
        [...graph].map(([node, needs]) => [node, needs.filter((one) => !late.get(node)?.has(one))]),
      )
      const order = ordered(rest, (a, b) => a - b)
      assert.deepEqual(
        order.toSorted((a, b) => a - b),
        [...graph.keys()],
      )
      for (const [node, needs] of rest) {
        for (const one of needs) {
          if (graph.has(one)) assert.ok(order.indexOf(one) < order.indexOf(node))
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('the order does not hang on the order in which nodes are given', () => {
  fc.assert(
    fc.property(graphs, fc.infiniteStream(fc.nat()), (graph, chance) => {
      const late = cyclic(graph)
      const rest = new Map(
        [...graph].map(([node, needs]) => [node, needs.filter((one) => !late.get(node)?.has(one))]),
      )
      const drawn = [...rest].map((row) => [chance.next().value, row] as const)
      const shuffled = new Map(
        drawn.sort(([a], [b]) => Number(a) - Number(b)).map(([, row]) => row),
      )
      const compare = (a: number, b: number): number => a - b
      assert.deepEqual(ordered(shuffled, compare), ordered(rest, compare))
    }),
  )
})

/** Named forms of circles, and who of them has something late. */
const FORMS: Readonly<Record<string, readonly [Record<string, string[]>, readonly string[]]>> = {
  'a flow that starts itself': [{ a: ['a'], b: ['a'] }, ['a']],
  'a pair': [{ a: ['b'], b: ['a'], c: ['a'] }, ['a', 'b']],
  'a ring of four': [{ a: ['b'], b: ['c'], c: ['d'], d: ['a'], e: ['d'] }, ['a', 'b', 'c', 'd']],
  'two rings that share a node': [
    { s: ['a', 'x'], a: ['b'], b: ['s'], x: ['y'], y: ['s'], z: ['s'] },
    ['a', 'b', 's', 'x', 'y'],
  ],
  'no circle': [{ a: ['b', 'c'], b: ['c'], c: [] }, []],
}

for (const [what, [edges, members]] of Object.entries(FORMS)) {
  test(`late are exactly the members of ${what}`, () => {
    assert.deepEqual([...cyclic(new Map(Object.entries(edges))).keys()].sort(), members)
  })
}

test('a chain and a ring of 50 000 fit the stack', () => {
  const length = 50_000
  const nodes = Array.from({ length }, (_, at) => at)
  const chain = new Map(nodes.map((at) => [at, at + 1 < length ? [at + 1] : []]))
  assert.equal(cyclic(chain).size, 0)
  assert.equal(ordered(chain, (a, b) => a - b)[0], length - 1)
  const ring = new Map(nodes.map((at) => [at, [(at + 1) % length]]))
  assert.equal(cyclic(ring).size, length)
  assert.throws(() => ordered(ring, (a, b) => a - b), RangeError)
})
