// What of an object is kept of it, compared and written again: a plain object of the members that an
// operation can write. Whether two contents say the same decides whether somebody has edited an object.
import { isObject, type Json } from '../limits/json.ts'

/** The writable part of an object. */
export type Content = Json

/** The members with these names, those that are there. */
export function pick(item: Json, names: readonly string[]): Content {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(item, name) ? item[name] : undefined
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** One text for one content: the order of members says nothing, nor do members that are null. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, one]) => one !== null && one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`)
  return `{${members.join(',')}}`
}

/** Whether two contents say the same; null is that there is no object. */
export function isSame(one: Content | null, other: Content | null): boolean {
  if (one === null || other === null) return one === other
  return canonical(one) === canonical(other)
}

/** Whether an object may be what was posted: every member that was posted is as it was posted. */
export function isPosted(posted: Content, found: Content): boolean {
  const names = Object.keys(posted)
  return (
    names.length > 0 && names.every((name) => canonical(posted[name]) === canonical(found[name]))
  )
}

/** The members that have to be written so that one content becomes another. */
export function difference(from: Content, to: Content): Content {
  const names = new Set([...Object.keys(from), ...Object.keys(to)])
  return Object.fromEntries(
    [...names].flatMap((name) =>
      canonical(from[name]) === canonical(to[name]) ? [] : [[name, to[name] ?? null] as const],
    ),
  )
}
