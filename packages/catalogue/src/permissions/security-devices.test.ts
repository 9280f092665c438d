// Which devices are security devices, by what they are and by what they let one move.
import assert from 'node:assert/strict'
import test from 'node:test'
import { isSecurityDevice } from './security-devices.ts'

const device = (capability: string, entry?: object) => ({
  ...{ class: 'other', virtualClass: null, capabilities: ['onoff', capability] },
  capabilitiesObj: { onoff: { setable: true }, ...(entry && { [capability]: entry }) },
})

const ROWS: readonly [device: Readonly<Record<string, unknown>>, is: boolean][] = [
  [{ class: 'lock' }, true],
  [{ class: 'other', virtualClass: 'garagedoor' }, true],
  [{ class: 'homealarm' }, true],
  [{ class: 'siren' }, true],
  [{ class: 'light', virtualClass: null, capabilities: ['onoff'] }, false],
  [device('locked', { setable: true }), true],
  [device('locked', {}), true],
  [device('locked'), true],
  [device('locked', { setable: false }), false],
  [device('alarm_motion', { setable: false }), false],
  [device('alarm_motion', { setable: true }), true],
  [device('alarm_motion'), false],
  [device('garagedoor_closed.back', { setable: true }), true],
  [{ class: ['lock'] }, false],
  [{ capabilities: 'locked' }, false],
]

for (const [value, is] of ROWS) {
  test(`${JSON.stringify(value)} is ${is ? 'a' : 'no'} security device`, () => {
    assert.equal(isSecurityDevice(value), is)
  })
}
