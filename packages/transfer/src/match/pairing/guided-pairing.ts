// Pairing with somebody: they are told which thing to press, the hub is watched, and what appears is the
// thing that was asked for. It gets its old name and zone at once.
import type { TransferHub } from '../../hub/transfer-hub.ts'
import type { JsonObject } from '../../json.ts'
import { driverInOneForm } from '../../kinds/driver-name.ts'
import type { Binding } from '../../mapping/mapping.ts'
import type { SnapshotObject } from '../../snapshot/snapshot.ts'
import { channelOf } from '../units.ts'
import { devicesOf, PairSession } from './pair-session.ts'
import { type Patience, type Readiness, untilReady } from './ready.ts'
import { driverFor, pairedBinding } from './scripted-pairing.ts'

/** What happens, for whoever stands in the house. */
export type PairingStep =
  /** The hub listens. Without a session somebody has to begin pairing in the app of Homey. */
  | {
      readonly step: 'waiting'
      readonly device: string
      readonly session: boolean
      readonly why?: string
    }
  /** Something else appeared: is it this one after all? */
  | {
      readonly step: 'another-model'
      readonly id: string
      readonly found: string
      readonly wanted: string
    }
  | { readonly step: 'found'; readonly id: string; readonly readiness: Readiness }
  /** Nothing appeared in time. */
  | { readonly step: 'gave-up' }

/** Told of each step; for another model, whether to take it. Anything else that it answers is ignored. */
export type OnStep = (step: PairingStep) => Promise<'take' | 'wait' | 'stop' | undefined>

/** How it is done. */
export interface GuidedOptions extends Patience {
  /** The zone of the target; null for where the hub puts it. */
  readonly zone: string | null
}

/**
 * Watches for a device while somebody pairs it. What appears is bound with certainty, named and placed;
 * nothing if nothing appeared, or was wanted. @throws HubError
 */
export async function guidedPairing(
  hub: TransferHub,
  source: SnapshotObject,
  onStep: OnStep,
  options: GuidedOptions,
): Promise<Binding | undefined> {
  const name = source.name ?? ''
  const driver = await driverFor(hub, source)
  const known = new Set((await devicesOf(hub)).keys())
  const why = typeof driver === 'string' ? driver : undefined
  await using stack = new AsyncDisposableStack()
  const session =
    typeof driver === 'string'
      ? undefined
      : stack.use(await PairSession.open(hub, driver.id, options.zone))
  const waiting = {
    device: name,
    session: session !== undefined,
    ...(why !== undefined && { why }),
  }
  await onStep({ step: 'waiting', ...waiting })
  const found = await firstNew(hub, { source, known, session, onStep, options })
  if (!found) return undefined
  const device = { name, ...(options.zone !== null && { zone: options.zone }) }
  await hub.call('devices.updateDevice', { id: found, device })
  const wait = async (milliseconds: number): Promise<void> => {
    await options.wait(milliseconds)
    await session?.beat()
  }
  const readiness = await untilReady(hub, found, { ...options, wait })
  await onStep({ step: 'found', id: found, readiness })
  return pairedBinding(source, { id: found, name }, 'it appeared when it was paired')
}

interface Watching {
  readonly source: SnapshotObject
  /** Devices that are no news. */
  readonly known: Set<string>
  readonly session: PairSession | undefined
  readonly onStep: OnStep
  readonly options: GuidedOptions
}

async function firstNew(hub: TransferHub, watching: Watching): Promise<string | undefined> {
  const { source, known, session, onStep, options } = watching
  const { wait, every = 1000, looks = 60 } = options
  for (let look = 1; ; look++) {
    for (const [id, device] of await devicesOf(hub)) {
      if (known.has(id)) continue
      known.add(id)
      if (isSameModel(source, device)) {
        // A thing with channels appears as several devices; each has its own turn.
        if (isSameChannel(source, device)) return id
        continue
      }
      const answer = await onStep({
        ...{ step: 'another-model', id, found: modelOf(device) },
        wanted: modelOf({ ...source.facts }),
      })
      if (answer === 'take') return id
      if (answer === 'stop') return undefined
    }
    if (look >= looks) break
    await wait(every)
    await session?.beat()
  }
  await onStep({ step: 'gave-up' })
  return undefined
}

function isSameModel({ facts }: SnapshotObject, device: JsonObject): boolean {
  return driverInOneForm(modelOf(facts)) === driverInOneForm(modelOf(device))
}

function isSameChannel(source: SnapshotObject, device: JsonObject): boolean {
  const { data = {}, settings = {} } = device
  return channelOf(source) === channelOf({ content: {}, facts: { data, shown: settings } })
}

const modelOf = (device: JsonObject): string => String(device['driverId'] ?? 'unknown')
