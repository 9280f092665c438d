// Follows chains from where they begin, however long they are and wherever they come back to themselves:
// breadth first, so that each thing is told by the shortest way to it.
import type { Consequence, Link, Start } from './consequence.ts'
import { reachedDevice } from './devices.ts'
import type { ReachGraph } from './graph.ts'
import { ANYTHING } from './hears.ts'
import { type Edge, type Node, nodeOf } from './node.ts'

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
    if (to.kind !== 'content' && seen.has(to.key)) return
    seen.add(to.key)
    const { link } = graph.expand(to)
    steps.push({ node: to, from, link: link && { ...link, by: from ? by : 'begins' } })
  }
  for (const start of starts) {
    if (isPossible(start, graph)) come({ to: beginningOf(start), by: 'begins' }, undefined)
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
  const found: Consequence[] = []
  const told = new Set<string>()
  for (const step of stepsOf(graph, starts)) {
    const { is, does } = graph.expand(step.node)
    // Each node is come to once, so what it is itself needs no looking up.
    for (const outcome of is) found.push({ ...outcome, via: chainTo(step.from) })
    for (const outcome of does) {
      const at = JSON.stringify(outcome)
      if (told.has(at)) continue
      told.add(at)
      found.push({ ...outcome, via: chainTo(step) })
    }
  }
  return found
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

function beginningOf(start: Start): Node {
  if (start.kind === 'device') return nodeOf('set', start.id, start.capability ?? '')
  if (start.kind === 'content') return { ...nodeOf('content', '', start.of), item: start.item }
  if (!('id' in start)) return nodeOf(start.kind, '')
  const { id, kind } = start
  if (kind === 'app') return nodeOf(kind, id, 'acts')
  if (kind === 'switch-on') return nodeOf('on', id)
  return nodeOf(kind === 'flow' || kind === 'advanced-flow' ? 'start' : kind, id)
}
