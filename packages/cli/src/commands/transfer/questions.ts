// The questions of a mapping in the terminal: each with what might be it and why.
import { isCancel, select } from '@clack/prompts'
import type { Answer, Candidate, Question, Turn } from '@latchkey/transfer'
import { oneLine } from '../../terminal.ts'

/** So many candidates are shown, the best first. */
const SHOWN = 8

type Choice =
  | { readonly is: 'target'; readonly id: string }
  | { readonly is: 'none' | 'open' | 'stop' }

/** Asks one question; things that nothing tells apart are asked for one after the other. */
export async function ask(question: Question, turn: Turn): Promise<Answer> {
  const answer = new Map<string, string | null>()
  for (const { id, name } of question.sources) {
    const free = question.candidates.filter(({ target }) => ![...answer.values()].includes(target))
    const head = `${turn.number}/${turn.of} Which ${question.kind} is "${oneLine(name ?? id)}"?`
    const chosen = await choose(turn.problem ? `${turn.problem} ${head}` : head, free)
    if (chosen.is === 'stop') return answer.size > 0 ? answer : 'stop'
    if (chosen.is === 'target') answer.set(id, chosen.id)
    if (chosen.is === 'none') answer.set(id, null)
  }
  return answer
}

async function choose(message: string, candidates: readonly Candidate[]): Promise<Choice> {
  const best = [...candidates].sort((a, b) => b.score - a.score).slice(0, SHOWN)
  const chosen = await select<Choice>({
    message,
    options: [
      ...best.map(({ target, targetName, score, evidence }) => ({
        value: { is: 'target', id: target } as const,
        label: oneLine(targetName ?? target),
        hint: oneLine(`${score.toFixed(0)}: ${evidence.map(({ what }) => what).join(', ')}`),
      })),
      { value: { is: 'none' } as const, label: 'None: it is not on the new Homey' },
      { value: { is: 'open' } as const, label: 'I do not know yet' },
      { value: { is: 'stop' } as const, label: 'Stop asking' },
    ],
  })
  return isCancel(chosen) ? { is: 'stop' } : chosen
}
