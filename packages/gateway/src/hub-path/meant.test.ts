// What paths mean on each kind of hub: V3's and the hub's own spelling, and what is neither.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GENERATIONS, type Generation, operations } from '@latchkey/catalogue'
import { dialectOf } from '@latchkey/homey'
import { meantBy } from './meant.ts'

const D = 'homey:device:7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10'
const OLD = 'pro-2019'

const ROWS: readonly (readonly [on: Generation, method: string, path: string, meant: string])[] = [
  [OLD, 'GET', 'devices/device', 'devices.getDevices'],
  [OLD, 'GET', 'devices/device/', 'devices.getDevices'],
  [OLD, 'GET', 'drivers/driver/homey:app:a:b', 'drivers.getDriver'],
  [OLD, 'GET', 'drivers/driver/homey:app:a/b', 'drivers.getDriver'],
  [OLD, 'GET', `flowtoken/flowtoken/${D}:dim`, 'flowtoken.getFlowToken'],
  [OLD, 'GET', `flowtoken/flowtoken/${D}/dim`, 'flowtoken.getFlowToken'],
  [OLD, 'GET', `flowtoken/flowtoken/${D}/value`, 'flowtoken.getFlowToken'],
  [OLD, 'GET', `flowtoken/flowtoken/${D}:dim/value`, 'not-on-this-hub'],
  [OLD, 'GET', 'flowtoken/flowtoken/what/dim', 'malformed-id'],
  [OLD, 'GET', `insights/log/${D}:dim`, 'insights.getLog'],
  [OLD, 'GET', `insights/log/${encodeURIComponent(`${D}:dim`)}`, 'insights.getLog'],
  [OLD, 'PUT', 'system/debug', 'system.setDebug'],
  [OLD, 'PUT', 'system/debug/all', 'system.setDebug'],
  [OLD, 'GET', 'audio/option/volume', 'audio.getOptionVolume'],
  [OLD, 'DELETE', 'devkit/ledring', 'devkit.stopLedringAnimation'],
  [OLD, 'DELETE', 'devkit/session', 'devkit.stopApp'],
  [OLD, 'GET', 'users/pat', 'not-on-this-hub'],
  [OLD, 'POST', 'devices/group', 'not-on-this-hub'],
  [OLD, 'GET', 'nobody/knows', 'unknown-operation'],
  [OLD, 'GET', 'users/user/%6de', 'malformed-path'],
  [OLD, 'GET', `flowtoken/flowtoken/${D}:..%2fdim`, 'malformed-path'],
  ['cloud', 'GET', 'alarms/alarm', 'not-on-this-hub'],
  ['cloud', 'GET', 'zones/zone', 'zones.getZones'],
  ['cloud', 'GET', 'audio/option/volume', 'unknown-operation'],
  ['pro-2023', 'GET', 'audio/option/volume', 'unknown-operation'],
  ['pro-2023', 'GET', 'drivers/driver/homey:app:a/b', 'unknown-operation'],
  ['pro-2023', 'GET', 'drivers/driver/homey:app:a:b', 'drivers.getDriver'],
]

for (const [on, method, path, expected] of ROWS) {
  test(`${on}: ${method} ${path} is ${expected}`, () => {
    const meant = meantBy(on, dialectOf(on), method, `/api/manager/${path}`)
    assert.equal(meant.matched ? meant.operation.id : meant.reason, expected)
  })
}

test('every path of every hub means an operation of that hub, or nothing at all', () => {
  for (const on of GENERATIONS) {
    const there = new Set(operations(on).map((one) => one.id))
    for (const { method, path } of GENERATIONS.flatMap((one) => operations(one))) {
      for (const id of ['7e0f0c4e', `${D}:dim`, D]) {
        const meant = meantBy(on, dialectOf(on), method, path.replace(/:[A-Za-z]+/g, id))
        assert.ok(!meant.matched || there.has(meant.operation.id))
      }
    }
  }
})
