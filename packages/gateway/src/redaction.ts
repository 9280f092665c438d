// Cuts out of a text everything that has the form of a key, ours or a hub's, wherever it came from.
import { KEY_PATTERN, KEY_PREFIX } from './grants/key.ts'

/** A hub's own keys and sessions: user, session, secret (reference 1.3). */
const HUB_KEY = /[0-9a-f-]{36}:[0-9a-f-]{36}:[0-9a-f]{16,}/gi

/** The password in the address of a database. */
const DATABASE_PASSWORD = /\b(postgres(?:ql)?:\/\/[^:@/\s]*):[^@\s]*@/gi

/** The text without keys and passwords. */
export function redact(text: string): string {
  // Both of the others have a colon; most texts have neither.
  if (!text.includes(':') && !text.includes(KEY_PREFIX)) return text
  return text.replace(DATABASE_PASSWORD, '$1:…@').replace(HUB_KEY, '…').replace(KEY_PATTERN, '…')
}
