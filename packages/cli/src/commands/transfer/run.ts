// `latchkey transfer run`: all stages one after the other. What was stopped before is gone on with; what is
// not certain is left for a person, and said.
import { confirm, isCancel } from '@clack/prompts'
import {
  countsTable,
  isUnderWay,
  mayApply,
  reportTable,
  type TransferPlan,
  type TransferReport,
} from '@latchkey/transfer'
import { print } from '../../terminal.ts'
import { type Applied, applied, nothingToDo } from './applying.ts'
import { type Between, between, commandFor } from './between.ts'
import { readUnsealed } from './ends.ts'
import { keepPlan, planned } from './planning.ts'
import { ending } from './problem.ts'
import { type Ended, isInteractive, type Stage, say } from './stage.ts'
import type { StageFiles } from './stage-files.ts'

/** Runs it. */
export function run(stage: Stage): Promise<Ended> {
  return between(stage, async (both) => {
    const last = await both.files.last()
    const result =
      last && isUnderWay(last.plan, last.state)
        ? await goneOn(last.plan, both, stage)
        : await begun(both, stage)
    print(stage.terminal, stage.options.json, resultOf(result, both, stage), () =>
      textOf(result.report),
    )
    return result.outcome.exit
  })
}

/** Goes on with the run that was stopped: the same plan, the same journal. */
async function goneOn(plan: TransferPlan, both: Between, stage: Stage): Promise<Applied> {
  say(stage, `Going on with the run that was begun before (${both.files.folder}).`)
  return applied(plan, await kept(both.files, stage), both, stage, withSource(stage))
}

/** The homes as the last run found them. */
export async function kept(files: StageFiles, stage: Stage) {
  return {
    source: await readUnsealed(files.source, stage),
    target: await readUnsealed(files.current.target, stage),
  }
}

/** Whether the source is to be switched off. */
export const withSource = ({ options }: Stage) => ({
  disableSource: options.disableSource ?? false,
})

async function begun(both: Between, stage: Stage): Promise<Applied> {
  const made = await planned(both, stage)
  const { plan, source, target } = made
  if (plan.steps.length === 0) return nothingToDo(plan, stage)
  await keepPlan(made, both.files, stage)
  say(stage, countsTable(plan, source).trimEnd())
  permit(plan, both, stage)
  await consent(plan, both, stage)
  return applied(plan, { source, target }, both, stage, withSource(stage))
}

// What is not decided is no step, so what is certain can be done without it.
function permit(plan: TransferPlan, both: Between, stage: Stage): void {
  const may = mayApply(plan)
  if (may.may) return
  if (may.why === 'decide' && stage.options.yes) {
    say(stage, `${may.reasons.length} objects wait for a decision and are left out.`)
    return
  }
  throw undecided(may.reasons, may.why, both.files)
}

/** Why a plan may not be applied, with what would answer. */
export function undecided(
  reasons: readonly string[],
  why: 'decide' | 'guard',
  { mapping }: StageFiles,
): Error {
  const answer =
    why === 'guard' ? '' : ` Answer in ${mapping}, or choose with --conflict <kind>=<policy>.`
  const shown = reasons.slice(0, 10).join('\n')
  const more = reasons.length > 10 ? `\n… and ${reasons.length - 10} more.` : ''
  return ending('decisions-needed', `plan_${why}`, `${shown}${more}${answer}`)
}

async function consent(plan: TransferPlan, { files, to }: Between, stage: Stage): Promise<void> {
  if (stage.options.yes) return
  if (!isInteractive(stage)) {
    const message = `Nothing was written. There is no terminal to ask: look at the plan in ${files.current.plan}, and say --yes to apply and cut over what is certain.`
    throw ending('decisions-needed', 'not_confirmed', message)
  }
  const flows = plan.steps.filter(({ verb }) => verb === 'activate').length
  const answer = await confirm({
    message: `${plan.steps.length} steps; at the end ${flows} Flows are switched on at "${to.name}", and none is switched off at the old Homey. What both drive is then driven twice. Go on?`,
    initialValue: false,
  })
  if (isCancel(answer) || !answer) {
    throw ending(
      'stopped',
      'cancelled',
      `Nothing was written. The plan is in ${files.current.plan}.`,
    )
  }
}

const SUMS = ['moved', 'merged', 'held', 'skipped', 'byHand', 'undecided', 'failed'] as const

/** The sums over all kinds. */
export function sumsOf({ kinds }: Pick<TransferReport, 'kinds'>) {
  const sum = (column: (typeof SUMS)[number]): number =>
    kinds.reduce((total, row) => total + row[column], 0)
  return {
    ...{ moved: sum('moved'), merged: sum('merged'), held: sum('held'), skipped: sum('skipped') },
    ...{ byHand: sum('byHand'), undecided: sum('undecided'), failed: sum('failed') },
  }
}

function resultOf({ report, outcome }: Applied, { files, from, to }: Between, stage: Stage) {
  const { exit, exitCode, reason, kinds, waiting, byHand, failed, findings, notes, verified } =
    report
  return {
    ...sumsOf(report),
    ...{ exit, exitCode, reason, verified, kinds },
    objects: { waiting, byHand, failed, findings },
    ...{ notes, strangers: outcome.strangers, swept: outcome.swept },
    ...{ source: { id: from.id, name: from.name }, target: { id: to.id, name: to.name } },
    files: { mapping: files.mapping, ...files.current },
    undo: commandFor('rollback', stage),
  }
}

function textOf(report: TransferReport): string {
  const { reason, undo, verified } = report
  // One object may wait for several things.
  const waiting = new Set(report.waiting.map(({ object }) => object)).size
  const lines = [
    reportTable(report),
    verified ? 'What was written was read back and is as it should be.' : (reason ?? ''),
    waiting > 0
      ? `${waiting} ${waiting === 1 ? 'object waits' : 'objects wait'}; see the report, and go on with rebind.`
      : '',
    `Undo: ${undo}`,
  ]
  return lines.filter((line) => line !== '').join('\n')
}
