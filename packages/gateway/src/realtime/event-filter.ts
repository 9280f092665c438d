// What of an event a grant is told, and what it may subscribe to at all. Pure; asked for every event and
// every grant anew. Here it is judged by permissions; limits are laid over it by another filter.
import { suffices } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'
import { allReadingOf, permissionToRead } from './reading.ts'
import type { ToldEvent } from './told-event.ts'

/** What a grant is told of an event. */
export interface Shown {
  /**
   * The data, cut to what the grant covers; the very data of the event if nothing was cut. Grants that are
   * given the same object are sent the same bytes, so equal data should be one object.
   */
  readonly data: unknown
}

/** Decides what grants are told of. */
export interface EventFilter {
  /** Whether all that decides about this grant is known now; if not, `ready` waits for it. */
  isReady(grant: Grant): boolean
  /** Waits, within bounds, until it is known; false if it is not. */
  ready(grant: Grant): Promise<boolean>
  /** What this grant is told of this event; undefined if it is nothing. */
  shown(event: ToldEvent, grant: Grant): Shown | undefined
  /**
   * Whether a grant that may read objects of this kind covers this one, which may not be there: both are
   * refused in the same words.
   */
  covers(kind: string, id: string, grant: Grant): boolean
}

/** Permissions alone: for grants without limits. */
export const BY_PERMISSION: EventFilter = {
  isReady: () => true,
  ready: async () => true,
  shown: (event, grant) => (mayBeTold(event, grant) ? event : undefined),
  covers: () => true,
}

function mayBeTold({ about }: ToldEvent, { permissions, hubGeneration }: Grant): boolean {
  if (about.kind !== undefined) {
    const permission = permissionToRead(hubGeneration, about.kind)
    return permission !== undefined && permissions.has(permission)
  }
  const present = about.managers.filter((one) => allReadingOf(hubGeneration, one))
  return (
    about.managers.length > 0 &&
    present.length === about.managers.length &&
    present.every((one) => suffices(permissions, [allReadingOf(hubGeneration, one) ?? []]))
  )
}
