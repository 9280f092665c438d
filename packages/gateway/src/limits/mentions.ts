// Whether a value names something of the home that is not covered: in any text, at any depth, whole or
// as part of it, in letters of either case.
import type { Coverage } from './coverage.ts'
import { textsIn } from './json.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
// Ids may overlap, so each place of a text may begin one.
const UUIDS = /(?=([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}))/g

interface Hidden {
  readonly uuids: ReadonlySet<string>
  /** Ids of any other look; on a real hub there is none. */
  readonly others: readonly string[]
}

const hiddenBy = new WeakMap<Coverage, Hidden>()

function hidden(coverage: Coverage): Hidden {
  const known = hiddenBy.get(coverage)
  if (known) return known
  const ids = [...coverage.uncovered].map((id) => id.toLowerCase())
  const made = {
    uuids: new Set(ids.filter((id) => UUID.test(id))),
    others: ids.filter((id) => !UUID.test(id)),
  }
  hiddenBy.set(coverage, made)
  return made
}

/** Whether anywhere in a value stands the id of something in the home that is not covered. */
export function mentionsUncovered(value: unknown, coverage: Coverage): boolean {
  const { uuids, others } = hidden(coverage)
  for (const text of textsIn(value)) {
    const small = text.toLowerCase()
    if (others.some((id) => small.includes(id))) return true
    if (small.length < 36 || uuids.size === 0) continue
    for (const [, id = ''] of small.matchAll(UUIDS)) if (uuids.has(id)) return true
  }
  return false
}
