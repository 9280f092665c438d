// The plain JSON that hubs and clients send, as far as it has to be told apart here.

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same object with each member changed; keys stay, whatever they are called. */
export function mapMembers(value: Json, change: (member: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]))
}
