// What the lines of a journal come to: what is done, what is in doubt, what failed, what was undone.
import type { Fingerprint, JournalEvent, JournalLine } from './journal.ts'

/** A request that was announced and of which no more is known. */
export interface Doubt {
  readonly step: string
  /** When it was announced last, ISO 8601. */
  readonly time: string
  readonly nonce?: string
  readonly fingerprint?: Fingerprint
}

/** What was done. */
export interface DoneStep {
  readonly step: string
  readonly target: string
  readonly adopted: boolean
  readonly open: readonly string[]
}

/** The journal as it stands. */
export interface JournalState {
  readonly begin: Extract<JournalEvent, { readonly e: 'begin' }> | undefined
  readonly done: ReadonlyMap<string, DoneStep>
  readonly doubts: ReadonlyMap<string, Doubt>
  readonly failed: ReadonlyMap<string, string>
  /** By which step. */
  readonly blocked: ReadonlyMap<string, string>
  /** Every announcement of a step, oldest first: one more than once was sent more than once. */
  readonly intents: ReadonlyMap<string, readonly Doubt[]>
  /** What the source had before a step wrote there. */
  readonly preImages: ReadonlyMap<string, Extract<JournalEvent, { e: 'intent' }>['before']>
  readonly undoing: ReadonlySet<string>
  /** Why it was kept, or null. */
  readonly undone: ReadonlyMap<string, string | null>
  /** Objects of the target that were taken away: `flow:…`, and why. */
  readonly removed: ReadonlyMap<string, string>
  readonly verified: boolean | undefined
  readonly ended: 'done' | 'stopped' | 'rolled-back' | undefined
  /** Whether all was well when it ended last, and nothing was begun or verified since. */
  readonly endedWell: boolean
}

/** Folds lines into a state. The state is live: it goes on with every line. */
export class LiveState implements JournalState {
  begin: JournalState['begin']
  readonly done = new Map<string, DoneStep>()
  readonly doubts = new Map<string, Doubt>()
  readonly failed = new Map<string, string>()
  readonly blocked = new Map<string, string>()
  readonly intents = new Map<string, Doubt[]>()
  readonly preImages = new Map<string, Extract<JournalEvent, { e: 'intent' }>['before']>()
  readonly undoing = new Set<string>()
  readonly undone = new Map<string, string | null>()
  readonly removed = new Map<string, string>()
  verified: boolean | undefined
  ended: JournalState['ended']
  endedWell = false

  /** Takes a line in. */
  take(line: JournalLine): void {
    this.ended = undefined
    if (line.e !== 'resume') this.endedWell = line.e === 'end' && line.outcome === 'done'
    const fold = FOLDS[line.e] as (state: LiveState, line: JournalLine) => void
    fold(this, line)
  }
}

type Folds = {
  readonly [E in JournalEvent['e']]: (
    state: LiveState,
    line: Extract<JournalLine, { readonly e: E }>,
  ) => void
}

const FOLDS: Folds = {
  begin: (state, line) => {
    state.begin ??= line
  },
  resume: () => undefined,
  intent: (state, { step, time, nonce, fingerprint, before }) => {
    const doubt = { step, time, ...(nonce && { nonce }), ...(fingerprint && { fingerprint }) }
    state.doubts.set(step, doubt)
    state.intents.set(step, [...(state.intents.get(step) ?? []), doubt])
    if (before !== undefined && !state.preImages.has(step)) state.preImages.set(step, before)
    state.failed.delete(step)
    state.blocked.delete(step)
  },
  done: (state, { step, target, adopted = false, open = [] }) => {
    state.doubts.delete(step)
    state.failed.delete(step)
    state.done.set(step, { step, target, adopted, open })
  },
  failed: (state, { step, reason }) => {
    state.doubts.delete(step)
    state.failed.set(step, reason)
  },
  blocked: (state, { step, by }) => {
    state.blocked.set(step, by)
  },
  barrier: (state, { verified }) => {
    state.verified = verified
  },
  'undo-intent': (state, { step }) => {
    state.undoing.add(step)
  },
  undone: (state, { step, kept }) => {
    state.undoing.delete(step)
    state.undone.set(step, kept ?? null)
  },
  removed: (state, { kind, target, because }) => {
    state.removed.set(`${kind}:${target}`, because)
  },
  end: (state, { outcome }) => {
    state.ended = outcome
  },
}

/** The state that lines come to. */
export function stateOf(lines: Iterable<JournalLine>): JournalState {
  const state = new LiveState()
  for (const line of lines) state.take(line)
  return state
}
