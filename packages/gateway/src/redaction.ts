// Cuts out of a text everything that has the form of a key, ours or a hub's, wherever it came from.
import { withoutKeys } from '@latchkey/homey'
import { KEY_PATTERN, KEY_PREFIX } from './grants/key.ts'

/** The password in the address of a database. */
const DATABASE_PASSWORD = /\b(postgres(?:ql)?:\/\/[^:@/\s]*):[^@\s]*@/gi

/** The text without keys and passwords. */
export function redact(text: string): string {
  // All others than ours have a colon; most texts have neither.
  if (!text.includes(':') && !text.includes(KEY_PREFIX)) return text
  return withoutKeys(text).replace(DATABASE_PASSWORD, '$1:…@').replace(KEY_PATTERN, '…')
}
