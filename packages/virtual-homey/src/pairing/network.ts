// What can be found around a virtual hub: the hardware of the villa, as long as this hub has not got
// it yet. Things on the network and at a bridge are listed, those of a cloud account after signing in;
// whatever has a radio shows up only when somebody presses its button.
import { identityOf, type Link } from '../homes/villa/hardware.ts'
import { INSIDE } from '../homes/villa/inventory-inside.ts'
import { OUTSIDE } from '../homes/villa/inventory-outside.ts'
import { MODELS, type Model } from '../homes/villa/models.ts'
import { keyOf, type Thing } from '../homes/villa/thing.ts'
import type { JsonRecord } from '../json.ts'
import { all, type Hub } from '../state/hub.ts'
import type { CapabilityValue } from '../state/items.ts'
import { type Driver, driverIdOf } from './drivers-around.ts'

/** A device as a driver lists it for pairing. */
export interface Findable {
  readonly name: string
  readonly data: JsonRecord
  readonly store: JsonRecord
  readonly settings: JsonRecord
  readonly class: string
  readonly capabilities: readonly string[]
  readonly capabilitiesOptions: JsonRecord
}

const LISTED: readonly Link[] = ['lan', 'bridge', 'virtual']
const LISTED_AFTER_SIGN_IN: readonly Link[] = ['cloud']

/** What a driver lists. */
export function findable(hub: Hub, driver: Driver, signedIn: boolean): Findable[] {
  return driver.models.flatMap((model) => {
    const listed = LISTED.includes(model.link)
    if (!listed && !(signedIn && LISTED_AFTER_SIGN_IN.includes(model.link))) return []
    if (model.link === 'virtual') return [entryOf(hub, model, 'new')]
    return thingsOf(model)
      .map((thing) => entryOf(hub, model, keyOf(thing)))
      .filter(({ data }) => !isPaired(hub, driver.id, data))
  })
}

/** A thing by its key in the villa, as its driver finds it when somebody presses its button. */
export function pressed(
  hub: Hub,
  key: string,
): { readonly driverId: string; readonly found: Findable } {
  const thing = [...INSIDE, ...OUTSIDE].find((candidate) => keyOf(candidate) === key)
  if (!thing) throw new Error(`There is no "${key}" in the villa.`)
  const model: Model = MODELS[thing.model]
  return { driverId: driverIdOf(model), found: entryOf(hub, model, key) }
}

/** True if the hub has a device of this driver that is the same hardware. */
export function isPaired(hub: Hub, driverId: string, data: JsonRecord): boolean {
  const known = JSON.stringify(data)
  return all(hub, 'devices').some(
    (device) => device.driverId === driverId && JSON.stringify(device.data) === known,
  )
}

/** What the sensors of such a device say first. */
export function firstValues(driver: Driver): Readonly<Record<string, CapabilityValue>> {
  return driver.models[0]?.has ?? {}
}

// Devices that talk Matter can be reached through the app of their maker as well.
function thingsOf(model: Model): Thing[] {
  const also = model === MODELS.lanPlug ? MODELS.matterPlug : undefined
  const other = model === MODELS.lanLight ? MODELS.matterLight : also
  return [...INSIDE, ...OUTSIDE].filter((thing) => {
    const own: Model = MODELS[thing.model]
    return own === model || own === other
  })
}

function entryOf(hub: Hub, model: Model, thing: string): Findable {
  const node = String(all(hub, 'devices').length + 2)
  const { data, settings } = identityOf({ hub, thing, model, node })
  const own = (model.settings ?? []).map(([{ id }, value]) => [id, value])
  return {
    ...{ name: model.name, data, store: {}, class: model.class, capabilitiesOptions: {} },
    settings: { ...Object.fromEntries(own), ...settings },
    capabilities: Object.keys(model.has),
  }
}
