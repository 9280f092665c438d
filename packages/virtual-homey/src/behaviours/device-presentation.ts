// A device as it is answered: what is stored, with the members that a hub works out when asked.
import { traitsOf } from '../generations/generation.ts'
import { type Hub, lookUp } from '../state/hub.ts'
import type { Device } from '../state/items.ts'

/** The device with `energyObj`, which follows its present power. */
export function presentDevice(device: Device, hub: Hub): unknown {
  const watts = wattsOf(device)
  const batteries = device.energy?.['batteries']
  const olderHub = traitsOf(hub.generation).shortIds
  return {
    ...device,
    ...(olderHub && { zoneName: lookUp(hub, 'zones', device.zone)?.name ?? null }),
    energyObj:
      watts === null && batteries === undefined
        ? null
        : {
            W: watts,
            batteries: batteries ?? null,
            cumulative: device.energy?.['cumulative'] ?? false,
          },
  }
}

/** The power that a device uses now, if it measures it. */
export function wattsOf(device: Device): number | null {
  const value = device.capabilitiesObj['measure_power']?.value
  return typeof value === 'number' ? value : null
}
