// What drivers are called: those of Homey itself are called otherwise on a Pro 2019 than on a Pro 2023.
import type { JsonObject } from '../json.ts'

/** The id of a driver as a Pro 2023 has it. */
export function driverInOneForm(driver: string): string {
  return driver.replace(/^homey:manager:vdevice:(\w+)$/, 'homey:virtualdriver$1:driver')
}

/** The driver of a device, as a Pro 2023 has it; empty if it has none. */
export function driverOf({ facts }: { readonly facts: JsonObject }): string {
  const { driverId } = facts
  return typeof driverId === 'string' ? driverInOneForm(driverId) : ''
}
