// Which settings of devices are secrets, by driver: learned once for each driver, in the background, so
// that nobody waits for it. Until a driver is known, each setting of its devices that is text is withheld.
import { operationById } from '@latchkey/catalogue'
import { type HubConnection, HubError } from '@latchkey/homey'
import { isSecretName, passwordSettings } from '../hub-path/device-secrets.ts'
import type { Item } from '../limits/home.ts'
import { isObject } from './json.ts'

/** The password settings of each driver of one hub. */
export class DriverSecrets {
  readonly #connection: HubConnection
  readonly #known = new Map<string, ReadonlySet<string>>()
  #learning: Promise<void> | undefined
  #isOver = false

  constructor(connection: HubConnection) {
    this.#connection = connection
  }

  /** Changes whenever more is known, and with it what is withheld. */
  get version(): number {
    return this.#known.size
  }

  /** Learns the drivers of these devices that are not known yet; resolves when it has tried them all. */
  learn(devices: () => Iterable<Item>): Promise<void> {
    this.#learning ??= this.#learn(devices).finally(() => {
      this.#learning = undefined
    })
    return this.#learning
  }

  /** Asks no more. */
  close(): void {
    this.#isOver = true
  }

  /** A device without the secrets among its settings. */
  cut(device: Item): Item {
    const { settings } = device
    if (!isObject(settings) || Object.keys(settings).length === 0) return device
    const passwords = this.#known.get(driverOf(device))
    const kept = Object.entries(settings).filter(
      ([name, value]) =>
        !isSecretName(name) && (passwords ? !passwords.has(name) : typeof value !== 'string'),
    )
    return { ...device, settings: Object.fromEntries(kept) }
  }

  // One after the other: on a slow hub the line must not be full of questions that nobody waits for.
  async #learn(devices: () => Iterable<Item>): Promise<void> {
    const tried = new Set<string>()
    const next = () => {
      for (const device of devices()) {
        const driver = driverOf(device)
        const { settings, id } = device
        if (typeof id !== 'string' || tried.has(driver) || this.#known.has(driver)) continue
        if (isObject(settings) && Object.keys(settings).length > 0) return { driver, id }
      }
      return undefined
    }
    for (let one = next(); one && !this.#isOver; one = next()) {
      tried.add(one.driver)
      const passwords = await this.#ask(one.id)
      if (passwords) this.#known.set(one.driver, passwords)
    }
  }

  async #ask(id: string): Promise<ReadonlySet<string> | undefined> {
    const operation = operationById(this.#connection.generation, 'devices.getDeviceSettingsObj')
    if (!operation) return undefined
    try {
      return passwordSettings(await this.#connection.call(operation, { id }))
    } catch (error) {
      if (error instanceof HubError) return undefined
      throw error
    }
  }
}

const driverOf = ({ driverId }: Item): string => (typeof driverId === 'string' ? driverId : '')
