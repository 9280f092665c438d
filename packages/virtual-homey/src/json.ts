// What JSON can hold, and how a value of unknown shape is looked at. The hub's state is made of
// these and nothing else, so that it can be saved, compared and shown as it is.

/** An object of unknown members, as a request body or a free member of an item holds it. */
export type JsonRecord = Record<string, unknown>

/** True for an object that is neither null nor an array. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The strings of an array; anything else in it is left out, anything but an array is empty. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : []
}

/** A value as text; an object as its JSON, since JSON can hold a `toString` that is no function. */
export function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The row of a table. Names that every JavaScript object has, such as `constructor`, are no rows. */
export function rowOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
