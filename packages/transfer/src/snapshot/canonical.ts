// Canonical JSON (RFC 8785): one text for one value, whatever order its members had. What JSON has no
// words for is refused, since a hash over something else than what was meant would be believed.

/**
 * The canonical text of a JSON value: members sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them, nothing between. @throws TypeError on what is no JSON: `undefined`, NaN,
 * infinities, functions, big integers, lone surrogates.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is no JSON`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${Array.from(value, canonical).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`${typeof value} is no JSON`)
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, member]) => `${text(name)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('a text with half a character is no JSON')
  return JSON.stringify(value)
}
