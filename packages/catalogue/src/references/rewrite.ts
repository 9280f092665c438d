// Points the references of an object at other objects. All are changed in one pass and every id is
// looked up once, so two things can change places, and what was put in is never replaced again.
import MagicString from 'magic-string'
import { rowOf } from './json.ts'
import type { Visitor } from './place.ts'
import type { Mark } from './reference.ts'
import { newWalk } from './references.ts'
import { type ObjectKind, SHAPES } from './shapes.ts'

/** What a reference points at afterwards. */
export interface Target {
  readonly id: string
  /** Its name, for places that keep a copy of it. */
  readonly name?: string
}

/** By id, as it is now. */
export type Mapping = Readonly<Record<string, Target>>

/**
 * The object with every certain reference that the mapping names pointing elsewhere; all else is byte
 * for byte as it was. The object itself is never changed; if nothing is to be, it is what is returned.
 */
export function rewrite<T>(kind: ObjectKind, object: T, mapping: Mapping): T {
  const visitor: Visitor = {
    text: (text, marks, _path, isCode) => edited(text, marks, { mapping, isCode }),
    nameOf: (id) => rowOf(mapping, id)?.name,
    certainOnly: true,
  }
  return SHAPES[kind](object, newWalk(visitor)) as T
}

interface Editing {
  readonly mapping: Mapping
  readonly isCode: boolean
}

function edited(text: string, marks: readonly Mark[], { mapping, isCode }: Editing): string {
  let now: MagicString | undefined
  for (const { id, start, end, sure } of marks) {
    const target = sure === 'certain' ? rowOf(mapping, id)?.id : undefined
    if (target === undefined || target === id) continue
    now ??= new MagicString(text)
    now.overwrite(start, end, isCode ? inCode(target) : target)
  }
  return now?.toString() ?? text
}

// In a string, a template or a pattern every other letter might end it or mean something.
function inCode(id: string): string {
  return id.replace(/[^\w:.-]/gu, (letter) =>
    Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
