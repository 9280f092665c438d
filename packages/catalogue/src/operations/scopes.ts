// Athom's scopes: how they are written in the specifications, and which one satisfies which.

/** V2 writes the scopes of options and states as names of constants (reference 4.1). */
const CONSTANTS: Readonly<Record<string, string>> = {
  SYSTEM: 'homey.system',
  SYSTEM_READONLY: 'homey.system.readonly',
  GEOLOCATION: 'homey.geolocation',
  GEOLOCATION_READONLY: 'homey.geolocation.readonly',
  UPDATES: 'homey.updates',
  UPDATES_READONLY: 'homey.updates.readonly',
  USER_READONLY: 'homey.user.readonly',
}

/** A scope as it is granted (`homey.system`), from a scope as a specification writes it. */
export function scopeName(written: string): string {
  return CONSTANTS[written] ?? written
}

/**
 * Whether a session that holds `available` satisfies `required`: the same, or above it on a dot
 * boundary. Siblings do not imply each other (reference 4.2).
 */
export function satisfies(available: string, required: string): boolean {
  return available === required || required.startsWith(`${available}.`)
}
