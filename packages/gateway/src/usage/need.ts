// What a call needed, as it is kept: `device:control+security-device:control|flow:enable` is two
// alternatives, the first of two permissions; `~device-secret:read` refuses nothing, but shows less without it.
import { isJudgedByContent, type Operation } from '@latchkey/catalogue'
import type { Alternatives } from '../hub-path/decide.ts'

/** A need: one of the alternatives with all in it; or a permission that shows more. */
export type Need = { readonly alternatives: Alternatives } | { readonly shows: string }

/** The text of alternatives. */
export const needText = (alternatives: Alternatives): string =>
  alternatives.map((all) => all.join('+')).join('|')

/** The text of what a call of an operation needed. Most operations always need the same. */
export function neededBy(operation: Operation, alternatives: Alternatives): string {
  const { requirement } = operation
  return requirement.class === 'permission' && !isJudgedByContent(operation)
    ? requirement.permission
    : needText(alternatives)
}

/** The text of a permission that shows more. */
export const showsText = (permission: string): string => `~${permission}`

/** Reads a need. */
export function readNeed(text: string): Need {
  if (text.startsWith('~')) return { shows: text.slice(1) }
  return { alternatives: text.split('|').map((all) => all.split('+')) }
}
