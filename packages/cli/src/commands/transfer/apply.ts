// `latchkey transfer apply` and `cutover`: carries out a plan that was made before, or goes on with it.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  isUnderWay,
  mayApply,
  planText,
  readPlan,
  reportTable,
  type TransferPlan,
} from '@latchkey/transfer'
import { print } from '../../terminal.ts'
import { type Applied, applied, type MoreOptions } from './applying.ts'
import { type Between, between } from './between.ts'
import { checkedFresh } from './freshness.ts'
import { keep, readHome } from './homes.ts'
import { ending, usage } from './problem.ts'
import { kept, sumsOf, undecided, withSource } from './run.ts'
import { type Ended, type Stage, say } from './stage.ts'
import { writePrivate } from './stage-files.ts'

/** Builds what the plan says, and cuts over unless `--no-activate`. */
export function apply(stage: Stage): Promise<Ended> {
  return between(stage, async (both) => {
    const plan = await planToApply(both, stage)
    const may = mayApply(plan)
    const skips = !may.may && may.why === 'decide' && stage.options.yes === true
    if (!may.may && !skips) throw undecided(may.reasons, may.why, both.files)
    await checkedFresh(plan, both, stage)
    const activate = stage.options.activate !== false
    return told(await done(plan, both, stage, { activate, ...withSource(stage) }), stage)
  })
}

/** Switches on what was built, after all of it was verified. */
export function cutover(stage: Stage): Promise<Ended> {
  return between(stage, async (both) => {
    const last = await both.files.last()
    if (!last) throw usage(`Nothing was built yet in ${both.files.folder}. Run apply first.`)
    return told(await done(last.plan, both, stage, { activate: true, ...withSource(stage) }), stage)
  })
}

async function done(
  plan: TransferPlan,
  both: Between,
  stage: Stage,
  more: MoreOptions,
): Promise<Applied> {
  return applied(plan, await kept(both.files, stage), both, stage, more)
}

// The plan of the last run, or the one that was named: that becomes the last run.
async function planToApply({ files, from, to }: Between, stage: Stage): Promise<TransferPlan> {
  const named = stage.options.plan
  const path = named ?? files.current.plan
  if (!existsSync(path)) {
    throw usage(`There is no plan ${path}. Make one with: latchkey transfer plan`)
  }
  const plan = readPlan(await readFile(path, 'utf8'))
  const last = await files.last()
  if (named === undefined || last?.plan.id === plan.id) return plan
  if (last && isUnderWay(last.plan, last.state)) {
    const message = `Another run of this transfer is under way in ${files.folder}: go on with it, or roll it back.`
    throw ending('stopped', 'under_way', message)
  }
  const source = existsSync(files.source)
    ? await kept(files, stage).catch(() => undefined)
    : undefined
  const isSame =
    source?.source.manifest.root === plan.sourceRoot &&
    source.target.manifest.root === plan.targetRoot
  await files.setAside()
  if (!isSame) {
    await keep(files.source, await readHome(from, stage), stage)
    await keep(files.current.target, await readHome(to, stage), stage)
  }
  await writePrivate(files.current.plan, planText(plan))
  return plan
}

/** Prints what it came to. */
export function told({ report, outcome }: Applied, stage: Stage): Ended {
  const { exit, exitCode, reason, verified, waiting, failed, findings, notes, undo } = report
  const result = {
    ...sumsOf(report),
    ...{ exit, exitCode, reason, verified, kinds: report.kinds },
    objects: { waiting, failed, findings },
    ...{ notes, strangers: outcome.strangers, swept: outcome.swept, undo },
  }
  print(stage.terminal, stage.options.json, result, () =>
    [reportTable(report), ...(reason === null ? [] : [reason]), `Undo: ${undo}`].join('\n'),
  )
  for (const { id, name } of outcome.strangers) {
    say(stage, `Whose is "${name ?? id}"? If it is somebody else's: --stranger ${id}`)
  }
  return outcome.exit
}
