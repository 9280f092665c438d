// `latchkey transfer rebind`: after more devices were paired, completes what waited for them.
import { countsTable, isUnderWay, mayApply, rebind as planAgain } from '@latchkey/transfer'
import { told } from './apply.ts'
import { applied, nothingToDo } from './applying.ts'
import { type Between, between } from './between.ts'
import { readUnsealed } from './ends.ts'
import { readHome } from './homes.ts'
import { mappingFor } from './matching.ts'
import { keepPlan, type Planned, planOptions, waitingAfter } from './planning.ts'
import { ending, usage } from './problem.ts'
import { undecided } from './run.ts'
import { type Ended, isInteractive, type Stage, say } from './stage.ts'
import type { Run } from './stage-files.ts'

/** Runs it. */
export function rebind(stage: Stage): Promise<Ended> {
  return between(stage, async (both) => {
    const { files } = both
    const runs = (await files.runs()).filter(({ state }) => state.ended !== 'rolled-back')
    const last = runs.at(-1)
    if (!last) throw usage(`No run of this transfer is in ${files.folder}. Run it first.`)
    if (isUnderWay(last.plan, last.state)) {
      const message = `The run in ${files.folder} is not finished: go on with it first (apply --resume).`
      throw ending('stopped', 'under_way', message)
    }
    const made = await replanned(both, stage, runs, last)
    const { plan, source, target } = made
    say(stage, countsTable(plan, source).trimEnd())
    const may = mayApply(plan)
    if (!may.may && !(may.why === 'decide' && !isInteractive(stage))) {
      throw undecided(may.reasons, may.why, files)
    }
    if (plan.steps.length === 0) return told(nothingToDo(plan, stage), stage)
    await keepPlan(made, files, stage)
    return told(await applied(plan, { source, target }, both, stage), stage)
  })
}

// What waited in any run may be completed now; what every run made counts as made.
async function replanned(
  { to, files }: Between,
  stage: Stage,
  runs: readonly Run[],
  last: Run,
): Promise<Planned> {
  const source = await readUnsealed(files.source, stage)
  const target = await readHome(to, stage)
  const mapping = await mappingFor(stage, files, source, target)
  const { only: _only, ...options } = await planOptions(stage, runs, to)
  const homes = { source, target, mapping }
  return { ...homes, plan: planAgain({ ...last, ...homes, options, waiting: waitingAfter(runs) }) }
}
