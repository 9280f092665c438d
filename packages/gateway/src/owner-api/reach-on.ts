// What a grant reaches on a hub as it is now, for owners: whether it is there already or only asked for.
import type { Hubs } from '../hubs/hubs.ts'
import type { Home } from '../limits/home.ts'
import type { ReachingGrant } from '../reach/bounds.ts'
import { type Reach, reachOf } from '../reach/reach.ts'
import { HubExtras } from './reach-extras.ts'

/** The state of a hub as it is now; undefined if it is not known. */
export type PresentHome = (hubId: string) => Promise<Home | undefined>

/** What a grant reaches on a hub; undefined if the state of the hub is not known now. */
export type ReachOn = (hubId: string, grant: ReachingGrant) => Promise<Reach | undefined>

/** What it stands on. */
export interface ReachOnParts {
  readonly hubs: Pick<Hubs, 'byId'>
  readonly presentHome: PresentHome
  readonly now: () => number
}

/** Tells what grants reach. What it has to read at a hub besides counts for a minute. */
export function reachOn({ hubs, presentHome, now }: ReachOnParts): ReachOn {
  const extras = new HubExtras(now)
  return async (hubId, grant) => {
    const hub = hubs.byId(hubId)
    const home = hub && (await presentHome(hubId))
    return hub && home && reachOf(grant, home, await extras.of(hub))
  }
}
