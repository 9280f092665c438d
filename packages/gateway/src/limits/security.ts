// Whether a call moves a lock, a garage door, an alarm or a siren by what the device is, whatever the
// capability is called: a siren is switched by `onoff`. Asked of grants without limits; those with limits are
// judged on it with everything else.
import type { LimitedCall } from './call.ts'
import { contentFacts, deviceFacts } from './facts.ts'
import type { Home } from './home.ts'

/** The permission that it takes besides. */
export const SECURITY = 'security-device:control'

const TARGETS: Readonly<Record<string, (call: LimitedCall, home: Home) => readonly string[]>> = {
  'devices.setCapabilityValue': ({ matched }) => [matched.ids['deviceId'] ?? ''],
  'moods.setMood': ({ matched }, { items }) => {
    const mood = items.mood.get(matched.ids['id'] ?? '')
    const members = mood ? contentFacts('mood', mood).members : []
    return members.flatMap(({ kind, id }) => (kind === 'device' || kind === 'group' ? [id] : []))
  },
}

/** Whether an operation moves devices, so that it has to be looked at which. */
export function mayMoveSecurity(operation: string): boolean {
  return Object.hasOwn(TARGETS, operation)
}

/** Whether a call moves such a device, by itself or as one of a group. */
export function movesSecurity(call: LimitedCall, home: Home): boolean {
  const { id } = call.matched.operation
  const targets = mayMoveSecurity(id) ? (TARGETS[id]?.(call, home) ?? []) : []
  return targets.some((one) => isMovedBySecurity(one, home))
}

/** Whether whoever sets a device moves such a device, by itself or as one of a group. */
export function isMovedBySecurity(id: string, home: Home): boolean {
  return isSecurity(id, home) || membersOf(id, home).some((member) => isSecurity(member, home))
}

function isSecurity(id: string, { items }: Home): boolean {
  const device = items.device.get(id)
  return device !== undefined && deviceFacts(device).security
}

function membersOf(id: string, { items }: Home): readonly string[] {
  const device = items.device.get(id)
  return (device && deviceFacts(device).members) ?? []
}
