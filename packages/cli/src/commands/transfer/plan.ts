// `latchkey transfer plan`: what would be done, as frozen steps in a file. Nothing is written to a hub.
import {
  checklistText,
  countsOf,
  countsTable,
  estimateInWords,
  estimateOf,
  mayApply,
  mermaidOf,
  planText,
  type TransferPlan,
  treeOf,
} from '@latchkey/transfer'
import { between } from './between.ts'
import { keepPlan, type Planned, planned } from './planning.ts'
import { undecided } from './run.ts'
import { type Ended, type Stage, say } from './stage.ts'
import { writePrivate } from './stage-files.ts'

/** Runs it. */
export function plan(stage: Stage): Promise<Ended> {
  return between(stage, async (both) => {
    const made = await planned(both, stage)
    await keepPlan(made, both.files, stage)
    const { out } = stage.options
    if (out !== undefined) await writePrivate(out, planText(made.plan))
    const text = stage.options.json ? resultText(made, both.files.current.plan) : shown(made, stage)
    stage.terminal.stdout.write(text)
    const may = mayApply(made.plan)
    if (!may.may) {
      say(stage, undecided(may.reasons, may.why, both.files).message)
      return 'decisions-needed'
    }
    return made.plan.steps.length === 0 ? 'done' : 'changes'
  })
}

function resultText({ plan, source }: Planned, path: string): string {
  const { id, steps, held, byHand, undecided: open, guards } = plan
  const kinds = countsOf(plan, source).map(([kind, counts]) => ({ kind, ...counts }))
  const result = {
    id,
    file: path,
    steps: steps.length,
    kinds,
    held,
    byHand,
    undecided: open,
    guards,
  }
  return `${JSON.stringify(result)}\n`
}

/** The forms of a plan for people. */
const FORMS: Readonly<Record<string, (made: Planned) => string>> = {
  table: ({ plan, source }) => `${countsTable(plan, source)}\n${estimate(plan)}\n`,
  tree: ({ plan, source }) => treeOf(plan, source),
  checklist: ({ plan }) => checklistText(plan),
  mermaid: ({ plan }) => mermaidOf(plan),
  json: ({ plan }) => planText(plan),
}

/** Their names. */
export const PLAN_FORMS = Object.keys(FORMS)

function shown(made: Planned, { options }: Stage): string {
  const form = FORMS[options.format ?? 'table']
  return form ? form(made) : ''
}

// What such hubs take on a home network; an old one wants its requests apart.
function estimate(plan: TransferPlan): string {
  const old = plan.target.generation === 'pro-2019'
  const measured = old ? { latency: 50, parallel: 2, apart: 150 } : { latency: 20, parallel: 8 }
  return estimateInWords(estimateOf(plan, measured))
}
