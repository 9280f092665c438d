// Moods: states of devices under one name. Setting a mood sets every capability that it names on
// devices that still exist.
import { setCapability } from '../capabilities/write.ts'
import { invalid } from '../hub-error.ts'
import { isRecord, rowOf } from '../json.ts'
import { change, find, type Hub, lookUp, newId, put, recordEffect } from '../state/hub.ts'
import type { Mood } from '../state/items.ts'
import { type Call, type Rows, record, stored, text } from './behaviour.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'
import { rootZone, zonePath } from './zones.ts'

export const moods: Rows = {
  getMoods: listOf('moods'),
  getMood: oneOf('moods'),
  createMood: stored(createMood),
  updateMood: stored(updateMood),
  deleteMood: deletionOf('moods'),
  setMood: stored((call) => applyMood(call.hub, find(call.hub, 'moods', text(call, 'id')))),
}

/** Brings the devices of a mood into their states. */
export function applyMood(hub: Hub, mood: Mood): void {
  recordEffect(hub, 'mood-set', { moodId: mood.id })
  for (const [deviceId, { state }] of Object.entries(mood.devices)) {
    const device = lookUp(hub, 'devices', deviceId)
    for (const [id, value] of Object.entries(state)) {
      if (device && rowOf(device.capabilitiesObj, id)?.setable)
        setCapability(hub, deviceId, id, value)
    }
  }
}

function createMood(call: Call): Mood {
  const { name, devices, preset } = record(call, 'mood')
  const states = checkDevices(call.hub, devices)
  return put(call.hub, 'moods', {
    id: newId(call.hub),
    name: String(name),
    preset: typeof preset === 'string' ? preset : null,
    zone: commonZone(call.hub, Object.keys(states)),
    devices: states,
  })
}

function updateMood(call: Call): Mood {
  const { name, devices, preset } = record(call, 'mood')
  const states = devices === undefined ? undefined : checkDevices(call.hub, devices)
  const members: Partial<Mood> = {
    ...(typeof name === 'string' && { name }),
    ...(preset !== undefined && { preset: typeof preset === 'string' ? preset : null }),
    ...(states && { devices: states, zone: commonZone(call.hub, Object.keys(states)) }),
  }
  return change(call.hub, 'moods', text(call, 'id'), members)
}

// A mood has a zone, but no call can say which: it is taken to be the innermost zone that holds all
// of the mood's devices.
function commonZone(hub: Hub, deviceIds: readonly string[]): string {
  const [first, ...rest] = deviceIds.map((id) => zonePath(hub, find(hub, 'devices', id).zone))
  return first?.find((zone) => rest.every((path) => path.includes(zone))) ?? rootZone(hub).id
}

function checkDevices(hub: Hub, devices: unknown): Mood['devices'] {
  const entries = Object.entries(isRecord(devices) ? devices : {}).map(([id, entry]) => {
    find(hub, 'devices', id)
    const state = isRecord(entry) ? entry['state'] : undefined
    if (!isRecord(state))
      throw invalid("should have required property 'state' (#/properties/devices)")
    return [id, { state: checkState(state) }] as const
  })
  return Object.fromEntries(entries)
}

function checkState(state: Record<string, unknown>): Record<string, string | number | boolean> {
  const entries = Object.entries(state).map(([id, value]) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return [id, value] as const
    }
    throw invalid('should be string,boolean,number (#/properties/devices/state)')
  })
  return Object.fromEntries(entries)
}
