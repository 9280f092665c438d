// The graph of a home: what follows from each thing that can happen in it. Nothing is worked out before it
// is asked for, and what is told by an object alone is remembered with the object.
import type { Home } from '../limits/home.ts'
import { EXPAND } from './expand.ts'
import type { Extras } from './extras.ts'
import { factsOf, hearersOf, hearersOfAny } from './index-of-home.ts'
import type { Edge, Expansion, Node } from './node.ts'

const graphs = new WeakMap<Home, WeakMap<Extras, ReachGraph>>()

/** The graph of one state of a home. It is remembered, so ask as often as you like. */
export function reachGraph(home: Home, extras: Extras): ReachGraph {
  const known = graphs.get(home)?.get(extras)
  if (known) return known
  const graph = new ReachGraph(home, extras)
  const byExtras = graphs.get(home) ?? new WeakMap<Extras, ReachGraph>()
  graphs.set(home, byExtras.set(extras, graph))
  return graph
}

/** What follows from what in one state of a home. */
export class ReachGraph {
  readonly home: Home
  readonly extras: Extras
  readonly #known = new Map<string, Expansion>()

  constructor(home: Home, extras: Extras) {
    this.home = home
    this.extras = extras
  }

  /** What follows from something that happens. */
  expand(node: Node): Expansion {
    if (node.kind === 'content') return EXPAND.content(this, node)
    const known = this.#known.get(node.key)
    if (known) return known
    const made = EXPAND[node.kind](this, node)
    this.#known.set(node.key, made)
    return made
  }

  /** Whatever begins at these keys. */
  heard(...keys: readonly string[]): readonly Edge[] {
    return keys.flatMap((one) => hearersOf(this.home, one))
  }

  /** Whatever begins at any key of a kind. */
  heardAny(kind: string): readonly Edge[] {
    return hearersOfAny(this.home, kind)
  }

  /** A flow of either kind. */
  flow(id: string) {
    const { items } = this.home
    for (const kind of ['flow', 'advanced-flow'] as const) {
      const item = items[kind].get(id)
      if (item) return { kind, ...factsOf[kind](item) }
    }
    return undefined
  }
}
