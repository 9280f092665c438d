// Zones: a tree with exactly one root. It must stay a tree: every parent exists, no zone is its own
// ancestor, and nothing that holds zones or devices can be deleted.
import { invalid } from '../hub-error.ts'
import { all, change, find, type Hub, lookUp, newId, put } from '../state/hub.ts'
import type { Zone } from '../state/items.ts'
import { type Call, type Rows, record, stored, text } from './behaviour.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'

export const zones: Rows = {
  getZones: listOf('zones', presentZone),
  getZone: oneOf('zones', presentZone),
  createZone: stored(createZone),
  updateZone: stored(updateZone),
  deleteZone: deletionOf('zones', requireDeletable),
}

/** The zone above all others. */
export function rootZone(hub: Hub): Zone {
  const root = all(hub, 'zones').find((zone) => zone.parent === null)
  if (!root) throw new TypeError('this hub has no root zone')
  return root
}

/** The ids of a zone and of all zones above it, the zone first. */
export function zonePath(hub: Hub, id: string): string[] {
  const path: string[] = []
  for (let zone = lookUp(hub, 'zones', id); zone; zone = lookUp(hub, 'zones', zone.parent)) {
    path.push(zone.id)
  }
  return path
}

/** What makes the zone of a device active. */
export const ACTIVE_WHEN_TRUE: readonly string[] = [
  'alarm_motion',
  'alarm_contact',
  'alarm_presence',
  'alarm_occupancy',
]

/** A zone as it is answered: with what makes it active. */
export function presentZone(zone: Zone, hub: Hub): unknown {
  const activeOrigins = activeOriginsOf(hub, zone.id)
  return { ...zone, active: activeOrigins.length > 0, activeOrigins }
}

/** The capabilities that make a zone active now. */
export function activeOriginsOf(hub: Hub, zoneId: string): string[] {
  return all(hub, 'devices')
    .filter((device) => device.zone === zoneId)
    .flatMap((device) =>
      ACTIVE_WHEN_TRUE.filter((id) => device.capabilitiesObj[id]?.value === true).map(
        (id) => `homey:device:${device.id}:${id}`,
      ),
    )
}

function createZone(call: Call): unknown {
  const { name, icon, parent } = record(call, 'zone')
  const above = find(call.hub, 'zones', String(parent))
  const zone = {
    id: newId(call.hub),
    name: String(name),
    parent: above.id,
    icon: String(icon),
    activeLastUpdated: null,
  }
  return presentZone(put(call.hub, 'zones', zone), call.hub)
}

function updateZone(call: Call): unknown {
  const { hub } = call
  const zone = find(hub, 'zones', text(call, 'id'))
  const members: Partial<Zone> = record(call, 'zone')
  if (members.parent !== undefined && members.parent !== zone.parent) {
    if (zone.parent === null) throw invalid('The Root Zone Cannot Be Moved')
    if (members.parent === null) throw invalid('Only One Zone Can Be The Root')
    find(hub, 'zones', members.parent)
    if (zonePath(hub, members.parent).includes(zone.id)) {
      throw invalid('A Zone Cannot Be Moved Into Itself')
    }
  }
  return presentZone(change(hub, 'zones', zone.id, members), hub)
}

function requireDeletable(zone: Zone, hub: Hub): void {
  if (zone.parent === null) throw invalid('The Root Zone Cannot Be Deleted')
  if (all(hub, 'zones').some((other) => other.parent === zone.id)) {
    throw invalid('Zone Has Child Zones')
  }
  if (all(hub, 'devices').some((device) => device.zone === zone.id)) {
    throw invalid('Zone Has Devices')
  }
}
