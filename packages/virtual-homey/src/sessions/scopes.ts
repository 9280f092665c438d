// When a scope that someone has suffices for a scope that is asked. A scope covers all that lie below
// it: `homey` everything, `homey.zone` also `homey.zone.readonly`; siblings never cover each other.
import type { Role } from '../state/items.ts'

/** True if `held` suffices where `required` is asked. A `:suffix` must be the same on both. */
export function covers(held: string, required: string): boolean {
  const [heldName = '', heldSuffix] = held.split(':')
  const [requiredName = '', requiredSuffix] = required.split(':')
  if (requiredSuffix !== undefined && heldSuffix !== requiredSuffix) return false
  return requiredName === heldName || requiredName.startsWith(`${heldName}.`)
}

/** True if some held scope covers each required one. */
export function coversAll(held: readonly string[], required: readonly string[]): boolean {
  return required.every((scope) => held.some((one) => covers(one, scope)))
}

/** The part of the requested scopes that is also granted; of two nested scopes the narrower stays. */
export function intersect(requested: readonly string[], granted: readonly string[]): string[] {
  const both = [
    ...requested.filter((scope) => granted.some((one) => covers(one, scope))),
    ...granted.filter((scope) => requested.some((one) => covers(one, scope))),
  ]
  return [...new Set(both)]
}

/**
 * What a role may do. What real hubs grant below the owner is not public; this follows what their
 * apps let each role do: a manager configures all, a user lives with it, a guest only operates it.
 * `resource` opens nothing here; sessions of Athom's own programs are known to keep it.
 */
const GUEST = [
  'homey.device.readonly',
  'homey.device.control',
  'homey.zone.readonly',
  'homey.flow.readonly',
  'homey.flow.start',
  'homey.mood.readonly',
  'homey.mood.set',
  'homey.presence.readonly',
  'homey.presence.self',
  'homey.user.readonly',
  'homey.user.self',
]
export const ROLE_SCOPES: Readonly<Record<Role, readonly string[]>> = {
  owner: ['resource', 'homey'],
  manager: ['resource', 'homey'],
  user: [
    ...GUEST,
    'homey.alarm',
    'homey.app.readonly',
    'homey.dashboard',
    'homey.energy.readonly',
    'homey.flow',
    'homey.insights.readonly',
    'homey.logic',
    'homey.mood',
    'homey.notifications',
    'homey.system.readonly',
  ],
  guest: GUEST,
}
