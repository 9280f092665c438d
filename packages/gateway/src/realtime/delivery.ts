// From an event of a hub to those who are told of it: each grant is looked at anew, and grants that are
// shown the same are sent the same bytes.
import { type Grant, standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { DeviceSecrets } from '../hub-path/device-secrets.ts'
import type { Uses } from '../usage/uses.ts'
import { cutClass, cutEvent, isWhole } from './cut-event.ts'
import type { EventFilter } from './event-filter.ts'
import { permissionToRead } from './reading.ts'
import type { ToldEvent } from './told-event.ts'

/** What delivering stands on. */
export interface DeliveryParts {
  readonly grants: Grants
  readonly filter: EventFilter
  /** Those of the hub as it is connected now. */
  readonly secrets: () => DeviceSecrets
  readonly now: () => number
  readonly usage?: Uses | undefined
  /** Whether a grant is told of anything at this hour. */
  readonly mayBeTold: (grant: Grant) => boolean
  /** Sends to all sockets of these grants that listen to the URI of the event. */
  readonly send: (event: ToldEvent, data: unknown, grantIds: readonly string[]) => void
}

/** Grants that are shown the same of an event. */
interface Group {
  readonly data: unknown
  /** The same object is the same for all of one class. */
  readonly cut: boolean
  readonly grants: Grant[]
}

/** Whether an event can be delivered at once, or has to be cut first. */
export function isDeliveredAtOnce(event: ToldEvent): boolean {
  return isWhole(event)
}

/** Delivers an event that needs no cutting. */
export function deliverWhole(
  event: ToldEvent,
  grantIds: Iterable<string>,
  parts: DeliveryParts,
): void {
  for (const { data, grants } of groupsOf(event, grantIds, parts)) {
    parts.send(
      event,
      data,
      grants.map((one) => one.id),
    )
  }
}

/**
 * Cuts an event and delivers it. Cutting may ask the hub; a grant that became another one meanwhile is
 * judged again.
 */
export async function deliverCut(
  event: ToldEvent,
  grantIds: Iterable<string>,
  parts: DeliveryParts,
): Promise<void> {
  let left: Iterable<string> = grantIds
  // A grant cannot change for ever: each turn but the last was caused by a change of one.
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const changed: string[] = []
    for (const { data, grants } of groupsOf(event, left, parts)) {
      const [first] = grants
      if (!first) continue
      const cut = await cutEvent(event, data, first, parts.secrets())
      const same = grants.filter((one) => isStill(one, parts))
      changed.push(...grants.filter((one) => !same.includes(one)).map((one) => one.id))
      if (same.length > 0) {
        parts.send(
          event,
          cut,
          same.map((one) => one.id),
        )
      }
    }
    if (changed.length === 0) return
    left = changed
  }
}

const MOST_TURNS = 8

function isStill(grant: Grant, { grants, now }: DeliveryParts): boolean {
  return grants.present(grant.id) === grant && standing(grant, now()) === 'live'
}

function groupsOf(
  event: ToldEvent,
  grantIds: Iterable<string>,
  { grants, filter, now, usage, mayBeTold }: DeliveryParts,
): Group[] {
  const groups: Group[] = []
  const { kind } = event.about
  const time = now()
  for (const id of grantIds) {
    const grant = grants.present(id)
    if (!grant || standing(grant, time) !== 'live') continue
    const shown = filter.shown(event, grant)
    if (!shown || !mayBeTold(grant)) continue
    const permission = kind && permissionToRead(grant.hubGeneration, kind)
    if (permission) usage?.told(grant, permission)
    const cut = cutClass(grant)
    const same = groups.find((one) => one.data === shown.data && one.cut === cut)
    if (same) same.grants.push(grant)
    else groups.push({ data: shown.data, cut, grants: [grant] })
  }
  return groups
}
