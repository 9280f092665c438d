// Pairs what needs nobody: virtual devices, and things that their driver finds on the network by itself
// and that carry the key of the old device. Everything else is paired with somebody (`guided-pairing`).
import type { TransferHub } from '../../hub/transfer-hub.ts'
import { isObject, type JsonObject } from '../../json.ts'
import { driverInOneForm } from '../../kinds/driver-name.ts'
import type { Binding } from '../../mapping/mapping.ts'
import type { SnapshotObject } from '../../snapshot/snapshot.ts'
import { marksOf } from '../hardware-keys.ts'
import { PairSession } from './pair-session.ts'
import { type Patience, type Readiness, untilReady } from './ready.ts'

/** What came of trying. */
export type ScriptedPairing =
  | { readonly done: true; readonly binding: Binding; readonly readiness: Readiness }
  | { readonly done: false; readonly why: string }

/** How a device is to be paired. */
export interface ScriptedOptions extends Patience {
  /** The zone of the target that it shall be in; null for where the hub puts it. */
  readonly zone: string | null
}

/**
 * Pairs a device of the source with the target, if no person is needed: with its old name, in its zone,
 * and bound with certainty. Nothing is made if that is not so. @throws HubError
 */
export async function pairByScript(
  hub: TransferHub,
  source: SnapshotObject,
  options: ScriptedOptions,
): Promise<ScriptedPairing> {
  const driver = await driverFor(hub, source)
  if (typeof driver === 'string') return { done: false, why: driver }
  await using session = await PairSession.open(hub, driver.id, options.zone)
  const found = await session.list()
  const own = ownEntry(source, found, driver.isVirtual)
  if (!own) {
    const why = found.length === 0 ? 'Its driver finds nothing by itself.' : NOT_AMONG
    return { done: false, why }
  }
  const name = source.name ?? ''
  const id = await session.add(own.entry, { name, zone: options.zone })
  const readiness = await untilReady(hub, id, {
    ...options,
    wait: async (milliseconds) => {
      await options.wait(milliseconds)
      await session.beat()
    },
  })
  return { done: true, readiness, binding: pairedBinding(source, { id, name }, own.because) }
}

const NOT_AMONG = 'Its driver finds things, and none of them is known to be this one.'

/** A binding by pairing. */
export function pairedBinding(
  { id, name }: SnapshotObject,
  target: { readonly id: string; readonly name: string },
  what: string,
): Binding {
  return {
    ...{ kind: 'device', source: id, target: target.id, by: 'paired' },
    ...{ evidence: [{ what, weight: 40 }], sourceName: name, targetName: target.name },
  }
}

/** The driver of the target for a device of the source; why there is none. @throws HubError */
export async function driverFor(
  hub: TransferHub,
  { facts }: SnapshotObject,
): Promise<{ readonly id: string; readonly isVirtual: boolean } | string> {
  const id = driverInOneForm(typeof facts['driverId'] === 'string' ? facts['driverId'] : '')
  const all = await hub.call('drivers.getDrivers')
  const driver = isObject(all) ? all[id] : undefined
  if (!isObject(driver)) return 'The new Homey has no such driver: install its app first.'
  if (driver['pair'] === false || driver['ready'] === false) return 'Its driver cannot pair now.'
  const links = Array.isArray(driver['connectivity']) ? driver['connectivity'] : []
  return { id, isVirtual: links.includes('virtual') || isHomeysOwn(id) }
}

const isHomeysOwn = (driver: string): boolean =>
  /^homey:virtualdriver(?:virtual|dummy)/.test(driver)

function ownEntry(
  source: SnapshotObject,
  found: readonly JsonObject[],
  isVirtual: boolean,
): { readonly entry: JsonObject; readonly because: string } | undefined {
  const marks = new Map(marksOf(source).map(({ value, path }) => [value, path]))
  const same = found.filter((entry) => markIn(entry, marks) !== undefined)
  const [own] = same
  if (own && same.length === 1) {
    return { entry: own, because: `paired anew: the same ${markIn(own, marks)}` }
  }
  const [first] = found
  return isVirtual && first ? { entry: first, because: 'made anew: it is virtual' } : undefined
}

function markIn(entry: JsonObject, marks: ReadonlyMap<string, string>): string | undefined {
  const object = (value: JsonObject[string] | undefined) => (isObject(value) ? value : {})
  const facts = { data: object(entry['data']), shown: object(entry['settings']) }
  const found = marksOf({ content: {}, facts }).find(({ value }) => marks.has(value))
  return found && marks.get(found.value)
}
