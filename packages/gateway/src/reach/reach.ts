// What a grant can bring about in a home: directly, because something in the home reacts, and how bad that
// is in the wrong hands (DESIGN 4, "Danger and reach are computed").
import { type Danger, grantDanger, worse } from '@latchkey/catalogue'
import type { Home } from '../limits/home.ts'
import { boundsOf, type ReachingGrant } from './bounds.ts'
import type { Consequence } from './consequence.ts'
import { type Direct, directReach } from './direct.ts'
import { type Escalation, escalationsOf } from './escalations.ts'
import type { Extras } from './extras.ts'
import { consequencesOf } from './follow.ts'
import { reachGraph } from './graph.ts'

/** What a grant can bring about. */
export interface Reach {
  readonly danger: Danger
  /** Ways to everything: with any of these all that follows is the least that it can do. */
  readonly everything: readonly Escalation[]
  readonly directly: readonly Direct[]
  /** What follows although the grant could not do it itself, each by the shortest chain. */
  readonly because: readonly Consequence[]
  /** Where it cannot be seen what follows. */
  readonly unseen: readonly Consequence[]
  /** What could not be read at the hub, so that it counts as if it could be anything. */
  readonly unread: readonly ('scripts' | 'apps')[]
}

/** What a grant can bring about in this state of a home. */
export function reachOf(grant: ReachingGrant, home: Home, extras: Extras): Reach {
  const bounds = boundsOf(grant, home)
  const { things, starts } = directReach(bounds, extras)
  const isDirect = directly(things)
  const found = consequencesOf(reachGraph(home, extras), starts)
  const because = found.filter((one) => one.kind !== 'unknown' && !isDirect(one))
  const unseen = found.filter(({ kind }) => kind === 'unknown')
  const everything = escalationsOf(bounds, extras)
  return {
    danger: dangerOf(grant, everything, [...because, ...unseen]),
    ...{ everything, directly: things, because, unseen },
    unread: (['scripts', 'apps'] as const).filter((kind) => extras[kind] === undefined),
  }
}

// What the grant does itself is not told again; nor that a start starts.
function directly(things: readonly Direct[]): (one: Consequence) => boolean {
  const sets = new Map(
    things
      .filter(({ does }) => does === 'control')
      .map(({ id, capabilities }) => [id, new Set(capabilities)]),
  )
  const done = new Set(things.map(({ does, kind, id }) => `${does} ${kind} ${id}`))
  return (one) => {
    if (one.via.length === 0) return true
    if (one.kind === 'device-control') {
      const { capability, device } = one
      return capability === null ? false : sets.get(device)?.has(capability) === true
    }
    if (one.kind === 'flow-start') {
      return done.has(`start flow ${one.id}`) || done.has(`start advanced-flow ${one.id}`)
    }
    return (
      (one.kind === 'mood' || one.kind === 'variable' || one.kind === 'script') &&
      done.has(`${one.kind === 'script' ? 'run' : 'set'} ${one.kind} ${one.id}`)
    )
  }
}

/** How bad each outcome is that a grant can bring about and not choose. */
const OUTCOMES: Readonly<Record<Consequence['kind'], Danger>> = {
  ...{ 'device-control': 'control', mood: 'control', variable: 'control', script: 'control' },
  ...{ 'flow-start': 'control', 'alarm-clock': 'change', 'app-card': 'control' },
  ...{ 'flow-on': 'change', 'flow-off': 'change', 'app-install': 'change', system: 'change' },
  ...{ speech: 'control', push: 'control', timeline: 'control', sound: 'control' },
  ...{ 'led-ring': 'control', presence: 'control' },
  // What nobody can see through was put there by the owner: it may change what stays, and the grant
  // has no say in what.
  unknown: 'change',
}

function dangerOf(
  { permissions, limits }: ReachingGrant,
  everything: readonly Escalation[],
  consequences: readonly Consequence[],
): Danger {
  const { danger } = grantDanger(permissions, limits)
  if (everything.length > 0) return 'full'
  return consequences.reduce<Danger>((worst, { kind }) => worse(worst, OUTCOMES[kind]), danger)
}
