// A standard flow: when, and, then, else. Conditions of one group must all hold, and one group is
// enough. A condition that fails does not hold. All conditions are asked, whatever the first ones say
// (inferred: nothing public says in which order a hub stops asking).
import type { CardUse, Flow } from '../state/items.ts'
import type { FlowRun } from './flow-run.ts'
import { whenAll } from './later.ts'

/** Runs a flow from behind its trigger. */
export function runStandardFlow(run: FlowRun, flow: Flow): void {
  const answers = flow.conditions.map((use) => ask(run, use))
  whenAll(answers, (holding) => {
    const branch = conditionsHold(flow.conditions, holding) ? 'then' : 'else'
    for (const use of flow.actions) {
      if ((use['group'] ?? 'then') !== branch) continue
      run.after(use['delay'], () => run.card('action', use, ignore, ignore))
    }
  })
}

function ignore(): void {
  // Nothing follows an action of a standard flow; that it failed is in the effects.
}

function ask(run: FlowRun, use: CardUse): boolean | Promise<boolean> {
  const inverted = use['inverted'] === true
  let answer: boolean | undefined
  let tell = (holds: boolean): void => {
    answer = holds
  }
  const done = (holds: boolean): void => tell(holds)
  run.card(
    'condition',
    use,
    (value) => done((value === true) !== inverted),
    () => done(false),
  )
  if (answer !== undefined) return answer
  return new Promise((resolve) => {
    tell = resolve
  })
}

function conditionsHold(conditions: readonly CardUse[], holding: readonly boolean[]): boolean {
  const groups = new Map<unknown, boolean>()
  for (const [i, { group = 'group1' }] of conditions.entries()) {
    groups.set(group, (groups.get(group) ?? true) && holding[i] === true)
  }
  return groups.size === 0 || [...groups.values()].some((holds) => holds)
}
