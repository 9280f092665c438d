// The plain JSON of a hub's lists, as far as doors are read from it.

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a list or of a map. */
export function itemsIn(value: unknown): readonly Json[] {
  return typeof value === 'object' && value !== null ? Object.values(value).filter(isObject) : []
}

/** A text that says something. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The texts in a list. */
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
