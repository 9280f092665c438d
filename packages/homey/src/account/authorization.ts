// The way of a code from Athom's page back to here: to a loopback address that listens, or pasted by
// the owner from the browser's address bar. What does not carry the state that was sent is refused.
import { timingSafeEqual } from 'node:crypto'
import { HubError } from '../hub-error.ts'

/** How long a code lasts, in milliseconds (reference 1.1). */
export const CODE_LIFE = 30_000

/**
 * The code in the address that the browser was sent to; a bare code does not do, because its state
 * cannot be checked.
 * @throws HubError `account_refused` if the owner said no, or the state is another.
 */
export function codeFromRedirect(address: string, state: string): string {
  const bad = (why: string): HubError => new HubError('account_refused', why)
  const trimmed = address.trim()
  if (!URL.canParse(trimmed)) {
    throw bad('Paste the whole address that the browser was sent to: http://localhost…?code=…')
  }
  const query = new URL(trimmed).searchParams
  const said = Buffer.from(query.get('state') ?? '')
  const sent = Buffer.from(state)
  if (said.length !== sent.length || !timingSafeEqual(said, sent)) {
    throw bad('This answer belongs to another login. Begin again.')
  }
  const code = query.get('code')
  if (code) return code
  throw bad('Athom gave no permission. Begin again, and choose Allow.')
}
