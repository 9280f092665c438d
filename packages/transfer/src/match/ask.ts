// Puts the questions of a mapping to somebody, one after the other, and keeps the answers as decisions.
// How it is asked, in a terminal or a browser, is the caller's business.
import type { Binding, Candidate, Question, TransferMapping } from '../mapping/mapping.ts'

/**
 * Ids of the target by those of the sources of a question, null for what has no counterpart; a source
 * that is left out stays open. `stop` leaves this and all later questions open.
 */
export type Answer = ReadonlyMap<string, string | null> | 'stop'

/** A question on its turn. */
export interface Turn {
  /** Counts from 1. */
  readonly number: number
  readonly of: number
  /** What was wrong with the answer that was given before; absent the first time. */
  readonly problem?: string
}

/** Asks somebody. Candidates that were taken by earlier answers are not among those of later questions. */
export type Ask = (question: Question, turn: Turn) => Promise<Answer>

/**
 * The mapping with what was answered, as bindings by `user`. Parts follow their device when the homes
 * are matched again with the mapping as decisions. @throws whatever `ask` throws
 */
export async function askQuestions(mapping: TransferMapping, ask: Ask): Promise<TransferMapping> {
  const bindings = [...mapping.bindings]
  const questions: Question[] = []
  let stopped = false
  for (const [at, whole] of mapping.questions.entries()) {
    const question = withoutTaken(whole, bindings)
    const turn = { number: at + 1, of: mapping.questions.length }
    const answer: Answer = stopped ? 'stop' : await validAnswer(question, { turn, bindings }, ask)
    stopped = answer === 'stop'
    const given = answer === 'stop' ? new Map<string, string | null>() : answer
    bindings.push(...decisions(question, given))
    const open = question.sources.filter(({ id }) => !given.has(id))
    if (open.length > 0) questions.push({ ...question, sources: open })
  }
  const left = questions.map((question) => withoutTaken(question, bindings))
  return { ...mapping, bindings, questions: left }
}

function withoutTaken(question: Question, bindings: readonly Binding[]): Question {
  const taken = takenOf(question, bindings)
  const candidates = question.candidates.filter(({ target }) => !taken.has(target))
  return { ...question, candidates }
}

const takenOf = ({ kind }: Question, bindings: readonly Binding[]): ReadonlySet<string> =>
  new Set(bindings.flatMap((row) => (row.kind === kind && row.target !== null ? row.target : [])))

async function validAnswer(
  question: Question,
  { turn, bindings }: { readonly turn: Turn; readonly bindings: readonly Binding[] },
  ask: Ask,
): Promise<Answer> {
  for (let asked = turn; ; ) {
    const answer = await ask(question, asked)
    const problem =
      answer === 'stop' ? undefined : problemWith(question, answer, takenOf(question, bindings))
    if (problem === undefined) return answer
    asked = { ...turn, problem }
  }
}

/** What is wrong with an answer; undefined if nothing is. */
function problemWith(
  question: Question,
  answer: ReadonlyMap<string, string | null>,
  taken: ReadonlySet<string>,
): string | undefined {
  const known = new Map(question.sources.map(({ id, name }) => [id, name ?? id]))
  const used = new Set<string>()
  for (const [source, target] of answer) {
    if (!known.has(source)) return `The question is not about ${source}.`
    if (target === null) continue
    if (taken.has(target)) return `${target} stands for something else already.`
    if (used.has(target)) return `${target} cannot stand for two: give each its own.`
    used.add(target)
  }
  return undefined
}

/** Answers as bindings. */
export function decisions(
  { kind, sources, candidates }: Question,
  answer: ReadonlyMap<string, string | null>,
): readonly Binding[] {
  const byId = new Map<string | null, Candidate>(candidates.map((one) => [one.target, one]))
  return sources.flatMap(({ id, name }): Binding[] => {
    const target = answer.get(id)
    if (target === undefined) return []
    const { targetName = null, evidence = [], score } = byId.get(target) ?? {}
    return [
      {
        ...{ kind, source: id, target, by: 'user', ...(score !== undefined && { score }) },
        ...{ evidence, sourceName: name, targetName },
      },
    ]
  })
}
