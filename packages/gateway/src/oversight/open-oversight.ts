// The wiring of oversight: rules, counts and clocks, put together.
import type { Grants } from '../grants/grants.ts'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Database } from '../storage/database.ts'
import { DayCounts } from './day-counts.ts'
import { HouseRules } from './house-rules.ts'
import { Overseer } from './overseer.ts'
import { TimeZones } from './time-zones.ts'
import { WrittenFlows } from './written-flows.ts'

/** What oversight stands on. */
export interface OpenOversightParts {
  readonly database: Database
  readonly hubs: Hubs
  readonly grants: Grants
  readonly ofHub: (hub: ConnectedHub) => LiveHub
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** The parts of oversight. */
export interface OpenOversight {
  readonly oversight: Overseer
  readonly rules: HouseRules
  readonly zones: TimeZones
}

/** Opens oversight; what it holds open is on the stack. */
export async function openOversight(
  { database, hubs, grants, ofHub: liveOf, now, onError }: OpenOversightParts,
  stack: AsyncDisposableStack,
): Promise<OpenOversight> {
  const rules = await HouseRules.load(database, now)
  const days = stack.use(await DayCounts.load({ database, now, onError }))
  const written = stack.use(await WrittenFlows.load(database, onError))
  const zones = new TimeZones({ now, onError })
  stack.use(
    hubs.onChange((hubId) => {
      if (!hubs.byId(hubId)) rules.forget(hubId)
    }),
  )
  const oversight = new Overseer({
    grants,
    rules,
    counts: days.counts,
    written,
    zones,
    liveOf,
    now,
  })
  return { oversight, rules, zones }
}
