// What is told apart in values that came as JSON.

/** An object of JSON that is no list. */
export type Json = Readonly<Record<string, unknown>>

/** Whether a value is an object and no list. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
