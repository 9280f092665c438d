// What is told apart in values that came as JSON.

/** An object of JSON that is no list. */
export type Json = Readonly<Record<string, unknown>>

/** Whether a value is an object and no list. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether two values say the same as JSON; the order of members says nothing. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false
    return one.every((value, i) => sameJson(value, other[i]))
  }
  if (!isObject(one) || !isObject(other)) return false
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every((name) => Object.hasOwn(other, name) && sameJson(one[name], other[name]))
}

/** An object with its id, if a value is one that has an id. */
export function itemOf(value: unknown): { readonly id: string; readonly item: Json } | undefined {
  if (!isObject(value) || typeof value['id'] !== 'string') return undefined
  return { id: value['id'], item: value }
}
