// A query as clients of a Homey write it over HTTP (reference 0): objects as `args[a][b]=…`, lists of
// plain values as `x[]=…`, and nothing for null.

/** Writes one parameter. `undefined` if it is nested too deep. */
export function queryPairs(name: string, value: unknown, depth = 0): string[] | undefined {
  if (depth > MOST_DEEP) return undefined
  if (Array.isArray(value)) {
    return joined(
      value.map((one, at) => {
        const isNested = typeof one === 'object' && one !== null
        return queryPairs(`${name}[${isNested ? at : ''}]`, one, depth + 1)
      }),
    )
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    return joined(entries.map(([key, one]) => queryPairs(`${name}[${key}]`, one, depth + 1)))
  }
  if (value === undefined || value === null) return []
  const text = String(value)
  if (!name.isWellFormed() || !text.isWellFormed()) return undefined
  return [`${encodeURIComponent(name)}=${encodeURIComponent(text)}`]
}

const MOST_DEEP = 16

function joined(parts: readonly (string[] | undefined)[]): string[] | undefined {
  const all: string[] = []
  for (const part of parts) {
    if (!part) return undefined
    all.push(...part)
  }
  return all
}
