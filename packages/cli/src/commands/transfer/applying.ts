// Applying the plan of a run: with its journal, with progress, and what it came to kept for later.
import { readFile } from 'node:fs/promises'
import {
  type ApplyOptions,
  type ApplyOutcome,
  applyPlan,
  openJournal,
  reportOf,
  type Snapshot,
  stateOf,
  type TransferPlan,
  type TransferReport,
} from '@latchkey/transfer'
import { type Between, commandFor } from './between.ts'
import { ProgressLine, progressText } from './progress-line.ts'
import { type Stage, say } from './stage.ts'
import { type Run, type RunFiles, writePrivate } from './stage-files.ts'

/** How a plan is applied, beyond what the options say. */
export type MoreOptions = Pick<ApplyOptions, 'activate' | 'disableSource'>

/** What applying came to. */
export interface Applied {
  readonly outcome: ApplyOutcome
  readonly report: TransferReport
}

/** What a plan without steps comes to: nothing is sent, and no run is begun. */
export function nothingToDo(plan: TransferPlan, stage: Stage): Applied {
  const outcome: ApplyOutcome = {
    ...({ exit: 'done', reason: null, findings: [], held: [] } as const),
    ...{ strangers: [], swept: [], notes: [] },
  }
  const undo = commandFor('rollback', stage)
  return { outcome, report: reportOf({ plan, state: stateOf([]), outcome, undo }) }
}

/** Applies the plan of the last run, or goes on with it. @throws JournalError, HubError */
export async function applied(
  plan: TransferPlan,
  snapshots: { readonly source: Snapshot; readonly target?: Snapshot | undefined },
  { from, to, files }: Between,
  stage: Stage,
  more: MoreOptions = {},
): Promise<Applied> {
  const target = await to.hub()
  const source = from.file === undefined && more.disableSource ? await from.hub() : undefined
  await using journal = await openJournal(files.current.journal)
  using line = new ProgressLine(stage.terminal)
  const outcome = await applyPlan({
    ...{ plan, target, journal, source, snapshot: snapshots.source },
    options: { ...applyOptions(stage, line), ...targetSecrets(snapshots.target), ...more },
  })
  const undo = commandFor('rollback', stage)
  const report = reportOf({ plan, state: journal.state, outcome, undo })
  await keepOutcome(files.current, { outcome, report })
  return { outcome, report }
}

const targetSecrets = (target: Snapshot | undefined): Pick<ApplyOptions, 'targetSecrets'> =>
  target?.secrets ? { targetSecrets: target.secrets } : {}

/** Options that every writing stage has. */
export function applyOptions(stage: Stage, line: ProgressLine): ApplyOptions {
  const { options, stop } = stage
  return {
    signal: stop,
    onProgress: (progress) => line.show(progressText(progress)),
    onAsked: (said) => say(stage, `Waiting for an answer (latchkey approvals): ${said}`),
    ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
    ...(options.lateAnswer !== undefined && { lateAnswer: options.lateAnswer * 1000 }),
    ...(options.stranger && { strangers: options.stranger }),
  }
}

/** Keeps what a run came to. */
export async function keepOutcome(files: RunFiles, { outcome, report }: Applied): Promise<void> {
  await writePrivate(files.outcome, `${JSON.stringify(outcome, null, 2)}\n`)
  await writePrivate(files.report, `${JSON.stringify(report, null, 2)}\n`)
}

/** What a run came to at last, if it got that far. */
export async function outcomeOf({ files }: Run): Promise<ApplyOutcome | undefined> {
  try {
    const outcome: ApplyOutcome = JSON.parse(await readFile(files.outcome, 'utf8'))
    return outcome
  } catch {
    return undefined
  }
}
