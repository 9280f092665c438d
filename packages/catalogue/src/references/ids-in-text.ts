// Finds ids in a text by what they look like. An id that is glued to other letters or to a hyphen may
// be part of a longer one: it is found, and never taken for certain.
import { rowOf } from './json.ts'
import type { Mark, ReferenceKind } from './reference.ts'

const UUID_LENGTH = 36
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const HUB_ID = /(?<![0-9a-z_-])[0-9a-f]{24}(?![0-9a-z_-])/g
const GLUE = /[0-9a-z-]/i
const OWNER_BEFORE = /homey:([a-z]+):$/

/** What the second word of a URI names: `homey:<word>:<id>`. */
export const URI_KINDS: Readonly<Record<string, ReferenceKind>> = {
  device: 'device',
  zone: 'zone',
  flow: 'flow',
  advancedflow: 'advanced-flow',
  flowfolder: 'flow-folder',
  variable: 'variable',
  mood: 'mood',
  dashboard: 'dashboard',
  alarm: 'alarm',
  user: 'user',
  script: 'script',
  image: 'image',
  group: 'group',
  app: 'app',
}

/** Part of a text, from `start` to before `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Every uuid in part of a text, as ids of `kind` unless a URI says what they are. */
export function uuidsIn(
  text: string,
  { start, end }: Span = { start: 0, end: text.length },
  kind: ReferenceKind = 'unknown',
): Mark[] {
  if (end - start < UUID_LENGTH) return []
  const marks: Mark[] = []
  UUID.lastIndex = start
  for (let found = UUID.exec(text); found; found = UUID.exec(text)) {
    const mark = markAt(text, found.index, kind)
    if (mark.end > end) break
    marks.push(mark)
    // Of two that overlap neither is certain, and both are found.
    if (mark.form === 'glued') UUID.lastIndex = mark.start + 1
  }
  return marks
}

function markAt(text: string, start: number, kind: ReferenceKind): Mark {
  const end = start + UUID_LENGTH
  const owner = OWNER_BEFORE.exec(text.slice(Math.max(0, start - 24), start))?.[1]
  const glued = GLUE.test(text.charAt(start - 1)) || GLUE.test(text.charAt(end))
  return {
    ...{ start, end, id: text.slice(start, end) },
    kind: (owner !== undefined && rowOf(URI_KINDS, owner)) || kind,
    ...(glued
      ? ({ sure: 'review', form: 'glued' } as const)
      : ({ sure: 'certain', form: start === 0 && end === text.length ? 'id' : 'text' } as const)),
  }
}

/** What looks like the id of a hub or an account, as it stands in webhooks. */
export function hubIdsIn(text: string): Mark[] {
  if (text.length < 24) return []
  return Array.from(text.matchAll(HUB_ID), ({ 0: id, index: start }) => ({
    ...{ start, end: start + id.length, id, kind: 'homey' },
    ...{ sure: 'review', form: 'hub-id' },
  }))
}
