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

/** Knows the password settings of each driver of one hub; asks the hub once for each. */
export class DeviceSecrets {
  readonly #connection: HubConnection
  readonly #byDriver = new Map<string, Promise<ReadonlySet<string> | undefined>>()
  readonly #lanes: Promise<unknown>[] = []
  #turn = 0

  constructor(connection: HubConnection) {
    this.#connection = connection
  }

  /** The settings without the secrets among them. */
  async cut(device: Json): Promise<Json> {
    const { settings } = device
    if (!isObject(settings) || Object.keys(settings).length === 0) return device
    const passwords = await this.#passwords(device)
    const kept = Object.entries(settings).filter(
      ([name, value]) =>
        !isSecretName(name) && (passwords ? !passwords.has(name) : typeof value !== 'string'),
    )
    return { ...device, settings: Object.fromEntries(kept) }
  }

  #passwords(device: Json): Promise<ReadonlySet<string> | undefined> {
    const { id } = device
    const driver = driverOf(device)
    if (typeof id !== 'string' || driver === undefined) return Promise.resolve(undefined)
    const known = this.#byDriver.get(driver)
    if (known !== undefined) return known
    const asked = this.#inTurn(() => this.#ask(id))
    this.#byDriver.set(driver, asked)
    return asked.then((found) => {
      if (!found) this.#byDriver.delete(driver)
      return found
    })
  }

  #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const lane = this.#turn++ % LANES
    const asked = (this.#lanes[lane] ?? Promise.resolve()).then(ask)
    this.#lanes[lane] = asked.catch(() => undefined)
    return asked
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

// Dumps of state are as the hub wrote them, and a V2 hub calls the drivers of two apps alike.
function driverOf({ driverUri, driverId }: Json): string | undefined {
  if (typeof driverId !== 'string') return undefined
  return typeof driverUri === 'string' ? `${driverUri}:${driverId}` : driverId
}
