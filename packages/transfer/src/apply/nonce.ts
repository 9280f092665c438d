// The nonce: a mark in the name of what is being built, by which it is known again when the answer to
// its creation was lost. It stands there until the cutover (reference 3.4).
import { sha256 } from '../snapshot/hash.ts'

/** Names that carry a nonce are kept this short, so that no hub cuts the nonce off. */
const LONGEST = 64
const NONCE = /⟦([0-9a-f]{12})⟧/

/** The nonce of a step in a run: 12 hexadecimal digits, the same whenever it is asked for. */
export function nonceOf(run: string, step: string): string {
  return sha256(`${run} ${step}`).slice(0, 12)
}

/** A name that carries a nonce; the end of a long one is left out, as it comes back with the cutover. */
export function withNonce(name: string, nonce: string): string {
  const mark = ` ⟦${nonce}⟧`
  let short = ''
  for (const letter of name) {
    if (short.length + letter.length > LONGEST - mark.length) break
    short += letter
  }
  // What looks like a nonce already is no nonce of ours.
  return short.replaceAll('⟦', '[').trimEnd() + mark
}

/** The nonce that a name carries, if it does. */
export function nonceIn(name: string | null): string | undefined {
  return name === null ? undefined : NONCE.exec(name)?.[1]
}
