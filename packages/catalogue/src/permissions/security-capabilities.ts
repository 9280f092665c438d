// Which capabilities keep a house shut: to write one needs `security-device:control` besides
// `device:control`. Apps invent their own names, so the words in a name decide; a word too many
// costs an owner one more tick, a word too few an open door.

const SECURITY_WORDS: ReadonlySet<string> = new Set([
  'lock',
  'locked',
  'unlock',
  'unlocked',
  'latch',
  'unlatch',
  'bolt',
  'deadbolt',
  'doorlock',
  'smartlock',
  'door',
  'dooropener',
  'opener',
  'garage',
  'garagedoor',
  'gate',
  'homealarm',
  'arm',
  'armed',
  'disarm',
  'disarmed',
  'siren',
  'alarm',
  'security',
])

/**
 * Whether a capability (`locked`, `garagedoor_closed`, `locked.back`, `doorLock`) moves what keeps a
 * house shut.
 */
export function isSecurityCapability(capability: string): boolean {
  return capability
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => SECURITY_WORDS.has(word))
}
