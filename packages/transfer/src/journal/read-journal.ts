// Reads a journal that somebody else may be writing: nothing is locked and nothing is changed.
import { readFile } from 'node:fs/promises'
import { type JournalState, stateOf } from './journal-state.ts'
import { readLines } from './read-lines.ts'

/**
 * The state that a journal has come to; undefined if there is none.
 * @throws JournalError `corrupt`
 */
export async function readJournal(path: string): Promise<JournalState | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return bytes && stateOf(readLines(bytes).lines)
}
