// Applies a plan: builds everything, verifies it behind the barrier, and switches on what is well. Killed at
// any point and called again with the same journal it goes on where it was.
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { Journal } from '../journal/journal-file.ts'
import type { TransferPlan } from '../plan/plan.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { begun, obstacle } from './begin.ts'
import { cutOverNow } from './cutover.ts'
import { notesOn } from './freshness.ts'
import { type Outcome, outcome, worst } from './outcome.ts'
import type { Performing } from './perform.ts'
import { ProgressMeter } from './progress.ts'
import { runSteps } from './run-steps.ts'
import { indexPlan } from './steps.ts'
import { type ApplyOptions, surroundingsOf } from './surroundings.ts'

/** What is applied, and to what. */
export interface Applying {
  readonly plan: TransferPlan
  readonly target: TransferHub
  readonly journal: Journal
  /** The source, to see whether it changed since, and to switch off what is switched on at the target. */
  readonly source?: TransferHub | undefined
  /** The snapshot that the plan was made from: with it more can be verified. */
  readonly snapshot?: Snapshot | undefined
  readonly options?: ApplyOptions
}

/**
 * Applies a plan, or goes on applying it. All steps that the journal says are done are left alone.
 * @throws JournalError if the journal cannot be used or written, HubError if the hub is lost before
 * anything was begun. Afterwards the outcome says what happened.
 */
export async function applyPlan(applying: Applying): Promise<Outcome> {
  const { plan, target, journal, source } = applying
  const index = indexPlan(plan)
  const around = surroundingsOf(withSecrets(applying))
  const beginning = { index, target, journal, around }
  const refused = obstacle(beginning)
  if (refused) return refused
  const performing = await begun(beginning)
  if ('exit' in performing) return performing
  const notes = source ? await notesOn(index, source) : []
  const built = await build(performing)
  if (built.exit === 'done' || built.reason === null) {
    if (around.activate !== false) {
      return cutOverNow({ ...applying, performing, notes, before: built.exit })
    }
  }
  await journal.append({ e: 'end', outcome: built.exit === 'done' ? 'done' : 'stopped' })
  return { ...built, notes: [...notes, ...built.notes] }
}

/** Options with the secrets of the snapshot, where none were given. */
export function withSecrets({ snapshot, options = {} }: Applying): ApplyOptions {
  const secrets = options.secrets ?? snapshot?.secrets
  return { ...options, ...(secrets && { secrets }) }
}

// Without a reason it went to its end, though some steps may have failed.
async function build(performing: Performing): Promise<Outcome> {
  const { index, journal, around } = performing
  const steps = index.steps.filter(({ phase }) => phase === 'build')
  const meter = new ProgressMeter('build', steps, {
    now: () => around.now().getTime(),
    isDone: (id) => journal.state.done.has(id),
    tell: around.onProgress,
  })
  const { stop, failures } = await runSteps(steps, performing, meter)
  if (stop) {
    const { strangers = [] } = stop
    return outcome(stop.exit, stop.reason, { strangers })
  }
  const { done, failed, blocked } = journal.state
  const lost = steps.find(({ id }) => !done.has(id) && !failed.has(id) && !blocked.has(id))
  if (lost) return outcome('internal-error', `Step ${lost.id} was neither done nor given up.`)
  return outcome(worst(failures), null)
}
