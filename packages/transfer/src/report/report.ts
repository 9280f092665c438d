// The report of a transfer as plain data: what is done, adapted, waiting, by hand, verified, and how it is
// undone. Pure, over the plan, the journal and what applying came to.
import { EXIT_CODES, type ExitName } from '../apply/exit-codes.ts'
import type { Outcome } from '../apply/outcome.ts'
import { indexPlan, isMaking, objectOf } from '../apply/steps.ts'
import type { JournalState } from '../journal/journal-state.ts'
import { KIND_NAMES, type KindName, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { TransferPlan } from '../plan/plan.ts'

/** One line about one object. */
export interface ReportLine {
  readonly object: ObjectKey | null
  readonly name: string | null
  readonly what: string
}

/** A row of the table of kinds. */
export interface ReportRow {
  readonly kind: KindName
  readonly label: string
  readonly moved: number
  readonly merged: number
  readonly held: number
  readonly skipped: number
  readonly byHand: number
  readonly failed: number
}

/** A report. */
export interface TransferReport {
  readonly format: 'homey-transfer-report'
  readonly version: 1
  readonly plan: string
  readonly source: string
  readonly target: string
  readonly exit: ExitName
  readonly exitCode: number
  readonly reason: string | null
  readonly kinds: readonly ReportRow[]
  readonly adapted: readonly ReportLine[]
  readonly waiting: readonly ReportLine[]
  readonly byHand: readonly ReportLine[]
  readonly failed: readonly ReportLine[]
  readonly findings: readonly ReportLine[]
  readonly notes: readonly string[]
  /** The last verdict of the barrier; null before it. */
  readonly verified: boolean | null
  readonly undo: string
}

/** What a report is made from. `undo` is the command that rolls back. */
export interface Reported {
  readonly plan: TransferPlan
  readonly state: JournalState
  readonly outcome: Outcome
  readonly undo: string
}

/** Makes a report. */
export function reportOf({ plan, state, outcome, undo }: Reported): TransferReport {
  const index = indexPlan(plan)
  const failed = [...state.failed].flatMap(([id, what]): ReportLine[] => {
    const step = index.byId.get(id)
    return step ? [{ object: objectOf(step), name: step.name, what }] : []
  })
  const renamed = Object.entries(plan.names).flatMap(([key, name]): ReportLine[] => {
    const object = key as ObjectKey
    const making = index.makes.get(object)
    return making && state.done.has(making.id)
      ? [{ object, name: making.name, what: `It is called ${name} there.` }]
      : []
  })
  return {
    ...{ format: 'homey-transfer-report', version: 1, plan: plan.id, undo },
    ...{ source: plan.source.name, target: plan.target.name },
    ...{ exit: outcome.exit, exitCode: EXIT_CODES[outcome.exit], reason: outcome.reason },
    kinds: rowsOf(plan, state, failed),
    adapted: renamed,
    waiting: [
      ...plan.held.map(({ object, name, because }) => ({ object, name, what: because })),
      ...outcome.held,
    ].map(line),
    byHand: plan.byHand.map(({ object, what, group }) => ({
      ...{ object, name: nameOf(plan, object), what: `${group}: ${what}` },
    })),
    ...{ failed, findings: outcome.findings.map(line), notes: outcome.notes },
    verified: state.verified ?? null,
  }
}

const line = ({ object, name, what }: ReportLine): ReportLine => ({ object, name, what })

function nameOf({ steps, kept }: TransferPlan, object: ObjectKey | null): string | null {
  if (object === null) return null
  const step = steps.find((one) => objectOf(one) === object)
  return step?.name ?? kept.find((one) => one.object === object)?.name ?? null
}

function rowsOf(
  plan: TransferPlan,
  state: JournalState,
  failed: readonly ReportLine[],
): readonly ReportRow[] {
  const of = (key: ObjectKey | null): string => key?.slice(0, key.indexOf(':')) ?? ''
  const held = new Set(plan.held.map(({ object }) => object))
  return KIND_NAMES.flatMap((kind): ReportRow[] => {
    const steps = plan.steps.filter((step) => step.kind === kind && state.done.has(step.id))
    const count = (test: (step: (typeof steps)[number]) => boolean): number =>
      new Set(steps.filter(test).map(objectOf)).size
    const kept = plan.kept.filter(({ object }) => of(object) === kind)
    const row: ReportRow = {
      ...{ kind, label: KINDS[kind].label },
      moved: count((step) => isMaking(step) && !held.has(objectOf(step))),
      merged:
        count((step) => step.verb === 'update' || step.verb === 'set') +
        kept.filter(({ how }) => how !== 'skipped').length,
      held: plan.held.filter(({ object }) => of(object) === kind).length,
      skipped: kept.filter(({ how }) => how === 'skipped').length,
      byHand: plan.byHand.filter(({ object, instead }) => instead && of(object) === kind).length,
      failed: failed.filter(({ object }) => of(object) === kind).length,
    }
    const { kind: _kind, label: _label, ...numbers } = row
    return Object.values(numbers).some((number) => number > 0) ? [row] : []
  })
}
