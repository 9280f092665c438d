// The operations of a generation as a tree of path segments, and the walk through it.
import type { Operation } from '../operations/operation.ts'
import { decodeSegment } from './path.ts'

/** A node of the tree: what may follow, and what ends here, by method. */
export interface Node {
  readonly literals: Map<string, Node>
  parameter: Node | undefined
  readonly operations: Map<string, Operation>
  /** Operations that take whatever follows. */
  readonly open: Map<string, Operation>
}

/** Where a path led: the node that it ends at, and the values on the way. */
export interface Arrival {
  readonly operation: Operation
  readonly values: readonly string[]
  /** What followed an open operation's path, decoded. */
  readonly rest: readonly string[]
}

/** Why a path led nowhere; `method` if only the method is wrong. */
export type Miss = 'spelling' | 'nothing' | 'method'

function emptyNode(): Node {
  return { literals: new Map(), parameter: undefined, operations: new Map(), open: new Map() }
}

/** Builds the tree of a generation's operations. */
export function treeOf(operations: readonly Operation[]): Node {
  const root = emptyNode()
  for (const operation of operations) {
    let node = root
    for (const segment of operation.segments) node = child(node, segment)
    const ends = operation.open ? node.open : node.operations
    ends.set(operation.method, operation)
  }
  return root
}

function child(node: Node, segment: { literal: string } | { parameter: string }): Node {
  if ('parameter' in segment) {
    node.parameter ??= emptyNode()
    return node.parameter
  }
  const known = node.literals.get(segment.literal)
  if (known) return known
  const made = emptyNode()
  node.literals.set(segment.literal, made)
  return made
}

/** What a walk has gathered so far; `values` belong to the parameters on the present way. */
interface Walk {
  readonly segments: readonly string[]
  readonly method: string
  readonly values: string[]
  miss: Miss
}

/**
 * Walks raw segments from a node. Literals win over parameters, as on the hub. A segment that
 * only after decoding or in small letters is what a literal says is a second spelling of that
 * literal: were it taken as a value, the hub could read it as the literal (`/user/%6de` and
 * `/user/Me` as `/user/me`).
 */
export function walk(root: Node, segments: readonly string[], method: string): Arrival | Miss {
  const state: Walk = { segments, method, values: [], miss: 'nothing' }
  return step(root, 0, state) ?? state.miss
}

function step(node: Node, at: number, state: Walk): Arrival | undefined {
  const raw = state.segments[at]
  if (raw === undefined) {
    const operation = node.operations.get(state.method)
    if (operation) return { operation, values: state.values, rest: [] }
    if (node.operations.size > 0 && state.miss === 'nothing') state.miss = 'method'
    return takeRest(node, at, state)
  }
  const literal = node.literals.get(raw)
  const found = literal && step(literal, at + 1, state)
  return found ?? stepParameter(node, raw, at, state) ?? takeRest(node, at, state)
}

function stepParameter(node: Node, raw: string, at: number, state: Walk): Arrival | undefined {
  const next = node.parameter
  if (!next) return undefined
  const value = decodeSegment(raw)
  if (value === undefined || (!node.literals.has(raw) && node.literals.has(value.toLowerCase()))) {
    state.miss = 'spelling'
    return undefined
  }
  // An app that is known by name is never reached as just any app.
  if (next.open.size > 0 && node.literals.has(value)) return undefined
  state.values.push(value)
  const found = step(next, at + 1, state)
  if (!found) state.values.pop()
  return found
}

function takeRest(node: Node, at: number, state: Walk): Arrival | undefined {
  if (node.open.size === 0) return undefined
  const rest: string[] = []
  for (const raw of state.segments.slice(at)) {
    const value = decodeSegment(raw)
    if (value === undefined) {
      state.miss = 'spelling'
      return undefined
    }
    rest.push(value)
  }
  const operation = node.open.get(state.method)
  if (operation) return { operation, values: state.values, rest }
  if (state.miss === 'nothing') state.miss = 'method'
  return undefined
}
