// Where an object points at others. Limits, reach, transfer and undo stand on this: a place that is
// missed here is missed everywhere.
import type { Visitor, Walk } from './place.ts'
import type { Inventory, Reference } from './reference.ts'
import { type ObjectKind, SHAPES } from './shapes.ts'

/**
 * Every place where an object points at another, in the order in which they stand in it. What is known
 * of the home makes finds in code more exact; without it every id in code is taken for one.
 */
export function references(
  kind: ObjectKind,
  object: unknown,
  inventory: Inventory = {},
): readonly Reference[] {
  const found: Reference[] = []
  const visitor: Visitor = {
    text: (text, marks, path) => {
      for (const { start: at, kind, id, sure, form } of marks) {
        found.push({ path: [...path], kind, id, sure, form, at })
      }
      return text
    },
  }
  SHAPES[kind](object, newWalk(visitor, inventory))
  return found
}

/** A walk that starts at the top of an object. */
export function newWalk(visitor: Visitor, inventory: Inventory = {}): Walk {
  return { visitor, inventory, path: [], holder: undefined }
}
