// The report of a transfer as plain data: what is done, adapted, waiting, by hand, verified, and how it is
// undone. Pure, over the plan, the journal and what applying came to.
import { EXIT_CODES, type ExitName } from '../apply/exit-codes.ts'
import type { Outcome } from '../apply/outcome.ts'
import { indexPlan, objectOf } from '../apply/steps.ts'
import type { JournalState } from '../journal/journal-state.ts'
import { KIND_NAMES, type KindName, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { GROUPS } from '../plan/fate.ts'
import type { TransferPlan } from '../plan/plan.ts'
import { outcomesOf, type Outcome as PlannedOutcome } from '../plan/show/counts.ts'

/** One line about one object. */
export interface ReportLine {
  readonly object: ObjectKey | null
  readonly name: string | null
  readonly what: string
}

/** A row of the table of kinds: how many there are on the source, and where they went. */
export interface ReportRow {
  readonly kind: KindName
  readonly label: string
  readonly source: number
  readonly moved: number
  readonly merged: number
  readonly held: number
  readonly skipped: number
  readonly byHand: number
  readonly undecided: number
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
  /** Whether all that was done was read back as it should be; null before the barrier. */
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
  const lines = [...state.failed].flatMap(([id, what]) => {
    const step = index.byId.get(id)
    return step ? [{ object: objectOf(step), name: step.name, what, verb: step.verb }] : []
  })
  // What the store does not give a person may have from elsewhere.
  const notInstalled = lines.filter(({ verb }) => verb === 'install').map(line)
  const failed = lines.filter(({ verb }) => verb !== 'install').map(line)
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
    kinds: rowsOf(plan, { failed, held: outcome.held, byHand: notInstalled }),
    adapted: renamed,
    waiting: [
      ...plan.held.map(({ object, name, because }) => ({ object, name, what: because })),
      ...outcome.held,
    ].map(line),
    byHand: [
      ...plan.byHand.map(({ object, what, group }) => ({
        ...{ object, name: nameOf(plan, object), what: `${group}: ${what}` },
      })),
      ...notInstalled.map((one) => ({ ...one, what: `${GROUPS.apps}: ${one.what}` })),
    ],
    ...{ failed, findings: outcome.findings.map(line), notes: outcome.notes },
    verified: state.verified === undefined ? null : outcome.findings.length === 0,
  }
}

const line = ({ object, name, what }: ReportLine): ReportLine => ({ object, name, what })

function nameOf({ steps, kept }: TransferPlan, object: ObjectKey | null): string | null {
  if (object === null) return null
  const step = steps.find((one) => objectOf(one) === object)
  return step?.name ?? kept.find((one) => one.object === object)?.name ?? null
}

/**
 * Each object in one column: where the plan sends it, unless the run could not do it, or found when it was
 * cut over that it lacks something.
 */
function rowsOf(
  plan: TransferPlan,
  otherwise: Readonly<Partial<Record<Column, readonly ReportLine[]>>>,
): readonly ReportRow[] {
  const columns = new Map<string, Column>(outcomesOf(plan))
  for (const column of ['held', 'byHand', 'failed'] as const) {
    for (const { object } of otherwise[column] ?? []) {
      if (object !== null) columns.set(object, column)
    }
  }
  return KIND_NAMES.flatMap((kind): ReportRow[] => {
    const own = [...columns].filter(([key]) => key.startsWith(`${kind}:`))
    if (own.length === 0) return []
    const count = (column: Column): number => own.filter(([, one]) => one === column).length
    return [
      {
        ...{ kind, label: KINDS[kind].label, source: own.length, moved: count('moved') },
        ...{ merged: count('merged'), held: count('held'), skipped: count('skipped') },
        ...{ byHand: count('byHand'), undecided: count('undecided'), failed: count('failed') },
      },
    ]
  })
}

type Column = PlannedOutcome | 'failed'
