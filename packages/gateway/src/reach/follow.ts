// Follows chains from where they begin, however long they are and wherever they come back to themselves:
// breadth first, so that each thing is told by the shortest way to it.
import type { Consequence, Link, Outcome, Start } from './consequence.ts'
import { reachedDevice } from './devices.ts'
import type { ReachGraph } from './graph.ts'
import { ANYTHING } from './hears.ts'
import { type Edge, type Node, nodeKey } from './node.ts'

/** A node that was come to, and from where. */
export interface Step {
  readonly node: Node
  readonly link: Link | undefined
  readonly from: Step | undefined
}

/** Everything that happens if a client does these things, each once, the nearest first. */
export function stepsOf(graph: ReachGraph, starts: Iterable<Start>): readonly Step[] {
  const seen = new Set<string>()
  const steps: Step[] = []
  const come = ({ to, by }: Edge, from: Step | undefined): void => {
    const at = nodeKey(to)
    if (to.kind !== 'content' && seen.has(at)) return
    seen.add(at)
    const { link } = graph.expand(to)
    steps.push({ node: to, from, link: link && { ...link, by: from ? by : 'begins' } })
  }
  for (const start of starts) {
    if (isPossible(start, graph)) come({ to: nodeOf(start), by: 'begins' }, undefined)
  }
  if (steps.length > 0) for (const edge of graph.heard(ANYTHING)) come(edge, steps[0])
  // The list grows while it is walked along.
  for (const step of steps) for (const edge of graph.expand(step.node).next) come(edge, step)
  return steps
}

/**
 * Everything that in the end happens if a client does these things: each once, by the shortest way, what
 * it does itself among it with an empty `via`. What is not there does nothing.
 */
export function consequencesOf(graph: ReachGraph, starts: Iterable<Start>): readonly Consequence[] {
  const found = new Map<string, Consequence>()
  const tell = (outcome: Outcome, step: Step | undefined): void => {
    const at = JSON.stringify(outcome)
    if (!found.has(at)) found.set(at, { ...outcome, via: chainTo(step) })
  }
  for (const step of stepsOf(graph, starts)) {
    const { is, does } = graph.expand(step.node)
    for (const outcome of is) tell(outcome, step.from)
    for (const outcome of does) tell(outcome, step)
  }
  return [...found.values()]
}

// A hub refuses to set what cannot be set. What a card of a driver does is the driver's business.
function isPossible(start: Start, { home }: ReachGraph): boolean {
  if (start.kind !== 'device') return true
  const item = home.items.device.get(start.id)
  if (!item) return false
  const { settable } = reachedDevice(item)
  return start.capability === null ? settable.length > 0 : settable.includes(start.capability)
}

function chainTo(step: Step | undefined): readonly Link[] {
  const links: Link[] = []
  for (let at = step; at; at = at.from) if (at.link) links.push(at.link)
  return links.reverse()
}

function nodeOf(start: Start): Node {
  if (start.kind === 'device') return { kind: 'set', id: start.id, detail: start.capability ?? '' }
  if (start.kind === 'content') {
    return { kind: 'content', id: '', detail: start.of, item: start.item }
  }
  if (!('id' in start)) return { kind: start.kind, id: '' }
  const { id, kind } = start
  if (kind === 'app') return { kind, id, detail: 'acts' }
  if (kind === 'switch-on') return { kind: 'on', id }
  return { kind: kind === 'flow' || kind === 'advanced-flow' ? 'start' : kind, id }
}
