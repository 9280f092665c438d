// Drivers and pairing. What a driver finds is hardware around this hub that exists only here; what
// else the code of an app would answer while pairing nobody can know.
import { invalid } from '../hub-error.ts'
import { driversOf, findDriver, presentDriver } from '../pairing/drivers-around.ts'
import { findable } from '../pairing/network.ts'
import { pairDevice } from '../pairing/pair-device.ts'
import { openPairSession, pairSession } from '../pairing/pair-sessions.ts'
import { change, now, remove } from '../state/hub.ts'
import { type Call, computed, documented, type Rows, record, stored, text } from './behaviour.ts'
import { presentDevice } from './device-presentation.ts'

export const drivers: Rows = {
  getDrivers: computed(({ hub }) =>
    Object.fromEntries(driversOf(hub).map((driver) => [driver.id, presentDriver(driver)])),
  ),
  getDriver: computed((call) => presentDriver(findDriver(call.hub, text(call, 'id')))),
  getPairSession: stored((call) => sessionOf(call)),
  createPairSession: stored((call) => {
    const { type, driverId, deviceId, zoneId } = record(call, 'pairsession')
    return openPairSession(call.hub, { type, driverId, deviceId, zoneId })
  }),
  deletePairSession: stored((call) => remove(call.hub, 'pairSessions', sessionOf(call).id)),
  emitPairingHeartbeat: stored((call) => {
    change(call.hub, 'pairSessions', sessionOf(call).id, { lastHeartbeat: now(call.hub) })
  }),
  emitPairingEvent: computed((call) => answerEvent(call)),
  emitPairingCallback: documented('the answer would come from the code of an app', (call) => {
    sessionOf(call)
    return null
  }),
  createPairSessionDevice: stored((call) => {
    const device = pairDevice(call.hub, sessionOf(call), record(call, 'device'))
    return presentDevice(device, call.hub)
  }),
  deletePairSessionDevice: stored((call) => {
    const { deviceId } = sessionOf(call)
    if (deviceId === null) throw invalid('Pair Session Has No Device')
    remove(call.hub, 'devices', deviceId)
  }),
}

function sessionOf(call: Call) {
  return pairSession(call.hub, text(call, 'id'))
}

// Everything but these two events is for the code of an app, which answers nothing here.
function answerEvent(call: Call): unknown {
  const session = sessionOf(call)
  const event = text(call, 'event')
  if (event === 'login') {
    const { username, password }: Record<string, unknown> = record(call, 'data')
    const signedIn = Boolean(username) && Boolean(password)
    change(call.hub, 'pairSessions', session.id, { signedIn })
    return signedIn
  }
  if (event !== 'list_devices' || session.type === 'unpair') return null
  return findable(call.hub, findDriver(call.hub, session.driverId), session.signedIn === true)
}
