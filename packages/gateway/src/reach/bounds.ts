// How far a grant goes by itself in a home: what of it the grant covers and may change, and which
// capabilities of its devices it sets or may have set by what it writes.
import { type CreatedId, isSecurityCapability, type Limits } from '@latchkey/catalogue'
import { type CoveredKind, coverageOf } from '../limits/coverage.ts'
import { deviceFacts } from '../limits/facts.ts'
import type { Home } from '../limits/home.ts'
import { isMovedBySecurity } from '../limits/security.ts'
import { reachedDevice } from './devices.ts'

/** A grant, as far as its reach goes. */
export interface ReachingGrant {
  readonly permissions: ReadonlySet<string>
  readonly limits: Limits | null
  /** What it created, as long as it exists. */
  readonly created: ReadonlySet<CreatedId>
}

const SECURITY = 'security-device:control'

/** How far a grant goes by itself. */
export interface Bounds {
  readonly grant: ReachingGrant
  readonly home: Home
  covers(kind: CoveredKind, id: string): boolean
  /** Whether it is covered, and may be changed, started, set or run. */
  affects(kind: CoveredKind, id: string): boolean
  /** The capabilities of a device that it may set itself. */
  sets(id: string): readonly string[]
  /** The capabilities of a device that a flow, mood or card may set which it writes. */
  writes(id: string): readonly string[]
}

/** The bounds of a grant in a state of a home. */
export function boundsOf(grant: ReachingGrant, home: Home): Bounds {
  return grant.limits ? limited(grant, grant.limits, home) : unlimited(grant, home)
}

const settableOf = (home: Home, id: string): readonly string[] => {
  const device = home.items.device.get(id)
  return device ? reachedDevice(device).settable : []
}

// Without limits what is written is not looked into, so it may set a lock as well.
function unlimited(grant: ReachingGrant, home: Home): Bounds {
  const moves = grant.permissions.has(SECURITY)
  return {
    ...{ grant, home, covers: () => true, affects: () => true },
    sets: (id) => {
      if (moves) return settableOf(home, id)
      if (isMovedBySecurity(id, home)) return []
      return settableOf(home, id).filter((one) => !isSecurityCapability(one))
    },
    writes: (id) => settableOf(home, id),
  }
}

function limited(grant: ReachingGrant, limits: Limits, home: Home): Bounds {
  const coverage = coverageOf({ ...grant, limits }, home)
  const moves = grant.permissions.has(SECURITY)
  const writes = (id: string): readonly string[] => {
    const device = home.items.device.get(id)
    if (!device || !coverage.covers('device', id)) return []
    if (!moves && deviceFacts(device).security) return []
    return settableOf(home, id).filter((one) => coverage.coversCapability(one))
  }
  return {
    ...{ grant, home, writes },
    covers: (kind, id) => coverage.covers(kind, id),
    affects: (kind, id) => coverage.covers(kind, id) && coverage.mayAffect(kind, id),
    sets: (id) => writes(id).filter((one) => moves || !isSecurityCapability(one)),
  }
}
