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
])

/** Whether a capability (`locked`, `garagedoor_closed`, `locked.back`) moves what keeps a house shut. */
export function isSecurityCapability(capability: string): boolean {
  return capability
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => SECURITY_WORDS.has(word))
}
