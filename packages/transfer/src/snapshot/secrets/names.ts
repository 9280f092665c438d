// Names of members that say that what they hold is a secret. They are read word by word: `apiKey` and
// `api_key` are one name, and a `keyboard` is none.
import type { Secrecy } from '../../kinds/kind.ts'

/** Words that mean nothing else, alone or among others. */
const ALWAYS: ReadonlySet<string> = new Set([
  ...['password', 'passwords', 'passwd', 'passphrase', 'passcode', 'pwd', 'secret', 'secrets'],
  ...['psk', 'bearer', 'credential', 'credentials', 'cookie', 'cookies', 'apikey', 'apikeys'],
  ...['authorization', 'pincode', 'pin', 'pins', 'accesstoken', 'refreshtoken', 'clientsecret'],
])

/** Words that are a secret in the settings of apps and devices; in a flow a key is one on a remote. */
const IN_SETTINGS: ReadonlySet<string> = new Set([
  ...['pass', 'token', 'tokens', 'key', 'keys', 'auth', 'session', 'webhook', 'webhooks', 'otp'],
])

/** Two words that are a secret together, wherever they stand. */
const TOGETHER =
  /^(?:api|app|access|auth|private|secret|shared|network|encryption|client|refresh|session|bearer|id|user|device|link|security|install|webhook|web)[ ](?:keys?|tokens?|pass|codes?)$/

/** What is called a code and opens something. */
const CODES = /^(?:user|lock|access|alarm|door|entry|security)[ ]codes?$/

/** Whether a name says so. */
export function isTelling(name: string, secrecy: Secrecy): boolean {
  if (secrecy === 'none') return false
  const words = wordsOf(name)
  if (words.some((word) => ALWAYS.has(word))) return true
  if (secrecy === 'settings' && words.some((word) => IN_SETTINGS.has(word))) return true
  return words.some((_, at) => {
    const two = words.slice(at, at + 2).join(' ')
    return TOGETHER.test(two) || CODES.test(two)
  })
}

function wordsOf(name: string): string[] {
  return name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
