// References in a text: whole URIs, tokens in double brackets, ids on their own. A pipe means
// something inside double brackets only, and what a flow calls its own is left alone.
import { hubIdsIn, uuidsIn } from './ids-in-text.ts'
import type { Mark } from './reference.ts'
import { uriMarks } from './uri.ts'

const WHOLE_URI = /^homey:[a-z]+:[^\s[\]"']+$/
const TOKEN = /\[\[([^[\]]*)\]\]/g

// `[[steps]]`, `[[trigger::<card>::steps]]`: no token's name has quotes, commas or braces, which is
// how a list within a list in JSON looks.
const LOCAL = /^[^"'`,{}\s]+$/

export interface TextOptions {
  /** The text is part of a flow, where a token without an owner is the flow's own. */
  readonly inFlow: boolean
}

/** Every reference in a text, in order. */
export function textMarks(text: string, { inFlow }: TextOptions): readonly Mark[] {
  if (text.length < 'homey:x:y'.length) return NONE
  if (text.startsWith('homey:') && WHOLE_URI.test(text)) return uriMarks(text, 'uri')
  const hubIds = hubIdsIn(text)
  const marks = text.includes('[[') ? betweenTokens(text, inFlow) : uuidsIn(text)
  return hubIds.length === 0 ? marks : [...marks, ...hubIds].toSorted(byStart)
}

const NONE: readonly Mark[] = []

/** The order in which marks stand in a text. */
export const byStart = (one: Mark, other: Mark): number => one.start - other.start

function betweenTokens(text: string, inFlow: boolean): Mark[] {
  const marks: Mark[] = []
  let from = 0
  for (const { index, 0: whole, 1: token = '' } of text.matchAll(TOKEN)) {
    const found = tokenMarks(token, inFlow)
    if (!found) continue
    marks.push(...uuidsIn(text, { start: from, end: index }))
    marks.push(...found.map((mark) => shifted(mark, index + 2)))
    from = index + whole.length
  }
  marks.push(...uuidsIn(text, { start: from, end: text.length }))
  return marks
}

/** A mark of part of a text as a mark of the whole, where the part begins at `by`. */
export function shifted(mark: Mark, by: number): Mark {
  return { ...mark, start: mark.start + by, end: mark.end + by }
}

// Nothing at all if the brackets hold no token: what is between them is then text like any other.
function tokenMarks(token: string, inFlow: boolean): readonly Mark[] | undefined {
  if (token.startsWith('homey:')) return uriMarks(token, 'text-token')
  return inFlow && LOCAL.test(token) ? NONE : undefined
}

/** What was dropped on a card: a token of an owner, or one of the flow's own. */
export function droptokenMarks(text: string): readonly Mark[] {
  return text.startsWith('homey:') ? uriMarks(text, 'droptoken') : NONE
}

/** Ids in a text that is for people: they are shown to a person and left as they are. */
export function wordMarks(text: string): readonly Mark[] {
  return uuidsIn(text).map((mark) => ({ ...mark, sure: 'review', form: 'words' }))
}
