// What can happen in a home, as nodes of the graph, and what follows from each.
import type { Item } from '../limits/home.ts'
import type { LinkBy, LinkKind, Outcome } from './consequence.ts'

/**
 * - `set`: a capability of a device is set (`detail`; empty if it is not known which)
 * - `changed`: the state of a device changes; `gathered`: that of a group, because one of its members did
 * - `active`: a zone becomes active or quiet; `zone`: a card acts on all that is in it (`detail`)
 * - `run`: a flow runs from one of its entries (`detail`); `start`, `on`, `off`: it is started, switched
 * - `app`: an app is used; `detail` is `acts` where it may move its own devices
 */
export type NodeKind =
  | 'set'
  | 'changed'
  | 'gathered'
  | 'active'
  | 'zone'
  | 'run'
  | 'start'
  | 'on'
  | 'off'
  | 'mood'
  | 'variable'
  | 'script'
  | 'alarm'
  | 'app'
  | 'manager'
  | 'presence'
  | 'webhook'
  | 'content'

/** One thing that can happen. */
export interface Node {
  /** The same for two that are the same. */
  readonly key: string
  readonly kind: NodeKind
  readonly id: string
  readonly detail: string
  /** Of `content` only: what is run or set. */
  readonly item?: Item
}

/** Something that can happen to an object. */
export function nodeOf(kind: NodeKind, id: string, detail = ''): Node {
  return { key: `${kind} ${id} ${detail}`, kind, id, detail }
}

/** What follows from what. */
export interface Edge {
  readonly to: Node
  readonly by: LinkBy
}

/** An edge to a node. */
export function edgeTo(kind: NodeKind, id: string, by: LinkBy, detail?: string): Edge {
  return { to: nodeOf(kind, id, detail), by }
}

/** What is known of a node in a home. */
export interface Expansion {
  /** How it is named in a chain; undefined for what only passes something on. */
  readonly link?: { readonly kind: LinkKind; readonly id: string; readonly name: string }
  /** What it is itself. */
  readonly is: readonly Outcome[]
  /** What it does that no other node stands for. */
  readonly does: readonly Outcome[]
  readonly next: readonly Edge[]
}

/** Nothing follows. */
export const NOTHING_FOLLOWS: Expansion = { is: [], does: [], next: [] }
