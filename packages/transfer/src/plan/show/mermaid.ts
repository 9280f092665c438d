// The plan as a diagram in Mermaid: steps by kind, or all of them for small plans.
import { KINDS } from '../../kinds/kinds.ts'
import type { Step, TransferPlan } from '../plan.ts'

/** So many steps one by one can still be read. */
const READABLE = 60

/** A diagram. Steps of one kind, verb and phase are one box if there are many. */
export function mermaidOf(plan: Pick<TransferPlan, 'steps'>): string {
  const together = plan.steps.length > READABLE
  const boxOf = (step: Step): string =>
    together ? `${step.phase} ${step.kind} ${step.verb}` : step.id
  const boxes = Map.groupBy(plan.steps, boxOf)
  const names = new Map([...boxes.keys()].map((box, at) => [box, `s${at}`]))
  const byId = new Map(plan.steps.map((step) => [step.id, boxOf(step)]))
  const lines = (['build', 'cutover'] as const).flatMap((phase) => {
    const inside = [...boxes].filter(([, [first]]) => first?.phase === phase)
    if (inside.length === 0) return []
    const shown = inside.map(
      ([box, steps]) => `    ${names.get(box)}["${labelOf(steps, together)}"]`,
    )
    return [`  subgraph ${phase}`, ...shown, '  end']
  })
  const edges = new Set(
    plan.steps.flatMap((step) =>
      step.after.flatMap((id) => {
        const [from, to] = [byId.get(id), boxOf(step)]
        return from === undefined || from === to
          ? []
          : [`  ${names.get(from)} --> ${names.get(to)}`]
      }),
    ),
  )
  return `${['flowchart LR', ...lines, ...edges].join('\n')}\n`
}

function labelOf(steps: readonly Step[], together: boolean): string {
  const [first] = steps
  if (!first) return ''
  const label = KINDS[first.kind].label
  return escaped(
    together
      ? `${first.verb}: ${label} (${steps.length})`
      : `${first.verb}: ${first.name ?? first.source}`,
  )
}

// Names are people's: nothing in them may end the label or be taken for a tag.
const escaped = (text: string): string =>
  text.replace(/[^\p{L}\p{N} .,:()+-]/gu, (letter) => `#${letter.codePointAt(0)};`)
