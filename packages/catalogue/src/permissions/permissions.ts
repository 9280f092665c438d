// All permissions there are, from the tables of their areas. A name stands in one table only.
import { hasPermissionForm, type PermissionRow } from './permission.ts'
import { STATE_PERMISSIONS } from './states.ts'
import { APP_PERMISSIONS } from './table/apps.ts'
import { DEVICE_PERMISSIONS } from './table/devices.ts'
import { ENERGY_PERMISSIONS } from './table/energy.ts'
import { FLOW_PERMISSIONS } from './table/flows.ts'
import { HISTORY_PERMISSIONS } from './table/history.ts'
import { HOUSE_PERMISSIONS } from './table/house.ts'
import { HUB_PERMISSIONS } from './table/hub.ts'
import { MATTER_PERMISSIONS } from './table/matter.ts'
import { MEDIA_PERMISSIONS } from './table/media.ts'
import { PEOPLE_PERMISSIONS } from './table/people.ts'
import { RADIO_PERMISSIONS } from './table/radio.ts'

function merge(tables: readonly Readonly<Record<string, PermissionRow>>[]) {
  const all = new Map<string, PermissionRow>()
  for (const table of tables) {
    for (const [name, row] of Object.entries(table)) {
      if (!hasPermissionForm(name)) throw new Error(`"${name}" is not a permission's name`)
      if (all.has(name)) throw new Error(`permission ${name} stands in two tables`)
      all.set(name, row)
    }
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Every permission by name, in alphabetical order. */
export const PERMISSIONS: ReadonlyMap<string, PermissionRow> = merge([
  APP_PERMISSIONS,
  DEVICE_PERMISSIONS,
  ENERGY_PERMISSIONS,
  FLOW_PERMISSIONS,
  HISTORY_PERMISSIONS,
  HOUSE_PERMISSIONS,
  HUB_PERMISSIONS,
  MATTER_PERMISSIONS,
  MEDIA_PERMISSIONS,
  PEOPLE_PERMISSIONS,
  RADIO_PERMISSIONS,
  STATE_PERMISSIONS,
])
