// The URIs of a Homey: `homey:<kind>:<id>`, alone, before the rest of a card's id, or inside the URI
// of something that belongs to it. The owner's id is taken whole, whatever it looks like.
import { type Span, URI_KINDS, uuidsIn } from './ids-in-text.ts'
import { rowOf } from './json.ts'
import type { Form, Mark, ReferenceKind } from './reference.ts'

// A client names a card `homey:flowcardtrigger:homey:device:…`, a log and a token in the same way.
const WRAPPED = /^homey:[a-z]+:(?=homey:)/
const URI = /^homey:([a-z]+):([^:|\s]+)(?:([:|])|$)/

/** What the ids in cards and tokens of a manager are the ids of. */
const MANAGER_KINDS: Readonly<Record<string, ReferenceKind>> = {
  alarms: 'alarm',
  dashboards: 'dashboard',
  devices: 'device',
  flow: 'flow',
  images: 'image',
  logic: 'variable',
  moods: 'mood',
  presence: 'user',
  users: 'user',
  zones: 'zone',
}

/** Apps whose tokens are found by a name that people give, and what it names. */
const NAMED_BY: Readonly<Record<string, ReferenceKind>> = { 'net.i-dev.betterlogic': 'variable' }

/** A URI taken apart. */
export interface Uri {
  /** The word after `homey:`: `device`, `manager`, `app`, … */
  readonly type: string
  readonly id: string
  /** Where the id begins. */
  readonly at: number
  /** What divides the id from the rest; empty if there is no rest. */
  readonly separator: string
  /** Where the rest begins. */
  readonly rest: number
}

/** Takes a URI apart; nothing that is not one. */
export function parseUri(text: string): Uri | undefined {
  let inner = 0
  for (let found = WRAPPED.exec(text); found; found = WRAPPED.exec(text.slice(inner))) {
    inner += found[0].length
  }
  const found = URI.exec(inner === 0 ? text : text.slice(inner))
  if (!found) return undefined
  const [whole, type = '', id = '', separator = ''] = found
  const at = inner + 'homey:'.length + type.length + 1
  return { type, id, at, separator, rest: inner + whole.length }
}

/** What a URI refers to. Text that is no URI is searched for ids. */
export function uriMarks(text: string, form: Form, kind: ReferenceKind = 'unknown'): Mark[] {
  const uri = parseUri(text)
  if (!uri) return uuidsIn(text, undefined, kind)
  const { type, id, at } = uri
  const rest = { start: uri.rest, end: text.length }
  if (type === 'manager') return ofManager(text, uri, form)
  const owner = rowOf(URI_KINDS, type)
  if (!owner) return uuidsIn(text)
  const mark: Mark = { start: at, end: at + id.length, kind: owner, id, sure: 'certain', form }
  return [mark, ...(type === 'app' ? namedIn(text, uri) : []), ...uuidsIn(text, rest)]
}

/** What the ids in short ids of cards and tokens are the ids of, by the URI of their manager. */
export function kindOfManager(owner = ''): ReferenceKind {
  const uri = parseUri(owner)
  return (uri?.type === 'manager' && rowOf(MANAGER_KINDS, uri.id)) || 'unknown'
}

function ofManager(text: string, uri: Uri, form: Form): Mark[] {
  const rest: Span = { start: uri.rest, end: text.length }
  const kind = rowOf(MANAGER_KINDS, uri.id) ?? 'unknown'
  const found = uuidsIn(text, rest, kind).map((mark) =>
    mark.sure === 'certain' ? { ...mark, form } : mark,
  )
  if (found.length > 0 || uri.id !== 'logic' || uri.separator !== '|') return found
  if (rest.start === rest.end) return []
  return [{ ...rest, kind, id: text.slice(rest.start), sure: 'certain', form }]
}

function namedIn(text: string, { id, rest }: Uri): Mark[] {
  const kind = rowOf(NAMED_BY, id)
  if (!kind || rest === text.length) return []
  const name = text.slice(rest)
  return [{ start: rest, end: text.length, kind, id: name, sure: 'review', form: 'name' }]
}
