// Whether an owner said in the proper way that they want to give full control: at the machine itself by a word of its
// own, over TCP with a fresh sign-in and the typed phrase, as on the red page of consent.
import { LANGUAGES, TEXTS } from '../pages/texts.ts'
import type { Caller } from './caller.ts'

/** How long after signing in an owner need not do so again, in milliseconds. */
export const FRESH = 5 * 60_000

/** Whether the phrase was typed, in either language. */
export function isPhrase(typed = ''): boolean {
  const words = typed.trim().replace(/\s+/g, ' ').toLowerCase()
  return LANGUAGES.some((language) => words === TEXTS.fullPhrase[language])
}

/** Whether an owner signed in just now. */
export const isFresh = ({ owner, ...caller }: Caller, now: number): boolean =>
  owner !== undefined && 'session' in caller && now - caller.session.createdAt < FRESH

/** Whether full control is confirmed. */
export function isConfirmed(
  caller: Caller,
  {
    fullControl,
    typed,
  }: { readonly fullControl?: true | undefined; readonly typed?: string | undefined },
  now: number,
): boolean {
  if (caller.owner === undefined) return fullControl === true
  return isFresh(caller, now) && isPhrase(typed)
}
