// Which capabilities keep a house shut: Athom's own, and names that apps make up.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { isSecurityCapability } from './security-capabilities.ts'

const SHUT = [
  ...['locked', 'locked.front', 'locked.back_door', 'garagedoor_closed', 'garagedoor_closed.2'],
  ...['homealarm_state', 'homealarm_state.zone1', 'lock', 'lock_mode', 'door_lock', 'doorLock'],
  ...['LOCKED', 'isLocked', 'lock2', 'unlatch', 'button.unlock', 'gate', 'siren', 'alarm_siren'],
  ...['disarm', 'armed_state', 'doorlock', 'smartlock.front', 'deadbolt', 'security_mode'],
  ...['alarm_volume', 'open_garage', 'button.open-door'],
]

const NOT = [
  ...['onoff', 'dim', 'dim.2', 'windowcoverings_set', 'windowcoverings_state', 'light_hue'],
  ...['target_temperature', 'volume_set', 'speaker_playing', 'thermostat_mode', 'button', ''],
  ...['clock', 'blocked', 'charm', 'warm', 'outdoor', 'indoorTemperature', 'navigate', 'onoff.led'],
]

for (const name of SHUT) {
  test(`${name} keeps a house shut`, () => assert.equal(isSecurityCapability(name), true))
}
for (const name of NOT) {
  test(`"${name}" does not keep a house shut`, () =>
    assert.equal(isSecurityCapability(name), false))
}

test('a word that keeps a house shut does so wherever it stands in a name', () => {
  const others = fc.array(fc.constantFrom('dim', 'x', '1', 'measure', 'é'))
  const mark = fc.constantFrom('_', '.', '-', ' ', '1')
  fc.assert(
    fc.property(others, others, mark, (before, after, by) =>
      isSecurityCapability([...before, 'locked', ...after].join(by)),
    ),
  )
})
