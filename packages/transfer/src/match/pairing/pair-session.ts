// One pairing session at a hub, kept alive as long as it is held. Its driver is asked what it finds, and
// a device is made of that, once.
import { HubError } from '@latchkey/homey'
import type { TransferHub } from '../../hub/transfer-hub.ts'
import { isObject, type JsonObject } from '../../json.ts'

/** An open session. Dispose it to close it at the hub. */
export class PairSession implements AsyncDisposable {
  readonly id: string
  readonly driverId: string
  readonly #hub: TransferHub

  private constructor(hub: TransferHub, id: string, driverId: string) {
    this.#hub = hub
    this.id = id
    this.driverId = driverId
  }

  /** Opens a session of a driver. @throws HubError if the driver cannot pair */
  static async open(hub: TransferHub, driverId: string, zoneId: string | null) {
    const session = await hub.call('drivers.createPairSession', {
      pairsession: { type: 'pair', driverId, ...(zoneId !== null && { zoneId }) },
    })
    const id = isObject(session) ? session['id'] : undefined
    if (typeof id !== 'string') throw new HubError('hub_refused', 'A pairing session has no id.')
    return new PairSession(hub, id, driverId)
  }

  /** What the driver finds without anybody's help. */
  async list(): Promise<readonly JsonObject[]> {
    const found = await this.#hub.call('drivers.emitPairingEvent', {
      ...{ id: this.id, event: 'list_devices', data: {} },
    })
    return Array.isArray(found) ? found.filter(isObject) : []
  }

  /**
   * Makes a device of what was listed; its id. It is sent once: if the answer was lost, the device
   * that is there now and was not before is it. @throws HubError
   */
  async add(found: JsonObject, as: { readonly name: string; readonly zone: string | null }) {
    const before = await deviceIds(this.#hub, this.driverId)
    const device = {
      ...{ capabilitiesOptions: {}, ...found, name: as.name },
      ...(as.zone !== null && { zone: as.zone }),
    }
    try {
      const made = await this.#hub.call('drivers.createPairSessionDevice', { id: this.id, device })
      const id = isObject(made) ? made['id'] : undefined
      if (typeof id === 'string') return id
    } catch (error) {
      if (!(error instanceof HubError) || !error.mayHaveHappened) throw error
    }
    const fresh = (await deviceIds(this.#hub, this.driverId)).filter((id) => !before.includes(id))
    const [only, ...others] = fresh
    if (only !== undefined && others.length === 0) return only
    throw new HubError('hub_refused', 'The Homey did not say which device it made.')
  }

  /** Tells the hub that the session is still wanted. */
  async beat(): Promise<void> {
    await this.#hub.call('drivers.emitPairingHeartbeat', { id: this.id })
  }

  // A session that is gone already is closed; nothing else hangs on it.
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#hub.call('drivers.deletePairSession', { id: this.id }).catch((error: unknown) => {
      if (!(error instanceof HubError)) throw error
    })
  }
}

/** The devices of a hub, by id. */
export async function devicesOf(hub: TransferHub): Promise<ReadonlyMap<string, JsonObject>> {
  const all = await hub.call('devices.getDevices')
  const rows = isObject(all) ? Object.values(all).filter(isObject) : []
  return new Map(rows.flatMap((row) => (typeof row['id'] === 'string' ? [[row['id'], row]] : [])))
}

async function deviceIds(hub: TransferHub, driverId: string): Promise<readonly string[]> {
  const rows = [...(await devicesOf(hub))]
  return rows.filter(([, device]) => device['driverId'] === driverId).map(([id]) => id)
}
