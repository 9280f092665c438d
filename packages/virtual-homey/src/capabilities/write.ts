// Setting a capability: only one that can be set, only to a value of its type and range. A group
// hands the value on to its members, as its only effect is through them.
import { invalid, notFound } from '../hub-error.ts'
import { isRecord, rowOf, strings } from '../json.ts'
import { find, type Hub, lookUp, recordEffect } from '../state/hub.ts'
import type { CapabilityState, CapabilityValue, Device } from '../state/items.ts'

/** The capability of a device. @throws HubError 404 if the device has no such capability. */
export function capabilityOf(device: Device, id: string): CapabilityState {
  const state = rowOf(device.capabilitiesObj, id)
  if (!state) throw notFound('Capability', id)
  return state
}

/** What a writer gives its write to know it again by: clients leave out their own when told of it. */
export interface Transaction {
  readonly id?: string | undefined
  readonly time?: number | undefined
}

/** Sets a capability as a user would. @throws HubError 400 if it cannot take this value. */
export function setCapability(
  hub: Hub,
  deviceId: string,
  id: string,
  value: unknown,
  transaction: Transaction = {},
): void {
  const device = find(hub, 'devices', deviceId)
  const state = capabilityOf(device, id)
  if (!state.setable) throw invalid(`Capability Not Setable: ${id}`)
  const accepted = acceptedValue(state, value)
  recordEffect(hub, 'capability-set', { deviceId, capabilityId: id, value: accepted })
  writeValue(hub, device, state, accepted, transaction)
  for (const member of membersOf(device)) {
    const target = lookUp(hub, 'devices', member)
    if (target && rowOf(target.capabilitiesObj, id)) setCapability(hub, member, id, accepted)
  }
}

/** The devices of a group; none for any other device. */
export function membersOf(device: Device): string[] {
  return device.driverId === GROUP_DRIVER ? strings(device.settings['deviceIds']) : []
}

/** The driver that marks a device as a group. */
export const GROUP_DRIVER = 'homey:virtualdrivergroup:driver'

function acceptedValue(state: CapabilityState, value: unknown): CapabilityValue {
  const wrong = () => invalid(`Invalid Value For Capability ${state.id}: ${JSON.stringify(value)}`)
  if (state.type === 'boolean' && typeof value === 'boolean') return value
  if (state.type === 'number' && typeof value === 'number' && Number.isFinite(value)) {
    if (value < (state.min ?? -Infinity) || value > (state.max ?? Infinity)) throw wrong()
    return value
  }
  if (state.type === 'string' && typeof value === 'string') return value
  const chosen = state.values?.find((option) => isRecord(option) && option.id === value)
  if (state.type === 'enum' && chosen) return chosen.id
  throw wrong()
}

/** Puts a value into a capability and tells of it, whether or not a user could set it. */
export function writeValue(
  hub: Hub,
  device: Device,
  state: CapabilityState,
  value: CapabilityValue,
  { id, time }: Transaction = {},
): void {
  const before = state.value
  const at = laterThan(state.lastUpdated, hub.clock().getTime())
  state.value = state.getable ? value : null
  state.lastUpdated = new Date(at).toISOString()
  hub.events.announce({
    ...{ type: 'capability', deviceId: device.id, capabilityId: state.id, value, before },
    ...{ transactionId: id ?? null, transactionTime: time ?? at },
  })
}

// Clients take two writes of the same millisecond for one: each is given a time of its own.
function laterThan(last: string | null, present: number): number {
  return last === null ? present : Math.max(present, new Date(last).getTime() + 1)
}
