// The plain JSON of a hub, as far as the limits tell it apart.

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value is a list of texts. */
export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/** Every text in a value, names of members included. The stack is our own: it may be nested deeply. */
export function* textsIn(root: unknown): Generator<string> {
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === 'string') yield value
    else if (Array.isArray(value)) for (const one of value) waiting.push(one)
    else if (isObject(value)) {
      for (const [name, one] of Object.entries(value)) {
        yield name
        waiting.push(one)
      }
    }
  }
}
