// Which devices keep a house shut or watch over it (docs/decisions/0009, "Words"). A device counts by
// what it is, and by what it lets one move.
import { isRecord } from '../references/json.ts'
import { isSecurityCapability } from './security-capabilities.ts'

const CLASSES: ReadonlySet<unknown> = new Set(['lock', 'garagedoor', 'homealarm', 'siren'])

/** Whether a device, in V3's form, is covered only when it is named, never by its room. */
export function isSecurityDevice(device: Readonly<Record<string, unknown>>): boolean {
  if (CLASSES.has(device['class']) || CLASSES.has(device['virtualClass'])) return true
  const { capabilities, capabilitiesObj } = device
  if (!Array.isArray(capabilities)) return false
  const entries = isRecord(capabilitiesObj) ? capabilitiesObj : {}
  return capabilities.some(
    (id) => typeof id === 'string' && isSecurityCapability(id) && canBeSet(id, entries),
  )
}

// An alarm that a device only tells of (`alarm_motion`) is no security device; where nothing says
// whether another capability can be set, it can.
function canBeSet(id: string, entries: Readonly<Record<string, unknown>>): boolean {
  const entry = Object.hasOwn(entries, id) ? entries[id] : undefined
  if (!isRecord(entry)) return !id.startsWith('alarm_')
  return entry['setable'] !== false
}
