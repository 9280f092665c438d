// Devices of a home, for the oracle: where they are, what they are, and what a group is made of.
import { isObject, type Json, type JsonObject, type State } from '../oracle/state.ts'
import { type Act, act } from './act.ts'

/** The zones from one upwards that are there. */
export function upFrom(state: State, start: unknown): string[] {
  const found: string[] = []
  let at = start
  while (typeof at === 'string' && !found.includes(at)) {
    const zone = state.zones.find((one) => one['id'] === at)
    if (!zone) break
    found.push(at)
    at = zone['parent']
  }
  return found
}

/** A device and all that is in it if it is a group. */
export function members(state: State, id: string, seen: readonly string[] = []): string[] {
  if (seen.includes(id)) return []
  const device = state.devices.find((one) => one['id'] === id)
  const isGroup = device?.['driverId'] === 'homey:virtualdrivergroup:driver'
  const settings = device?.['settings']
  const ids = isGroup && isObject(settings) ? settings['deviceIds'] : []
  const texts = Array.isArray(ids) && ids.every((one) => typeof one === 'string') ? ids : []
  return [id, ...texts.flatMap((one: string) => members(state, one, [...seen, id]))]
}

export function control(
  state: State,
  id: string,
  capability = 'any',
  value?: { readonly is: Json | undefined },
): Act[] {
  return [...new Set(members(state, id))].map((one) =>
    act({
      ...{ operation: 'devices.setCapabilityValue', kind: 'device', id: one, capability },
      permissions: isSecurity(state, one)
        ? ['device:control', 'security-device:control']
        : ['device:control'],
      ...(value && { value }),
    }),
  )
}

export const device = (state: State, id: string): JsonObject =>
  state.devices.find((one) => one['id'] === id) ?? {}

/** The capabilities of a device that can be set. */
export function settable(state: State, id: string): string[] {
  const { capabilities, capabilitiesObj } = device(state, id)
  const all = Array.isArray(capabilities) ? capabilities.map(String) : []
  return all.filter((one) => {
    const entry = isObject(capabilitiesObj) ? capabilitiesObj[one] : undefined
    return isObject(entry) ? entry['setable'] !== false : !one.startsWith('alarm_')
  })
}

/** Whether a device is of a class. */
export function isOf(state: State, id: string, ...classes: readonly string[]): boolean {
  const { class: own, virtualClass } = device(state, id)
  return classes.some((one) => one === own || one === virtualClass)
}

const isSecurity = (state: State, id: string): boolean =>
  isOf(state, id, 'lock', 'siren', 'homealarm', 'garagedoor') ||
  settable(state, id).some((one) => one === 'locked' || one.startsWith('alarm_'))

/** Whether a device has pictures. */
export function isCamera(state: State, id: string): boolean {
  const { images, videos } = device(state, id)
  const has = (list: unknown) => Array.isArray(list) && list.length > 0
  return isOf(state, id, 'camera') || has(images) || has(videos)
}
