// Pairing sessions: they stay open as long as a heart beats. A session whose last heartbeat is too
// long ago is gone for whoever asks next.
import { invalid, notFound } from '../hub-error.ts'
import { all, find, type Hub, newId, now, put, remove } from '../state/hub.ts'
import type { Device, PairSession } from '../state/items.ts'
import { findDriver } from './drivers-around.ts'
import { pressed } from './network.ts'
import { pairDevice } from './pair-device.ts'

/** How long a session lives without a heartbeat. No public figure says it. */
export const HEARTBEAT_MS = 60_000

/** What a client says to begin. */
export interface PairRequest {
  readonly type: unknown
  readonly driverId: unknown
  readonly deviceId: unknown
  readonly zoneId: unknown
}

/** Opens a session. @throws HubError if the driver cannot do this, or not with this device. */
export function openPairSession(hub: Hub, request: PairRequest): PairSession {
  const { type, deviceId, zoneId } = request
  if (type !== 'pair' && type !== 'repair' && type !== 'unpair') {
    throw invalid(`Invalid Pair Session Type: ${String(type)}`)
  }
  const driver = findDriver(hub, String(request.driverId))
  const device = typeof deviceId === 'string' ? find(hub, 'devices', deviceId) : undefined
  if (!driver[type]) throw invalid(`Driver Cannot ${type.replace(/^./, upper)}: ${driver.id}`)
  if (type !== 'pair' && !device) throw invalid('Missing Parameter: deviceId')
  if (device && device.driverId !== driver.id) throw invalid('Device Is Of Another Driver')
  return put(hub, 'pairSessions', {
    ...{ id: newId(hub), type, driverId: driver.id, deviceId: device?.id ?? null },
    ...{ zoneId: typeof zoneId === 'string' ? zoneId : null, lastHeartbeat: now(hub) },
  })
}

/** The session with an id. @throws HubError 404 if there is none, or its heart has stopped. */
export function pairSession(hub: Hub, id: string): PairSession {
  const session = find(hub, 'pairSessions', id)
  const silent = hub.clock().getTime() - new Date(session.lastHeartbeat).getTime()
  if (silent <= HEARTBEAT_MS) return session
  remove(hub, 'pairSessions', id)
  throw notFound('PairSession', id)
}

/**
 * Somebody presses the button of a thing of the villa: the hub adds it in the session that its driver
 * has open, as hubs do with whatever has a radio. @throws Error if no session waits for it.
 */
export function pressButton(hub: Hub, key: string): Device {
  const { driverId, found } = pressed(hub, key)
  const open = all(hub, 'pairSessions').find(
    (session) => session.type === 'pair' && session.driverId === driverId,
  )
  if (!open) throw new Error(`No pairing session of ${driverId} is open.`)
  return pairDevice(hub, pairSession(hub, open.id), { ...found })
}

function upper(letter: string): string {
  return letter.toUpperCase()
}
