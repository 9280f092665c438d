// The plan for people: a tree by room and folder. `+` is made, `~` changed, `=` there already, `!` needs a
// person, `⏸` waits.
import { KIND_NAMES, keyOf, type ObjectKey } from '../../kinds/kind-name.ts'
import { KINDS } from '../../kinds/kinds.ts'
import type { Snapshot, SnapshotObject } from '../../snapshot/snapshot.ts'
import { homeOf, pathOf } from '../home.ts'
import type { TransferPlan } from '../plan.ts'
import { type Outcome, outcomesOf } from './counts.ts'

/** The signs. */
export const SIGNS: Readonly<Record<Outcome | 'changed', string>> = {
  moved: '+',
  changed: '~',
  merged: '=',
  skipped: '=',
  held: '⏸',
  byHand: '!',
  undecided: '!',
}

/** What of a plan is shown. */
export interface TreeOptions {
  /** Also what is there already and stays as it is. */
  readonly all?: boolean
}

/** The tree as a text. */
export function treeOf(plan: TransferPlan, source: Snapshot, { all }: TreeOptions = {}): string {
  const home = homeOf(source)
  const outcomes = outcomesOf(plan)
  const changed = new Set(plan.steps.map(({ kind, source: id }) => keyOf({ kind, id })))
  const words = wordsOf(plan)
  const lines = KIND_NAMES.flatMap((kind) => {
    const shown = [...source.objects[kind].values()].flatMap((object) => {
      const key = keyOf(object)
      const outcome = outcomes.get(key)
      if (outcome === undefined) return []
      const isSame = (outcome === 'merged' || outcome === 'skipped') && !changed.has(key)
      if (isSame && !all) return []
      const sign = outcome === 'merged' && changed.has(key) ? SIGNS.changed : SIGNS[outcome]
      return [{ object, path: pathOf(home, object), line: lineOf(object, sign, words.get(key)) }]
    })
    return shown.length === 0 ? [] : [KINDS[kind].label, ...branches(shown)]
  })
  return lines.length === 0 ? 'Nothing to do.\n' : `${lines.join('\n')}\n`
}

function lineOf({ name, id }: SnapshotObject, sign: string, words: string | undefined): string {
  const called = name === null || name === '' ? id : name
  return `${sign} ${called}${words === undefined ? '' : ` – ${words}`}`
}

interface Shown {
  readonly path: ReturnType<typeof pathOf>
  readonly line: string
}

// Things that lie in one place stand together, places in the order of their names.
function branches(shown: readonly Shown[]): readonly string[] {
  const places = Map.groupBy(shown, ({ path }) => path.join(' › '))
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([place, inside]) => {
      const indent = place === '' ? '  ' : '    '
      const lines = inside.map(({ line }) => `${indent}${line}`)
      return place === '' ? lines : [`  ${place}`, ...lines]
    })
}

// What is worth saying about an object: one line.
function wordsOf(plan: TransferPlan): ReadonlyMap<ObjectKey, string> {
  const words = new Map<ObjectKey, string>()
  for (const { kind, source, reason, verb } of plan.steps) {
    const key = keyOf({ kind, id: source })
    if (verb === 'update') words.set(key, reason)
  }
  for (const [key, name] of Object.entries(plan.names)) {
    const object = KIND_NAMES.find((kind) => key.startsWith(`${kind}:`))
    if (object === undefined) continue
    words.set(
      keyOf({ kind: object, id: key.slice(object.length + 1) }),
      `is called "${name}" there`,
    )
  }
  for (const { object, how, because } of plan.kept)
    if (how !== 'adopted') words.set(object, because)
  for (const { object, because } of plan.held) words.set(object, because)
  for (const { object, what, instead } of plan.byHand)
    if (object && instead) words.set(object, what)
  for (const { object, question } of plan.undecided) words.set(object, question)
  return words
}

/** The checklist as a text: groups with boxes to tick, the same thing once. */
export function checklistText({ byHand }: Pick<TransferPlan, 'byHand'>): string {
  const groups = Map.groupBy(byHand, ({ group }) => group)
  return [...groups]
    .map(([group, items]) => {
      const lines = [...new Set(items.map(({ what }) => `  [ ] ${what}`))]
      return `${group}\n${lines.join('\n')}\n`
    })
    .join('\n')
}
