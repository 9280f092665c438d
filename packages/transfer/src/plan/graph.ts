// Orders what depends on each other. Cycles are found by Tarjan's algorithm and everything is put in
// order by Kahn's, both without recursion, since a chain may be as long as a home has flows.

/** For each node the nodes that it needs. Nodes that are needed and not there are left out. */
export type Needed<T> = ReadonlyMap<T, Iterable<T>>

interface Visit<T> {
  readonly node: T
  readonly edges: Iterator<T>
}

/**
 * The strongly connected components: nodes that need each other, however indirectly. A component comes
 * after those that it needs. O(nodes + edges).
 */
export function components<T>(graph: Needed<T>): readonly (readonly T[])[] {
  const index = new Map<T, number>()
  const low = new Map<T, number>()
  const open: T[] = []
  const isOpen = new Set<T>()
  const found: T[][] = []
  const lower = (node: T, to: number): void => {
    low.set(node, Math.min(low.get(node) ?? to, to))
  }
  const enter = (node: T): Visit<T> => {
    const at = index.size
    index.set(node, at)
    low.set(node, at)
    open.push(node)
    isOpen.add(node)
    return { node, edges: (graph.get(node) ?? [])[Symbol.iterator]() }
  }
  for (const root of graph.keys()) {
    if (index.has(root)) continue
    const visits = [enter(root)]
    for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
      const { node, edges } = visit
      const { done, value: next } = edges.next()
      if (done !== true) {
        if (!graph.has(next)) continue
        const seen = index.get(next)
        if (seen === undefined) visits.push(enter(next))
        else if (isOpen.has(next)) lower(node, seen)
        continue
      }
      visits.pop()
      const parent = visits.at(-1)
      if (parent) lower(parent.node, low.get(node) ?? 0)
      if (low.get(node) === index.get(node)) found.push(closed(node, open, isOpen))
    }
  }
  return found
}

function closed<T>(node: T, open: T[], isOpen: Set<T>): T[] {
  const component = open.splice(open.lastIndexOf(node))
  for (const one of component) isOpen.delete(one)
  return component
}

/**
 * For each node that is in a real cycle the nodes that it needs within it, itself included if it needs
 * itself. These are what cannot be there before.
 */
export function cyclic<T>(graph: Needed<T>): ReadonlyMap<T, ReadonlySet<T>> {
  const late = new Map<T, ReadonlySet<T>>()
  for (const component of components(graph)) {
    const members = new Set(component)
    for (const node of component) {
      const inside = new Set([...(graph.get(node) ?? [])].filter((one) => members.has(one)))
      if (inside.size > 0) late.set(node, inside)
    }
  }
  return late
}

/**
 * All nodes, each after those that it needs; among those that could come next the first by `compare`.
 * @throws RangeError if there is a cycle
 */
export function ordered<T>(graph: Needed<T>, compare: (one: T, other: T) => number): readonly T[] {
  const waiting = new Map<T, number>()
  const neededBy = new Map<T, T[]>()
  for (const [node, needs] of graph) {
    const there = [...new Set(needs)].filter((one) => graph.has(one))
    waiting.set(node, there.length)
    for (const one of there) neededBy.set(one, [...(neededBy.get(one) ?? []), node])
  }
  const ready = new Heap<T>(compare)
  for (const [node, count] of waiting) if (count === 0) ready.push(node)
  const order: T[] = []
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    order.push(node)
    for (const next of neededBy.get(node) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1
      waiting.set(next, left)
      if (left === 0) ready.push(next)
    }
  }
  if (order.length < graph.size) throw new RangeError('steps wait for each other in a circle')
  return order
}

/** The first of many, again and again. */
class Heap<T> {
  readonly #items: T[] = []
  readonly #compare: (one: T, other: T) => number

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare
  }

  push(item: T): void {
    const items = this.#items
    let at = items.push(item) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!this.#isBefore(at, above)) return
      this.#swap(at, above)
      at = above
    }
  }

  pop(): T | undefined {
    const items = this.#items
    const last = items.length - 1
    if (last > 0) this.#swap(0, last)
    const first = items.pop()
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let least = at
      if (left < items.length && this.#isBefore(left, least)) least = left
      if (right < items.length && this.#isBefore(right, least)) least = right
      if (least === at) return first
      this.#swap(at, least)
      at = least
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#items[one], this.#items[other]]
    return a !== undefined && b !== undefined && this.#compare(a, b) < 0
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#items[one], this.#items[other]]
    if (a === undefined || b === undefined) return
    this.#items[one] = b
    this.#items[other] = a
  }
}
