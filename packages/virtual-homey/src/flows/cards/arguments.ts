// Arguments of cards as the cards read them. An argument that was picked from a list holds the whole
// object that was picked; a text with tokens in it has become a text, even where a number is meant.
import { invalid } from '../../hub-error.ts'
import { isRecord, textOf } from '../../json.ts'
import type { CardRun } from './card.ts'

/** The id of what was picked. @throws HubError 400 if nothing was. */
export function idIn(args: CardRun['args'], name: string): string {
  const picked = args[name]
  if (isRecord(picked) && typeof picked['id'] === 'string') return picked['id']
  throw invalid(`Invalid arguments: ${name}`)
}

/** A value as a number. @throws HubError 400 if it is none. */
export function numberIn(value: unknown): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isNaN(number)) throw invalid('Invalid arguments: expected a number')
  return number
}

/** A value as each type of variable takes it. */
export const READ_AS = {
  string: textOf,
  number: numberIn,
  boolean: (value: unknown) => value === true || value === 'true',
}
