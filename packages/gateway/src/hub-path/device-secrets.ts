// Which settings of devices are secrets: those that the driver defines as passwords, and those
// whose name says so. What is unknown counts as a secret, so that nothing is shown by mistake.
import { operationById } from '@latchkey/catalogue'
import { type HubConnection, HubError } from '@latchkey/homey'

const SECRET_NAME =
  /pass(?:word|wd|phrase|code)?(?![a-z])|secret|token|api_?key|private_?key|credential/i

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a setting's name says that it is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** The ids of password settings in a list of definitions; groups hold definitions of their own. */
export function passwordSettings(definitions: unknown): Set<string> {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(one)
    else if (isObject(value)) {
      if (value['type'] === 'password' && typeof value['id'] === 'string') found.add(value['id'])
      for (const one of Object.values(value)) if (typeof one === 'object') look(one)
    }
  }
  look(definitions)
  return found
}

/** How many drivers are asked for at once: on a slow hub the line must not be full of them. */
const LANES = 4

type Passwords = ReadonlySet<string> | undefined

/**
 * Knows the password settings of each driver of one hub; asks the hub once for each. Until a driver is known,
 * each setting of its devices that is text is withheld.
 */
export class DeviceSecrets {
  readonly #connection: HubConnection
  readonly #known = new Map<string, ReadonlySet<string>>()
  readonly #asking = new Map<string, Promise<Passwords>>()
  readonly #lanes: Promise<unknown>[] = []
  #turn = 0
  #learning: Promise<void> | undefined
  #isOver = false

  constructor(connection: HubConnection) {
    this.#connection = connection
  }

  /** Changes whenever more is known, and with it what is withheld. */
  get version(): number {
    return this.#known.size
  }

  /** A device without the secrets among its settings. Asks for its driver if it is not known. */
  async cut(device: Json): Promise<Json> {
    if (!hasSettings(device)) return device
    return withoutSecrets(device, await this.#passwords(device))
  }

  /** The same by what is known now: nothing is asked. */
  cutNow(device: Json): Json {
    if (!hasSettings(device)) return device
    return withoutSecrets(device, this.#known.get(driverOf(device) ?? ''))
  }

  /**
   * Learns the drivers of these devices that are not known yet, in the background; resolves when it has tried
   * them all.
   */
  learn(devices: () => Iterable<Json>): Promise<void> {
    this.#learning ??= this.#learn(devices).finally(() => {
      this.#learning = undefined
    })
    return this.#learning
  }

  /** Learns no more in the background. */
  close(): void {
    this.#isOver = true
  }

  // One after the other: on a slow hub the line must not be full of questions that nobody waits for.
  async #learn(devices: () => Iterable<Json>): Promise<void> {
    const tried = new Set<string>()
    const next = () => {
      for (const device of devices()) {
        const driver = driverOf(device)
        if (driver === undefined || tried.has(driver) || this.#known.has(driver)) continue
        if (typeof device['id'] === 'string' && hasSettings(device)) return { driver, device }
      }
      return undefined
    }
    for (let one = next(); one && !this.#isOver; one = next()) {
      tried.add(one.driver)
      await this.#passwords(one.device)
    }
  }

  #passwords(device: Json): Promise<Passwords> {
    const { id } = device
    const driver = driverOf(device)
    if (typeof id !== 'string' || driver === undefined) return Promise.resolve(undefined)
    const known = this.#known.get(driver)
    if (known !== undefined) return Promise.resolve(known)
    const asking = this.#asking.get(driver) ?? this.#inTurn(() => this.#ask(id, driver))
    this.#asking.set(driver, asking)
    return asking
  }

  #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const lane = this.#turn++ % LANES
    const asked = (this.#lanes[lane] ?? Promise.resolve()).then(ask)
    this.#lanes[lane] = asked.catch(() => undefined)
    return asked
  }

  // What could not be asked now is asked again by whoever wants it next.
  async #ask(id: string, driver: string): Promise<Passwords> {
    const operation = operationById(this.#connection.generation, 'devices.getDeviceSettingsObj')
    if (!operation) return undefined
    try {
      const passwords = passwordSettings(await this.#connection.call(operation, { id }))
      this.#known.set(driver, passwords)
      return passwords
    } catch (error) {
      if (error instanceof HubError) return undefined
      throw error
    } finally {
      this.#asking.delete(driver)
    }
  }
}

const hasSettings = ({ settings }: Json): boolean =>
  isObject(settings) && Object.keys(settings).length > 0

function withoutSecrets(device: Json, passwords: Passwords): Json {
  const kept = Object.entries(device['settings'] ?? {}).filter(
    ([name, value]) =>
      !isSecretName(name) && (passwords ? !passwords.has(name) : typeof value !== 'string'),
  )
  return { ...device, settings: Object.fromEntries(kept) }
}

// Dumps of state are as the hub wrote them, and a V2 hub calls the drivers of two apps alike.
function driverOf({ driverUri, driverId }: Json): string | undefined {
  if (typeof driverId !== 'string') return undefined
  return typeof driverUri === 'string' ? `${driverUri}:${driverId}` : driverId
}
