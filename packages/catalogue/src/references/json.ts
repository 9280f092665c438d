// How a value of unknown shape is looked at, and how it is changed in part: what did not change is
// the same object as before, and members keep their order.

/** An object of unknown members. */
export type JsonRecord = Readonly<Record<string, unknown>>

/** True for an object that is neither null nor an array. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The row of a table. Names that every JavaScript object has, such as `constructor`, are no rows. */
export function rowOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/** A list with every element replaced; the same list if none of them changed. */
export function mapList(
  list: readonly unknown[],
  change: (element: unknown, place: number) => unknown,
): readonly unknown[] {
  let changed: unknown[] | undefined
  for (const [place, element] of list.entries()) {
    const now = change(element, place)
    if (now !== element) changed ??= [...list]
    if (changed) changed[place] = now
  }
  return changed ?? list
}

/**
 * An object with every member replaced, and its name where `rename` is given; the same object if
 * nothing changed. Where two names become one, the first keeps its place and its value.
 */
export function mapRecord(
  record: JsonRecord,
  change: (member: unknown, name: string) => unknown,
  rename: (name: string) => string = (name) => name,
): JsonRecord {
  let changed = false
  const members = new Map<string, unknown>()
  for (const name of Object.keys(record)) {
    const member = record[name]
    const called = rename(name)
    const now = change(member, name)
    if (now !== member || called !== name) changed = true
    if (!members.has(called)) members.set(called, now)
  }
  return changed ? Object.fromEntries(members) : record
}
