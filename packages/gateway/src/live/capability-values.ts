// Values of capabilities as events told them, and a device with them in place. An event brings the value
// and a time; the official client takes that time for the capability's `lastUpdated`, and so do we.
import type { Item } from '../limits/home.ts'
import { isObject, sameJson } from './json.ts'
import type { Moment } from './moments.ts'

/** What a `capability` event says. */
export interface CapabilityTold {
  readonly capabilityId: string
  readonly value: unknown
  /** The time as the hub would write it; null if the event brought none. */
  readonly at: string | null
  /** Whether the time is the hub's own. A writer may have given its own, and no event says which. */
  readonly isHubsTime: boolean
}

/** A `capability` event as it comes over the socket; undefined if it is none. */
export function readCapabilityEvent(data: unknown): CapabilityTold | undefined {
  if (!isObject(data) || typeof data['capabilityId'] !== 'string') return undefined
  const { capabilityId, value = null, transactionTime: time, transactionId } = data
  const isTime = typeof time === 'number' && Math.abs(time) < 8.64e15
  const at = isTime ? new Date(time).toISOString() : null
  const isHubsTime = isTime && (transactionId === null || transactionId === undefined)
  return { capabilityId, value, at, isHubsTime }
}

interface Last extends CapabilityTold {
  readonly moment: Moment
}

/** The last event of each capability of each device. */
export class CapabilityValues {
  readonly #last = new Map<string, Map<string, Last>>()

  /** Remembers an event. */
  take(deviceId: string, told: CapabilityTold, moment: Moment): void {
    const of = this.#last.get(deviceId) ?? new Map<string, Last>()
    this.#last.set(deviceId, of.set(told.capabilityId, { ...told, moment }))
  }

  forget(deviceId: string): void {
    this.#last.delete(deviceId)
  }

  /** Whether an event since a moment told that a capability has a value. */
  toldSince(deviceId: string, capabilityId: string, value: unknown, since: Moment): boolean {
    const last = this.#last.get(deviceId)?.get(capabilityId)
    return last !== undefined && last.moment > since && sameJson(last.value, value)
  }

  /**
   * Whether an event is older than what the device shows already, which an answer showed before it came.
   * Only times of the hub are compared: a writer's clock may be wrong.
   */
  isLate(deviceId: string, device: Item, told: CapabilityTold): boolean {
    if (!told.isHubsTime || told.at === null) return false
    const shown = capabilityOf(device, told.capabilityId)?.['lastUpdated']
    const last = this.#last.get(deviceId)?.get(told.capabilityId)
    const isWriters = last !== undefined && !last.isHubsTime && last.at === shown
    return typeof shown === 'string' && !isWriters && told.at < shown
  }

  /**
   * The device as an answer to a request that began at a moment tells it, with the values that events
   * brought meanwhile. Where both say when, the later wins; where the event does not, the event, because
   * should the answer be the later, its own event is yet to come.
   */
  merge(deviceId: string, answer: Item, began: Moment): Item {
    let item = answer
    for (const last of this.#last.get(deviceId)?.values() ?? []) {
      if (last.moment <= began) continue
      const answered = capabilityOf(answer, last.capabilityId)?.['lastUpdated']
      const isOlder =
        last.isHubsTime && last.at !== null && typeof answered === 'string' && last.at < answered
      if (!isOlder) item = withValue(item, last) ?? item
    }
    return item
  }
}

/** A capability of a device. */
export function capabilityOf(device: Item, id: string): Item | undefined {
  const { capabilitiesObj: all } = device
  const one = isObject(all) && Object.hasOwn(all, id) ? all[id] : undefined
  return isObject(one) ? one : undefined
}

/** The device with a value in place; undefined if it has no such capability. */
export function withValue(device: Item, told: CapabilityTold): Item | undefined {
  const { capabilitiesObj: all } = device
  const before = capabilityOf(device, told.capabilityId)
  if (!isObject(all) || !before) return undefined
  // What cannot be read shows no value, whatever was just sent to it.
  const value = before['getable'] === false ? before['value'] : told.value
  const after = { ...before, value, lastUpdated: told.at ?? before['lastUpdated'] ?? null }
  const capabilitiesObj = { ...all, [told.capabilityId]: after }
  return { ...device, capabilitiesObj, ...withPower(device, before, told) }
}

// `energyObj.W` is the measured power where there is one: it was the value before, so it is the value now.
function withPower(device: Item, before: Item, { capabilityId, value }: CapabilityTold) {
  const { energyObj } = device
  if (capabilityId !== 'measure_power' || !isObject(energyObj)) return {}
  return energyObj['W'] === before['value'] ? { energyObj: { ...energyObj, W: value } } : {}
}

/** Whether an event may move members of the device, as it was before, that it does not bring. */
export function leavesDoubt(before: Item, told: CapabilityTold): boolean {
  if (!told.isHubsTime) return true
  const { energyObj } = before
  const watts = isObject(energyObj) ? energyObj['W'] : undefined
  const power = capabilityOf(before, 'measure_power')
  if (told.capabilityId !== 'measure_power') {
    return typeof watts === 'number' && !power && ESTIMATES.has(told.capabilityId)
  }
  if (isObject(energyObj)) return watts !== power?.['value']
  // There may be one from the first value on; a hub that had a value and made none makes none.
  return typeof power?.['value'] !== 'number' && typeof told.value === 'number'
}

/** What a hub estimates the power of a device by, where the device does not measure it. */
const ESTIMATES: ReadonlySet<string> = new Set([
  'onoff',
  'dim',
  'volume_set',
  'windowcoverings_set',
])
