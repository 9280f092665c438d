// JSON with one spelling for each value, so that what is equal has the same hash: members sorted by name.
import { hash } from 'node:crypto'
import { isObject } from '../limits/json.ts'

/** A value as it is told apart: what JSON cannot say is left out of objects and null in lists. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
  return `{${members.join(',')}}`
}

/** SHA-256 of a value, in hex. */
export const hashOf = (value: unknown): string => hash('sha256', canonical(value))
