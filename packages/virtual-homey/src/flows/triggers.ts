// Which cards fire when something happens, with the values of their tokens. A card that has arguments
// fires only where a flow has it with arguments that fit.
import { ACTIVE_WHEN_TRUE, activeOriginsOf } from '../behaviours/zones.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import type { CapabilityEvent, HubEvent, ItemEvent } from '../state/events.ts'
import { all, type Hub, lookUp } from '../state/hub.ts'
import type { User, Variable } from '../state/items.ts'

/** A trigger card that fires. */
export interface Firing {
  readonly cardId: string
  readonly tokens: Readonly<JsonRecord>
  readonly fits?: (args: Readonly<JsonRecord>) => boolean
}

/** The cards that an event fires. */
export function firingsOf(hub: Hub, event: HubEvent): Firing[] {
  if (event.type === 'capability') {
    return [...capabilityFirings(event), ...zoneFirings(hub, event)]
  }
  if (event.type !== 'item' || event.change !== 'update') return []
  if (event.kind === 'variables') return variableFirings(lookUp(hub, 'variables', event.id), event)
  if (event.kind === 'users') return presenceFirings(hub, lookUp(hub, 'users', event.id), event)
  return []
}

/** The id in an argument that was picked from a list; `undefined` if nothing was. */
export function pickedId(args: Readonly<JsonRecord>, name: string): unknown {
  const picked = args[name]
  return isRecord(picked) ? picked['id'] : undefined
}

// Writing the value that was there already is no change.
function capabilityFirings({ deviceId, capabilityId, value, before }: CapabilityEvent): Firing[] {
  if (value === before) return []
  const card = `homey:device:${deviceId}:${capabilityId}`
  if (typeof value === 'boolean') return [{ cardId: `${card}_${value}`, tokens: {} }]
  return [{ cardId: `${card}_changed`, tokens: { [capabilityId]: value } }]
}

// A zone is active from the first sensor that notices something to the last that still does.
function zoneFirings(hub: Hub, event: CapabilityEvent): Firing[] {
  const { deviceId, capabilityId, value, before } = event
  if (value === before || !ACTIVE_WHEN_TRUE.includes(capabilityId)) return []
  const zone = lookUp(hub, 'devices', deviceId)?.zone
  if (zone === undefined) return []
  const others = activeOriginsOf(hub, zone).length - (value === true ? 1 : 0)
  const card = `homey:zone:${zone}:${value === true ? 'activated' : 'deactivated'}`
  return others === 0 ? [{ cardId: card, tokens: {} }] : []
}

function variableFirings(variable: Variable | undefined, { members }: ItemEvent): Firing[] {
  if (!variable || !members.includes('value')) return []
  return [
    {
      cardId: 'homey:manager:logic:variable_changed',
      tokens: { variable: variable.value },
      fits: (args) => pickedId(args, 'variable') === variable.id,
    },
  ]
}

function presenceFirings(hub: Hub, user: User | undefined, { members }: ItemEvent): Firing[] {
  if (!user) return []
  const tokens = { user: user.name ?? '' }
  const firing = (name: string) => ({ cardId: `homey:manager:presence:${name}`, tokens })
  const others = all(hub, 'users').some((other) => other.id !== user.id && other.present)
  return [
    ...(members.includes('present')
      ? [
          firing(user.present ? 'user_enter' : 'user_leave'),
          ...(others ? [] : [firing(user.present ? 'first_user_entered' : 'last_user_left')]),
        ]
      : []),
    ...(members.includes('asleep') ? [firing(user.asleep ? 'user_asleep' : 'user_awake')] : []),
  ]
}
