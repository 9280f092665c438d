// May this grant be told of what happens at this URI? Pure. A refusal names what would do, and says of
// an object that is not covered what it says of one that is not there.
import { suffices } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'
import type { Alternatives } from '../hub-path/decide.ts'
import type { EventFilter } from './event-filter.ts'
import { allReadingOf, hasManager, permissionsOfKinds, permissionToRead } from './reading.ts'
import type { SubscriptionUri } from './uri.ts'

/** The verdict on a subscription. */
export type SubscriptionVerdict =
  | { readonly verdict: 'allow'; readonly alternatives: Alternatives }
  | { readonly verdict: 'deny'; readonly reason: 'no-such-manager' | 'no-such-object' }
  | {
      readonly verdict: 'deny'
      readonly reason: 'permission-missing'
      /** Any one of these would do, with all permissions in it; none if nothing would. */
      readonly alternatives: Alternatives
    }

/** Judges a subscription. */
export function judgeSubscription(
  uri: SubscriptionUri,
  grant: Grant,
  filter: EventFilter,
): SubscriptionVerdict {
  const { hubGeneration, permissions } = grant
  if (uri.of === 'item') {
    const permission = permissionToRead(hubGeneration, uri.kind)
    if (permission === undefined) return { verdict: 'deny', reason: 'no-such-object' }
    if (!permissions.has(permission)) return missing([[permission]])
    return filter.covers(uri.kind, uri.id, grant)
      ? { verdict: 'allow', alternatives: [[permission]] }
      : { verdict: 'deny', reason: 'no-such-object' }
  }
  if (!hasManager(hubGeneration, uri.manager)) return { verdict: 'deny', reason: 'no-such-manager' }
  const ofKinds = permissionsOfKinds(hubGeneration, uri.manager).map((one) => [one])
  const whole = allReadingOf(hubGeneration, uri.manager)
  const alternatives = ofKinds.length > 0 || !whole ? ofKinds : [whole]
  return suffices(permissions, alternatives)
    ? { verdict: 'allow', alternatives }
    : missing(alternatives)
}

function missing(alternatives: Alternatives): SubscriptionVerdict {
  return { verdict: 'deny', reason: 'permission-missing', alternatives }
}
