// What a driver says of the settings of its devices: which can be set, and which are passwords. Devices
// of one driver with the same settings have the same definitions, so one of them is asked for all.
import { isObject, type JsonObject } from '../json.ts'
import { text, type WhyUnread, whyUnread } from './from-list.ts'
import type { Reading } from './kind.ts'

/** What is defined. */
export interface Definitions {
  /** By id of the setting, its type; undefined where the definitions could not be read. */
  readonly types: ReadonlyMap<string, string> | undefined
  readonly passwords: ReadonlySet<string>
  readonly unread: WhyUnread | undefined
}

/** Nothing is defined, so no setting can be set. */
export const NONE: Definitions = { types: new Map(), passwords: new Set(), unread: undefined }

/** The definitions of a device's settings. Does not throw for what the hub refuses. */
export async function definitionsOf(reading: Reading, device: JsonObject): Promise<Definitions> {
  const { settings } = device
  const names = isObject(settings) ? Object.keys(settings).sort() : []
  if (names.length === 0) return NONE
  const key = `settings ${JSON.stringify([device['driverId'] ?? null, names])}`
  return reading.recall(key, () => ask(reading, text(device['id'])))
}

async function ask({ hub }: Reading, id: string): Promise<Definitions> {
  try {
    return read(await hub.call('devices.getDeviceSettingsObj', { id }))
  } catch (error) {
    return { types: undefined, passwords: new Set(), unread: whyUnread(error) }
  }
}

// Groups of settings hold settings; where exactly is looked at loosely, as drivers differ.
function read(definitions: unknown): Definitions {
  const types = new Map<string, string>()
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(one)
    if (!isObject(value)) return
    const { id, type } = value
    if (typeof id === 'string' && typeof type === 'string' && type !== 'group') types.set(id, type)
    look(value['children'])
  }
  look(isObject(definitions) ? Object.values(definitions) : definitions)
  const passwords = [...types].filter(([, type]) => type === 'password').map(([id]) => id)
  return { types, passwords: new Set(passwords), unread: undefined }
}

/** Whether a setting can be set. A label only shows something, and what nobody declares cannot be. */
export function isDefined({ types }: Definitions, name: string): boolean {
  if (types === undefined) return true
  const type = types.get(name)
  return type !== undefined && type !== 'label'
}
