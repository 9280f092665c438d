// From the bytes of a journal to its lines. The end of the last line may be missing, since a process can
// die while it writes; anything else that is not as it was written is refused.
import { isObject } from '../json.ts'
import { sha256 } from '../snapshot/hash.ts'
import type { JournalLine } from './journal.ts'
import { JournalError } from './journal-error.ts'
import { isJournalLine } from './journal-schema.ts'

/** What `prev` of the first line says. */
export const FIRST = '0'.repeat(64)

/** The lines, and how many bytes of the file they are. */
export interface JournalText {
  readonly lines: readonly JournalLine[]
  readonly length: number
  /** SHA-256 of the last line. */
  readonly last: string
}

/**
 * Reads the text of a journal. What follows the last end of a line was not announced to anybody and
 * does not count. @throws JournalError `corrupt`, with the number of the line
 */
export function readLines(bytes: Buffer): JournalText {
  const whole = bytes.lastIndexOf(0x0a) + 1
  const texts = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1)
  let last = FIRST
  const lines = texts.map((text, at): JournalLine => {
    const line = parsed(text)
    if (!line || line.seq !== at + 1 || line.prev !== last) {
      throw new JournalError(
        'corrupt',
        `Line ${at + 1} of the journal is not what was written there. Take back a copy of the ` +
          'file, or look at the target and begin anew.',
      )
    }
    last = sha256(text)
    return line
  })
  return { lines, length: whole, last }
}

function parsed(text: string): JournalLine | undefined {
  try {
    const line: unknown = JSON.parse(text)
    return isObject(line) && isJournalLine(line) ? line : undefined
  } catch {
    return undefined
  }
}
