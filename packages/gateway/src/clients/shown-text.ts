// What a client says of itself, as text that people are shown: nothing that turns the page round, hides something
// or looks like a mark of trust.

/** What is taken out. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]|\p{Extended_Pictographic}/gu

/** The text as it is shown, at most so long. */
export function shownText(text: string, longest: number): string {
  const plain = text.normalize('NFKC').replace(HIDDEN, '').replace(/\s+/g, ' ').trim()
  return [...plain].slice(0, longest).join('').trim()
}

/** Whether a text is shown as it stands. */
export const isShownWhole = (text: string): boolean =>
  shownText(text, Number.POSITIVE_INFINITY) === text
