// The words that a client may ask with: permissions, presets and Athom's scopes. What is none of them is refused
// by name, never dropped: a client must not believe that it has what nobody knows.
import {
  athomScopes,
  expand,
  GENERATIONS,
  PERMISSIONS,
  PRESETS,
  ROOT_SCOPE,
} from '@latchkey/catalogue'

/** A word that asks for no permission: refresh tokens are given to every client that may have them. */
const NO_PERMISSION: ReadonlySet<string> = new Set(['offline_access'])

/** How many words a request may have. */
const MAX_WORDS = 500

let everything: string | undefined

/** All words that mean something on some Homey, as one scope. */
export function everyWord(): string {
  everything ??= [
    ...new Set([
      ...PERMISSIONS.keys(),
      ...Object.keys(PRESETS),
      ROOT_SCOPE,
      ...GENERATIONS.flatMap((one) => [...athomScopes(one).keys()]),
    ]),
  ].join(' ')
  return everything
}

/** The words of a scope that ask for something. */
export function wordsOf(scope: string | undefined): readonly string[] {
  return [...new Set((scope ?? '').split(' '))].filter(
    (word) => word !== '' && !NO_PERMISSION.has(word),
  )
}

/** Why words cannot be asked for, in a sentence for their developer; undefined if they can. */
export function problemOf(words: readonly string[]): string | undefined {
  if (words.length > MAX_WORDS) return `at most ${MAX_WORDS} scopes can be asked for at once`
  const [generation] = GENERATIONS
  // An unknown word is unknown on every generation of Homey.
  const { refused } = expand(words, generation ?? 'pro-2023')
  const shown = refused.slice(0, 5).map(({ word }) => printable(word).slice(0, 60))
  return shown.length === 0 ? undefined : `no such permission, preset or scope: ${shown.join(', ')}`
}

// What stands in an error description may hold no quotes and nothing that is not ASCII (RFC 6749, 5.2).
export const printable = (word: string): string =>
  word.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 200)
