// A hub's generation as it was stored, read back.
import { type Generation, isGeneration } from '@latchkey/catalogue'

/** @throws Error if a newer Latchkey stored one that this one does not know. */
export function storedGeneration(text: string): Generation {
  if (isGeneration(text)) return text
  throw new Error(`The database holds a hub of a generation that is unknown here: ${text}`)
}
