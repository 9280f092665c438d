// What can stand in a member of an object, as functions that are put together to shapes. Finding and
// rewriting go the same way through the same shapes, so what one finds is what the other changes.
import { codeMarks } from './code.ts'
import { isRecord, type JsonRecord, mapList, mapRecord, rowOf } from './json.ts'
import { kindAt } from './kind-of-name.ts'
import type { Form, Inventory, Mark, Path, ReferenceKind } from './reference.ts'
import { droptokenMarks, textMarks, wordMarks } from './text.ts'
import { uriMarks } from './uri.ts'

/** Goes along with a walk and sees every text that holds references. */
export interface Visitor {
  /** What shall stand in place of a text, or of the name of a member. */
  readonly text: (text: string, marks: readonly Mark[], path: Path, code: boolean) => string
  /** What something that was picked from a list is called now. */
  readonly nameOf?: (id: string) => string | undefined
  /** Only certain references matter, so code without any need not be read. */
  readonly certainOnly?: boolean
}

/** A walk through one object. */
export interface Walk {
  readonly visitor: Visitor
  readonly inventory: Inventory
  /** Where the walk is; changed on the way. */
  readonly path: (string | number)[]
  /** The object in which the walk is, where its members have no shape. */
  holder: JsonRecord | undefined
}

/** Visits a value and says what shall stand in its place. */
export type Place = (value: unknown, walk: Walk) => unknown

/** Objects are looked at to this depth; a reference below it is told of by its form `too-deep`. */
export const MAX_DEPTH = 200

/** Nothing that refers to anything: an object's own id, an edge, a key of the flow's own. */
export const nothing: Place = (value) => value

/** An id of a known kind, whatever it looks like. */
export function idOf(kind: ReferenceKind, form: Form = 'id'): Place {
  return texts((id) =>
    id === '' ? NONE : [{ start: 0, end: id.length, kind, id, sure: 'certain', form }],
  )
}

/** A URI, or something that begins with one. */
export const uri = (form: Form = 'uri', kind?: ReferenceKind): Place =>
  texts((text) => uriMarks(text, form, kind))

/** What was dropped on a card. */
export const droptoken: Place = texts(droptokenMarks)

/** A text for people. */
export const words: Place = texts(wordMarks)

/** JavaScript. */
export const code: Place = texts(
  (text, { inventory, visitor }) =>
    visitor.certainOnly && !MAY_REFER.test(text) ? NONE : codeMarks(text, inventory),
  true,
)

const NONE: readonly Mark[] = []
const MAY_REFER = /[0-9a-f]{8}-[0-9a-f]{4}-|homey:/i

/** A list or map of the same; the names of a map are ids of `keys` if that is given. */
export function each(place: Place, keys?: ReferenceKind): Place {
  const key = keys && idOf(keys, 'key')
  return inside((value, walk) => {
    if (Array.isArray(value)) return mapList(value, (one, at) => step(walk, at, one, place))
    if (!isRecord(value)) return anything(value, walk)
    return mapRecord(
      value,
      (one, name) => step(walk, name, one, place),
      key && ((name) => asText(step(walk, name, name, key), name)),
    )
  })
}

/** An object with members of known shapes, and the shape of the others. */
export function members(rows: Readonly<Record<string, Place>>, others: Place = anything): Place {
  return inside((value, walk) => {
    if (!isRecord(value)) return others(value, walk)
    return holding(walk, value, () =>
      mapRecord(value, (member, name) => step(walk, name, member, rowOf(rows, name) ?? others)),
    )
  })
}

export interface AnythingOptions {
  /** Part of a flow: tokens without an owner are its own. */
  readonly inFlow?: boolean
  /** Objects with id and name were picked from a list, and follow when the thing is renamed. */
  readonly picked?: boolean
  /** Members that hold a picked object whose id need not look like one, and what it is of. */
  readonly picks?: Readonly<Record<string, ReferenceKind>>
}

/** Data without a shape: ids, URIs and tokens at any depth, in values and in names. */
export function anythingOf({ inFlow = false, picked, picks = {} }: AnythingOptions): Place {
  const marksIn = (text: string, walk: Walk) =>
    textMarks(text, { inFlow }).map((mark) => inItsPlace(mark, text, walk))
  const text: Place = texts(marksIn)
  const nameText: Place = texts((name, walk) => marksIn(name, walk).map(asKey))
  const idIn = (walk: Walk): Place => {
    const kind = rowOf(picks, String(walk.path.at(-1)))
    return kind ? idOf(kind, 'picked') : place
  }
  const place: Place = inside((value, walk) => {
    if (typeof value === 'string') return text(value, walk)
    if (Array.isArray(value)) return mapList(value, (one, at) => step(walk, at, one, place))
    if (!isRecord(value)) return value
    const name = picked ? newName(value, walk) : undefined
    const rows: Readonly<Record<string, Place>> = {
      ...{ id: idIn(walk), athomId },
      ...(name !== undefined && { name: () => name }),
    }
    return holding(walk, value, () =>
      mapRecord(
        value,
        (member, key) => step(walk, key, member, rowOf(rows, key) ?? place),
        (key) => (key.length < SHORTEST ? key : asText(step(walk, key, key, nameText), key)),
      ),
    )
  })
  return place
}

const athomId = idOf('user', 'athom-id')

// No id and no URI is shorter; most names are.
const SHORTEST = 'homey:x:y'.length

const asKey = (mark: Mark): Mark => (mark.sure === 'certain' ? { ...mark, form: 'key' } : mark)

/** Data without a shape, outside of flows. */
export const anything: Place = anythingOf({})

/** Chooses the shape by the object itself. */
export function chosen(choose: (value: JsonRecord) => Place): Place {
  return (value, walk) => (isRecord(value) ? choose(value) : anything)(value, walk)
}

/** Texts that are read in one way; what should be a text and is not is looked at as it is. */
export function texts(read: (text: string, walk: Walk) => readonly Mark[], isCode = false): Place {
  return (value, walk) => {
    if (typeof value !== 'string') return value === null ? value : anything(value, walk)
    const marks = read(value, walk)
    return marks.length === 0 ? value : walk.visitor.text(value, marks, walk.path, isCode)
  }
}

function inside(place: Place): Place {
  return (value, walk) => {
    if (walk.path.length <= MAX_DEPTH) return place(value, walk)
    if (typeof value === 'object' && value !== null)
      walk.visitor.text('', TOO_DEEP, walk.path, false)
    return value
  }
}

const TOO_DEEP: readonly Mark[] = [
  { start: 0, end: 0, kind: 'unknown', id: '', sure: 'manual', form: 'too-deep' },
]

function holding<T>(walk: Walk, holder: JsonRecord, within: () => T): T {
  const around = walk.holder
  walk.holder = holder
  const value = within()
  walk.holder = around
  return value
}

function step(walk: Walk, to: string | number, value: unknown, place: Place): unknown {
  walk.path.push(to)
  const now = place(value, walk)
  walk.path.pop()
  return now
}

const asText = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise

// What an id is the id of, by what stands around it; the object that was picked also says what the
// other texts in it, such as the address of its picture, speak of.
function inItsPlace(mark: Mark, text: string, { path, holder }: Walk): Mark {
  const picked = path.at(-1) === 'id'
  const form = picked && mark.form === 'id' ? 'picked' : mark.form
  if (mark.kind !== 'unknown') return { ...mark, form }
  const about = holder?.['id'] === mark.id && text !== mark.id
  return { ...mark, form, kind: kindAt(about ? [...path.slice(0, -1), 'id'] : path, holder) }
}

function newName(value: JsonRecord, { visitor }: Walk): string | undefined {
  const { id, name } = value
  if (!visitor.nameOf || typeof id !== 'string' || typeof name !== 'string') return undefined
  return visitor.nameOf(id)
}
