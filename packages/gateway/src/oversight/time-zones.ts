// The time zones of hubs: each is asked of the hub itself when it is first needed, and again every hour. A hub
// whose credential may not tell has the zone of this machine, which mostly stands in the same house.
import { operationById } from '@latchkey/catalogue'
import { HubError } from '@latchkey/homey'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { isObject } from '../limits/json.ts'
import { type WallClock, wallClockOf } from './wall-clock.ts'

/** What the zones stand on. */
export interface TimeZonesParts {
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

interface Zone {
  readonly clock: WallClock
  readonly readAt: number
}

/** How long a zone is believed, in milliseconds. */
const BELIEVED = 3_600_000

/** Knows the clocks on the walls of hubs. */
export class TimeZones {
  readonly #parts: TimeZonesParts
  readonly #zones = new Map<string, Zone>()
  readonly #asking = new Map<string, Promise<WallClock | undefined>>()

  constructor(parts: TimeZonesParts) {
    this.#parts = parts
  }

  /** The clock of a hub as far as it is known. An old one is asked for anew, and believed meanwhile. */
  known(hub: ConnectedHub | undefined): WallClock | undefined {
    if (!hub) return undefined
    const zone = this.#zones.get(hub.hub.id)
    if (!zone) return undefined
    if (this.#parts.now() - zone.readAt > BELIEVED) void this.#ask(hub)
    return zone.clock
  }

  /** The clock of a hub; waits for it at most so long, in milliseconds. */
  async learn(hub: ConnectedHub | undefined, withinMs: number): Promise<WallClock | undefined> {
    const known = this.known(hub)
    if (known || !hub) return known
    const late = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => late.resolve(undefined), withinMs)
    try {
      return await Promise.race([this.#ask(hub), late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #ask(hub: ConnectedHub): Promise<WallClock | undefined> {
    const { id } = hub.hub
    const asking = this.#asking.get(id)
    if (asking !== undefined) return asking
    const asked = this.#read(hub)
      .then((clock) => {
        if (clock) this.#zones.set(id, { clock, readAt: this.#parts.now() })
        return clock
      })
      .finally(() => this.#asking.delete(id))
    this.#asking.set(id, asked)
    return asked
  }

  async #read({ hub, connection }: ConnectedHub): Promise<WallClock | undefined> {
    const operation = operationById(hub.generation, 'system.getInfo')
    if (!operation) return ownClock()
    try {
      const info = await connection.call(operation)
      const zone = isObject(info) ? info['timezone'] : undefined
      return (typeof zone === 'string' ? wallClockOf(zone) : undefined) ?? ownClock()
    } catch (error) {
      if (!(error instanceof HubError)) this.#parts.onError(error)
      // Once told, a zone is believed more than a refusal.
      const isRefused = error instanceof HubError && isRefusal(error) && !this.#zones.has(hub.id)
      return isRefused ? ownClock() : undefined
    }
  }
}

function isRefusal({ code, status = 0 }: HubError): boolean {
  return code === 'hub_credential_refused' || (code === 'hub_refused' && status < 500)
}

const ownClock = (): WallClock | undefined =>
  wallClockOf(new Intl.DateTimeFormat().resolvedOptions().timeZone)
