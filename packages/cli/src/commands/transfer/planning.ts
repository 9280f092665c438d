// Making a plan from two homes: what the options say about it, and where it is kept.
import {
  allowedOn,
  type ChosenPolicies,
  isUnderWay,
  makePlan,
  type ObjectKey,
  outcomesOf,
  type PlanOptions,
  parsePolicy,
  parseWanted,
  planText,
  type Snapshot,
  type TransferMapping,
  type TransferPlan,
  waitingIn,
} from '@latchkey/transfer'
import type { Between } from './between.ts'
import type { End } from './ends.ts'
import { keep, readHome } from './homes.ts'
import { mappingFor } from './matching.ts'
import { ending } from './problem.ts'
import { type Stage, say } from './stage.ts'
import { type Run, type StageFiles, writePrivate } from './stage-files.ts'

/** A plan, and what it was made from. */
export interface Planned {
  readonly plan: TransferPlan
  readonly source: Snapshot
  readonly target: Snapshot
  readonly mapping: TransferMapping
}

/** Options of a plan: what the command line says, and what the way to the target can do. @throws RangeError */
export async function planOptions(
  stage: Stage,
  runs: readonly Run[],
  to: End,
): Promise<PlanOptions> {
  const { only, conflict, waiting, maxOverwrite } = stage.options
  const policies: ChosenPolicies = Object.fromEntries((conflict ?? []).map(parsePolicy))
  const heldBefore = waitingAfter(runs)
  const hub = to.file ? undefined : await to.hub()
  const allowed = hub && (await allowedOn(hub))
  if (allowed && allowed.restrictions.length > 0) {
    const what = allowed.restrictions.join(', ')
    say(
      stage,
      `The key for ${to.name} is restricted by its owner (${what}): some of it may be refused.`,
    )
  }
  return {
    ...{ madeAt: new Date().toISOString(), policies, heldBefore },
    ...(hub && { takesName: (name: string) => hub.takesName(name) }),
    ...(allowed && { allows: allowed.may, limits: allowed.limits }),
    ...(only && { only: only.map(parseWanted) }),
    ...(waiting && { waiting }),
    ...(maxOverwrite !== undefined && { maxOverwrite }),
  }
}

/** What waits after these runs: of each object, what the last plan that was about it says. */
export function waitingAfter(runs: readonly Run[]): readonly ObjectKey[] {
  const waiting = new Map<ObjectKey, boolean>()
  for (const { plan, state } of runs) {
    if (state.ended === 'rolled-back') continue
    for (const [object, outcome] of outcomesOf(plan)) {
      if (outcome !== 'skipped') waiting.set(object, false)
    }
    for (const object of waitingIn(plan)) waiting.set(object, true)
  }
  return [...waiting].flatMap(([object, waits]) => (waits ? [object] : []))
}

/** Reads both homes, matches them and makes a plan. Nothing is kept of it yet but the mapping. */
export async function planned({ from, to, files }: Between, stage: Stage): Promise<Planned> {
  const options = await planOptions(stage, await files.runs(), to)
  const source = await readHome(from, stage)
  const target = await readHome(to, stage)
  const mapping = await mappingFor(stage, files, source, target)
  return { source, target, mapping, plan: makePlan(source, target, mapping, options) }
}

/** Keeps a plan as that of the next run, with the homes that it was made from. @throws CommandError */
export async function keepPlan(
  { plan, source, target }: Pick<Planned, 'plan' | 'source' | 'target'>,
  files: StageFiles,
  stage: Stage,
): Promise<void> {
  const last = await files.last()
  if (last && isUnderWay(last.plan, last.state)) {
    const message = `A run of this transfer is under way: go on with "apply --resume", or take it back with "rollback". Its files are in ${files.folder}.`
    throw ending('stopped', 'under_way', message)
  }
  await files.setAside()
  await keep(files.source, source, stage)
  await keep(files.current.target, target, stage)
  await writePrivate(files.current.plan, planText(plan))
}
