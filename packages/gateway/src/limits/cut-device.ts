// What of a covered device or zone is shown under `capabilities`, and under a room limit: all else of
// them is shown as it is (docs/decisions/0009, "Answers").
import type { Coverage } from './coverage.ts'
import { isObject, type Json } from './json.ts'
import { parseOwned } from './owner-uri.ts'

/** A device with only its covered capabilities. */
export function cutDevice(device: Json, coverage: Coverage): Json {
  if (coverage.limits.capabilities === undefined) return device
  const shows = (id: unknown): boolean => typeof id === 'string' && coverage.coversCapability(id)
  const { energyObj, ...rest } = device
  const kept: Record<string, unknown> =
    shows('measure_power') && 'energyObj' in device ? { ...rest, energyObj } : rest
  for (const name of ['capabilities', 'insights', 'capabilitiesObj', 'capabilitiesOptions']) {
    if (name in device) kept[name] = onlyShown(device[name], shows)
  }
  if ('ui' in device) kept['ui'] = cutUi(device['ui'], shows)
  return kept
}

type Shows = (id: unknown) => boolean

// Lists of ids, lists of objects with an id, or maps by id. What is none of these shows nothing.
function onlyShown(value: unknown, shows: Shows): unknown {
  if (Array.isArray(value)) {
    return value.filter((one) => shows(isObject(one) ? capabilityOf(one['id']) : one))
  }
  if (!isObject(value)) return null
  return Object.fromEntries(Object.entries(value).filter(([id]) => shows(id)))
}

// A log of a device is called by its capability, or by its owner and its capability.
function capabilityOf(id: unknown): unknown {
  return typeof id === 'string' ? (parseOwned(id)?.name ?? id) : id
}

function cutUi(ui: unknown, shows: Shows): unknown {
  if (!isObject(ui)) return null
  const { quickAction, components } = ui
  return {
    ...ui,
    ...('quickAction' in ui && { quickAction: shows(quickAction) ? quickAction : null }),
    ...('components' in ui && { components: cutComponents(components, shows) }),
  }
}

function cutComponents(components: unknown, shows: Shows): unknown {
  if (!Array.isArray(components)) return []
  return components.flatMap((component) => {
    if (!isObject(component)) return []
    const { capabilities } = component
    const left = Array.isArray(capabilities) ? capabilities.filter((one) => shows(one)) : []
    return left.length === 0 ? [] : [{ ...component, capabilities: left }]
  })
}

/** A zone without what is active in it and not covered. */
export function cutZone(zone: Json, coverage: Coverage): Json {
  if (!coverage.limits.room || !('activeOrigins' in zone)) return zone
  const { activeOrigins } = zone
  const list = Array.isArray(activeOrigins) ? activeOrigins : []
  return { ...zone, activeOrigins: list.filter((one) => isShownOrigin(one, coverage)) }
}

function isShownOrigin(origin: unknown, coverage: Coverage): boolean {
  if (typeof origin !== 'string' || !origin.startsWith('homey:device:')) return false
  const owned = parseOwned(origin)
  return owned !== undefined && coverage.coversOwner(owned.uri, owned.name)
}
