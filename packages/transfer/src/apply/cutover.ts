// Behind the barrier: what was built is verified, and what is well gets its name and is switched on. What is
// not well gets its name only. Then twins that came late are taken away, and all is verified again.
import { HubError } from '@latchkey/homey'
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { JournalState } from '../journal/journal-state.ts'
import type { Step } from '../plan/plan.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { isActivation } from '../verify/expected.ts'
import type { Finding } from '../verify/finding.ts'
import { verify } from '../verify/verify.ts'
import type { Applying } from './apply-plan.ts'
import { disableSource } from './disable-source.ts'
import type { ExitName } from './exit-codes.ts'
import { type Outcome, outcome, worst } from './outcome.ts'
import type { Performing } from './perform.ts'
import { ProgressMeter } from './progress.ts'
import { runSteps } from './run-steps.ts'
import { carriesNonce, finalName, objectOf, unwellId } from './steps.ts'
import { sweep } from './sweep.ts'

/** What a cutover works with. */
export interface CuttingOver extends Applying {
  readonly performing: Performing
  readonly notes: readonly string[]
  /** What building came to. */
  readonly before: ExitName
}

/** Verifies and cuts over. @throws JournalError; HubError if the target is lost while it is verified */
export async function cutOverNow(cutting: CuttingOver): Promise<Outcome> {
  const { performing, notes, source } = cutting
  const { journal } = performing
  const open = cutoverSteps(performing).filter(({ id }) => !journal.state.done.has(id))
  // What has nothing to switch on is verified as well, and whatever did not end well before.
  const { done, verified, endedWell } = journal.state
  const isNew = open.length > 0 || (done.size > 0 && !(verified !== undefined && endedWell))
  const findings = isNew ? await verifyTarget(cutting) : []
  if (isNew) {
    const count = findings.length
    await journal.append({ e: 'barrier', verified: count === 0, findings: count })
  }
  const { steps, refused } = activatable(open, findings, performing)
  if (performing.around.disableSource && source) {
    const stop = await disableSource(steps, source, performing)
    if (stop) return ended(cutting, outcome(stop.exit, stop.reason, { findings, notes }))
  }
  const meter = new ProgressMeter('cutover', steps, {
    now: () => performing.around.now().getTime(),
    isDone: (id) => journal.state.done.has(id),
    tell: performing.around.onProgress,
  })
  const { stop, failures } = await runSteps(steps, performing, meter)
  if (stop) return ended(cutting, outcome(stop.exit, stop.reason, { findings, notes }))
  const untold = steps.find(({ id }) => !isSettled(id, journal.state))
  if (untold) throw new Error(`Step ${untold.id} was neither done nor given up.`)
  const { swept, left } = await sweep(performing)
  const same = open.length === 0 && swept.length === 0
  const after = [...(same ? findings : await verifyTarget(cutting)), ...left]
  // What lacks something and is off for that is held; what differs is wrong, on or off.
  const off = new Set(refused.map(objectOf))
  const held = after.filter(
    ({ level, object }) => level === 2 && object !== null && off.has(object),
  )
  const wrong = after.filter((finding) => !held.includes(finding))
  const bad: readonly ExitName[] = wrong.length > 0 ? ['verify-failed'] : []
  const exit = worst([cutting.before, ...failures, ...bad])
  const reason = reasonOf(exit, wrong, performing)
  return ended(cutting, outcome(exit, reason, { findings: wrong, held, swept, notes }))
}

const isSettled = (id: string, { done, failed, blocked }: JournalState): boolean =>
  done.has(id) || failed.has(id) || blocked.has(id)

async function ended({ journal }: Applying, result: Outcome): Promise<Outcome> {
  await journal.append({ e: 'end', outcome: result.exit === 'done' ? 'done' : 'stopped' })
  return result
}

/** Reads the target and verifies all that was written. @throws HubError */
export async function verifyTarget({
  performing: { hub, index, bindings, journal, around },
  snapshot: source,
}: Pick<CuttingOver, 'performing' | 'snapshot'>): Promise<readonly Finding[]> {
  const target = await snapshotOf(hub, around)
  return verify({ index, bindings, state: journal.state, source, target })
}

// A hub that is away for a moment is waited for, as everywhere.
async function snapshotOf(hub: TransferHub, around: Performing['around']): Promise<Snapshot> {
  for (let waited = 0; ; waited += PAUSE) {
    try {
      return await takeSnapshot(hub, { tool: 'latchkey', now: around.now, random: around.random })
    } catch (error) {
      const away = error instanceof HubError && error.code === 'hub_offline'
      if (!away || waited >= around.patience || around.signal?.aborted) throw error
      await around.sleep(PAUSE)
    }
  }
}

const PAUSE = 1000

/** Steps behind the barrier whose objects are there. */
function cutoverSteps({ index, journal }: Performing): readonly Step[] {
  const { done } = journal.state
  return index.steps.filter((step) => {
    const making = index.makes.get(objectOf(step))
    return step.phase === 'cutover' && (making === undefined || done.has(making.id))
  })
}

// What is not well, or lacks something that could not be done, is not switched on; it only gets its name.
function activatable(
  open: readonly Step[],
  findings: readonly Finding[],
  { index, journal }: Performing,
): { readonly steps: readonly Step[]; readonly refused: readonly Step[] } {
  const unwell = new Set(findings.map(({ object }) => object))
  const { done } = journal.state
  const lacks = (step: Step): boolean =>
    step.after.some((id) => !done.has(id) && index.byId.get(id)?.phase !== 'cutover')
  const refused = open.filter(
    (step) => lacks(step) || (isActivation(step) && unwell.has(objectOf(step))),
  )
  const steps = open.flatMap((step) => {
    if (!refused.includes(step)) return [step]
    const making = index.makes.get(objectOf(step))
    if (!making || !carriesNonce(making)) return []
    const body = { name: finalName(making), enabled: false }
    return [{ ...step, id: unwellId(step), body, after: [making.id] }]
  })
  return { steps, refused }
}

function reasonOf(
  exit: ExitName,
  findings: readonly Finding[],
  { journal }: Performing,
): string | null {
  if (exit === 'done') return null
  const [first] = findings
  if (first) return `${findings.length} findings, the first: ${first.name ?? ''}: ${first.what}`
  const { failed, blocked } = journal.state
  const [reason] = failed.values()
  return `${failed.size} steps failed and ${blocked.size} wait for them, the first: ${reason ?? ''}`
}
