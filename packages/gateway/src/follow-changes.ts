// Keeps what is in memory of the database as it is there, when other gateways write to it too.
import type { Approvals } from './approvals/approvals.ts'
import type { Grants } from './grants/grants.ts'
import type { AthomAccounts } from './hubs/accounts.ts'
import type { Hubs } from './hubs/hubs.ts'
import type { HouseRules } from './oversight/house-rules.ts'
import type { PermissionRequests } from './permission-requests/permission-requests.ts'
import { ChangeFeed } from './storage/changes.ts'

/** Something in memory that is read from one table. */
interface Reread {
  reread(id: string): Promise<void>
  rereadAll(): Promise<void>
}

/** What is followed, and where. */
export interface FollowedParts {
  readonly url: string
  readonly accounts: AthomAccounts
  readonly hubs: Hubs
  readonly grants: Grants
  readonly approvals: Approvals
  readonly requests: PermissionRequests
  readonly rules: HouseRules
  readonly onError: (error: unknown) => void
}

/** Begins to follow; from here on no change is missed without `isCurrent` saying so. */
export function followChanges(parts: FollowedParts): Promise<ChangeFeed> {
  const { accounts, hubs, grants, approvals, requests, rules, url, onError } = parts
  // In this order: a hub's credential may need its account, a grant its hub.
  const followed: Readonly<Record<string, Reread>> = {
    athom_account: accounts,
    hub: hubs,
    grant: grants,
    grant_token: grants.tokens,
    approval: approvals,
    permission_request: requests,
    hub_stop: { reread: () => grants.rereadStops(), rereadAll: () => grants.rereadStops() },
    house_rule: rules,
  }
  return ChangeFeed.start({
    ...{ url, onError },
    changed: async ({ table, id }) => followed[table]?.reread(id),
    rereadAll: async () => {
      for (const one of Object.values(followed)) await one.rereadAll()
    },
  })
}
