// How fast a hub lets itself be asked over HTTP. An older hub answers a few requests at once and then
// one for each span of time that passes; what it refuses it has not begun. Counted on the hub's own
// clock: with a clock that stands still nothing is forgiven.
import type { Burst } from './generation.ts'

export interface Pace {
  /** True if one more request may be answered now; it is counted if so. */
  readonly admit: () => boolean
}

/** A pace that begins with nothing asked. `null` admits everything. */
export function paceOf(burst: Burst | null, clock: () => Date): Pace {
  if (burst === null) return { admit: () => true }
  let left = burst.capacity
  let at = clock().getTime()
  const admit = () => {
    const time = clock().getTime()
    left = Math.min(burst.capacity, left + (time - at) / burst.refillMs)
    at = time
    if (left < 1) return false
    left -= 1
    return true
  }
  return { admit }
}
