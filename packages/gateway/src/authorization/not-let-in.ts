// What a client is told that is not let in, or not given what it asks for: the same whether it asks for access, or for
// more of it later.
import { DIRECTORY } from '../clients/review.ts'
import { beyond, boundBy, type Standing } from '../clients/standing.ts'
import { printable } from './words.ts'

/** Of a suspension, before its reason. */
export const SUSPENDED = 'this app is suspended: '

/** Of a client that is not any more what was vouched for. */
export const CHANGED =
  'the name, logo or redirect addresses are not those that were reviewed; submit the manifest again'

/** How many words are named that are too much. */
const NAMED = 5

/** Why nothing at all is done for a client; undefined if it is not suspended. */
export function suspensionOf({ state, suspensions }: Standing): string | undefined {
  if (state !== 'suspended') return undefined
  const { because = '', by = '' } = suspensions[0] ?? {}
  const from = by.startsWith(DIRECTORY) ? `, says the directory ${by.slice(DIRECTORY.length)}` : ''
  return `${SUSPENDED}${printable(because.replace(/\.$/, ''))}${printable(from)}`
}

/** Why a client may not have these; undefined if nobody vouched for it as something else, or for less. */
export function boundProblem(standing: Standing, words: readonly string[]): string | undefined {
  if (standing.isChanged) return CHANGED
  const manifest = boundBy(standing)
  const more = manifest ? beyond(manifest, words) : []
  if (more.length === 0) return undefined
  return `not in the manifest that was reviewed: ${more.slice(0, NAMED).map(printable).join(', ')}`
}
