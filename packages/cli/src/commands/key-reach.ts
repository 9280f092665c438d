// What a key reaches, in words for people: what it does itself, what follows because the home reacts, and
// where nobody can see what follows.
import type { ReachView } from '@latchkey/gateway'
import { oneLine } from '../terminal.ts'

/** A reach as text, to stand below the key. */
export function reachText(reach: ReachView): string {
  if (!reach.known) return `\nreach: ${oneLine(reach.message)}`
  const { en: words } = reach.words
  const parts = [
    ...headed('It can do everything, by', words.everything),
    ...headed('Directly it', words.directly),
    ...headed('Besides it reaches', words.because),
    ...headed('What follows here cannot be seen, and may be anything', words.unseen),
  ]
  const lines = parts.length === 0 ? ['', 'It moves nothing in this home.'] : parts
  return ['', `reach: ${reach.danger}`, ...lines].join('\n')
}

function headed(heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  return ['', `${heading}:`, ...lines.map((line) => `  ${oneLine(line)}`)]
}
