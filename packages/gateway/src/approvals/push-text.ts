// What stands on a phone: the question in one sentence and where to answer it. Text that a client may have
// chosen is neither a tag of the Flow card that sends it, nor an address.
import type { Language } from '../pages/texts.ts'
import type { Approval } from './approval.ts'
import { sentence } from './question-words.ts'

type Text = Readonly<Record<Language, string>>

const ANSWER: Text = { en: 'Answer:', nl: 'Antwoord:' }

const ELSEWHERE: Text = {
  en: 'Answer on the machine that runs Latchkey:',
  nl: 'Antwoord op de machine waar Latchkey draait:',
}

const MORE: Readonly<Record<Language, (count: number) => string>> = {
  en: (count) =>
    count === 1 ? 'A question waits for your answer.' : `${count} questions wait for your answer.`,
  nl: (count) =>
    count === 1
      ? 'Er wacht een vraag op je antwoord.'
      : `Er wachten ${count} vragen op je antwoord.`,
}

/** The longest question on a phone, in characters. */
const LONGEST = 300

/** Without the brackets of a Flow's tags, and without what makes an address of a text. */
export const harmless = (text: string): string =>
  text.replaceAll('[', '(').replaceAll(']', ')').replaceAll('://', ': ').slice(0, LONGEST)

/** A question, with the address of its page where there is one. */
export function questionText(
  { id, question }: Pick<Approval, 'id' | 'question'>,
  language: Language,
  address: string | undefined,
): string {
  return `${harmless(sentence(question, language))} ${where(language, address, `/approvals/${id}`)}`
}

/** How many questions wait. */
export function summaryText(
  count: number,
  language: Language,
  address: string | undefined,
  path = '/approvals',
): string {
  return `${MORE[language](count)} ${where(language, address, path)}`
}

/** Where to answer: at the address of the pages, or at the command line where no phone gets there. */
export function where(
  language: Language,
  address: string | undefined,
  path: string,
  command = 'latchkey approvals list',
): string {
  if (address === undefined) return `${ELSEWHERE[language]} ${command}`
  return `${ANSWER[language]} ${address}${path}`
}
