// Text that a stranger wrote, made fit to be kept and shown: one line, nothing that is not seen or turns the direction
// of writing, nothing that a terminal or log obeys, no keys, and not too long.
import { redact } from '../redaction.ts'

/** The longest reason that is kept, in characters. */
export const MAX_REASON = 500

/** Marks piled on one letter cover the lines around it. */
const PILED = /(\p{M}{3})\p{M}+/gu

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u3164\uffa0\u115f\u1160\u2800]/gu

/** The text as it is kept; what does not fit is cut, and an ellipsis says so. */
export function strangersText(text: string, most = MAX_REASON): string {
  const clean = redact(
    text
      .slice(0, most * 8)
      .toWellFormed()
      .normalize('NFC')
      .replace(/[\t\n\r ]+/g, ' ')
      .replace(UNSEEN, '\ufffd')
      .replace(PILED, '$1')
      .trim(),
  )
  const letters = [...clean]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : clean
}
