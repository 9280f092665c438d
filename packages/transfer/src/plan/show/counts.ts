// The table that says where everything of a home went: by kind, each object in one column.
import { KIND_NAMES, type KindName, keyOf, type ObjectKey } from '../../kinds/kind-name.ts'
import { KINDS } from '../../kinds/kinds.ts'
import type { Snapshot } from '../../snapshot/snapshot.ts'
import type { TransferPlan } from '../plan.ts'

/** Where an object goes. `merged` is on the target already, with or without a change. */
export type Outcome = 'moved' | 'merged' | 'held' | 'skipped' | 'byHand' | 'undecided'

/** The columns, in their order. */
export const OUTCOMES: readonly Outcome[] = [
  ...(['moved', 'merged', 'held', 'skipped', 'byHand', 'undecided'] as const),
]

/** A row: how many there are on the source, and where they go. */
export type Counts = Readonly<Record<Outcome | 'source', number>>

/** The outcome of every object that the plan speaks of. */
export function outcomesOf(plan: TransferPlan): ReadonlyMap<ObjectKey, Outcome> {
  const outcomes = new Map<ObjectKey, Outcome>()
  for (const { kind, source, verb } of plan.steps) {
    const key = keyOf({ kind, id: source })
    const makes = verb === 'create' || verb === 'install'
    if (makes || !outcomes.has(key)) outcomes.set(key, makes || verb === 'set' ? 'moved' : 'merged')
  }
  for (const { object, how } of plan.kept) {
    outcomes.set(object, how === 'skipped' ? 'skipped' : 'merged')
  }
  for (const { object } of plan.held) outcomes.set(object, 'held')
  for (const { object, instead } of plan.byHand) {
    if (instead && object !== null) outcomes.set(object, 'byHand')
  }
  for (const { object } of plan.undecided) outcomes.set(object, 'undecided')
  return outcomes
}

/** The table. Kinds of which the source has nothing are left out. */
export function countsOf(
  plan: TransferPlan,
  source: Snapshot,
): readonly (readonly [KindName, Counts])[] {
  const outcomes = outcomesOf(plan)
  return KIND_NAMES.flatMap((kind): (readonly [KindName, Counts])[] => {
    const ids = [...source.objects[kind].keys()]
    if (ids.length === 0) return []
    const count = (outcome: Outcome): number =>
      ids.filter((id) => outcomes.get(keyOf({ kind, id })) === outcome).length
    const [moved, merged, held] = [count('moved'), count('merged'), count('held')]
    const [skipped, byHand, undecided] = [count('skipped'), count('byHand'), count('undecided')]
    return [[kind, { source: ids.length, moved, merged, held, skipped, byHand, undecided }]]
  })
}

/** The table as a text, for a fixed-width font; the sums in the last line. */
export function countsTable(plan: TransferPlan, source: Snapshot): string {
  const rows = countsOf(plan, source)
  const columns = ['source', ...OUTCOMES] as const
  const lines = rows.map(([kind, counts]) => [
    KINDS[kind].label,
    ...columns.map((column) => String(counts[column] || '·')),
  ])
  const sums = columns.map((column) =>
    String(rows.reduce((sum, [, counts]) => sum + counts[column], 0)),
  )
  const head = ['', 'source', 'moved', 'merged', 'held', 'skipped', 'by hand', 'to decide']
  return aligned([head, ...lines, ['All', ...sums]])
}

/** Rows as columns; the first one to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
  return `${rows.map((row) => line(row).trimEnd()).join('\n')}\n`
}
