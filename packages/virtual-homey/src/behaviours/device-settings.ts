// Settings of a device against their definitions: only settings that the driver declares can be
// set, and only to a value of their type.
import { invalid } from '../hub-error.ts'
import type { JsonRecord } from '../json.ts'
import type { Hub } from '../state/hub.ts'
import type { Device, SettingDefinition } from '../state/items.ts'

/** The settings, if all may be set. @throws HubError 400 that names the first one that may not. */
export function checkSettings(hub: Hub, device: Device, settings: JsonRecord): JsonRecord {
  const definitions = flat(hub.state.settingDefinitions[device.id] ?? [])
  for (const [id, value] of Object.entries(settings)) {
    const definition = definitions.find((candidate) => candidate.id === id)
    if (!definition) throw invalid(`Unknown Setting: ${id}`)
    if (!accepts(definition, value)) throw invalid(`Invalid Value For Setting: ${id}`)
  }
  return settings
}

function flat(definitions: readonly SettingDefinition[]): SettingDefinition[] {
  return definitions.flatMap((definition) =>
    definition.type === 'group' ? flat(definition.children ?? []) : [definition],
  )
}

const ACCEPTS: Readonly<
  Record<SettingDefinition['type'], (value: unknown, definition: SettingDefinition) => boolean>
> = {
  group: () => false,
  label: (value) => typeof value === 'string',
  text: (value) => typeof value === 'string',
  password: (value) => typeof value === 'string',
  checkbox: (value) => typeof value === 'boolean',
  number: (value, { min = -Infinity, max = Infinity }) =>
    typeof value === 'number' && value >= min && value <= max,
  dropdown: (value, { values = [] }) => values.some((option) => option.id === value),
}

function accepts(definition: SettingDefinition, value: unknown): boolean {
  return ACCEPTS[definition.type](value, definition)
}
