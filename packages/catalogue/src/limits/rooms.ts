// What limits mean for permissions as a whole: whether they bound by rooms, and which permissions no room
// can bound, because what they open is the house's (docs/decisions/0009, "Free").
import type { Limits } from './limits.ts'

/** Whether limits bound by zones, devices or capabilities: the room limit of decision 9. */
export function isRoomLimit({ zones, devices, capabilities, except }: Limits): boolean {
  return [zones, devices, capabilities, except].some((one) => one !== undefined)
}

/** Permissions that no limit to rooms and devices bounds. */
export const FREE_OF_ROOMS: ReadonlySet<string> = new Set([
  ...['alarm:create', 'alarm:delete', 'alarm:read', 'alarm:update'],
  ...['driver:read', 'icon:read', 'weather:read', 'widget:read'],
  ...['audio:play', 'audio:read', 'audio:update'],
  ...['auto-update:read', 'auto-update:update', 'update-settings:read', 'update-settings:update'],
  ...['energy-price:read', 'energy-price:update', 'experiment:read', 'update:read', 'system:read'],
  ...['google-sync:read', 'google-sync:update', 'language:read', 'language:update'],
  ...['led-ring:read', 'led-ring:update', 'location:read', 'location:update'],
  ...['own-presence:update', 'presence:read', 'presence:update', 'profile:read', 'profile:update'],
  ...['speech:play', 'speech:read', 'speech:say', 'speech:update', 'user:read'],
])

/** The permissions that write what Flows do: with these `drafts` means something. */
export const WRITES_FLOWS: readonly string[] = [
  'flow:create',
  'flow:update',
  'advanced-flow:create',
  'advanced-flow:update',
]
