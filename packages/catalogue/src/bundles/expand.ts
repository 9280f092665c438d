// From the words that somebody asked with (permissions, Athom's scopes, presets) to the
// permissions that a grant would hold on one hub. The result is what is frozen into the grant.
import { GENERATIONS, type Generation } from '../generation.ts'
import { PERMISSIONS } from '../permissions/permissions.ts'
import { REFINING_PERMISSIONS } from '../permissions/refinements.ts'
import { athomScopes, operationsByPermission, ROOT_SCOPE } from './athom-scopes.ts'
import { PRESETS } from './presets.ts'

/** A word that cannot be granted here, and why, in a sentence for whoever typed it. */
export interface Refused {
  readonly word: string
  readonly reason: 'unknown-permission' | 'needs-limits'
  readonly message: string
}

/** What the words come to. */
export interface Expansion {
  /** Sorted, each once. */
  readonly permissions: readonly string[]
  /**
   * Words that are known, but mean nothing on hubs of this generation. A permission among them is
   * granted all the same: a client asks for the same everywhere, and here it opens nothing.
   */
  readonly absent: readonly string[]
  readonly refused: readonly Refused[]
}

const existing = new Map<Generation, ReadonlySet<string>>()

/** The permissions that mean something on hubs of a generation. */
export function permissionsOn(generation: Generation): ReadonlySet<string> {
  const known = existing.get(generation)
  if (known) return known
  const names = new Set(operationsByPermission(generation).keys())
  for (const [name, base] of Object.entries(REFINING_PERMISSIONS)) {
    if (names.has(base)) names.add(name)
  }
  existing.set(generation, names)
  return names
}

/** Expands words into permissions on a generation. Bundles give what of them exists there. */
export function expand(words: readonly string[], generation: Generation): Expansion {
  const permissions = new Set<string>()
  const absent: string[] = []
  const refused: Refused[] = []
  for (const word of new Set(words)) {
    const meant = expandWord(word, generation)
    if ('reason' in meant) refused.push(meant)
    else for (const permission of meant) permissions.add(permission)
    if (!('reason' in meant) && !isHere(word, generation)) absent.push(word)
  }
  return { permissions: [...permissions].sort(), absent, refused }
}

function expandWord(word: string, generation: Generation): Iterable<string> | Refused {
  if (PERMISSIONS.has(word)) return [word]
  const here = permissionsOn(generation)
  const preset = Object.hasOwn(PRESETS, word) ? PRESETS[word] : undefined
  if (preset?.needsLimits) return refuse(word, 'needs-limits')
  if (preset?.permissions === 'every' || word === ROOT_SCOPE) return here
  if (preset) return preset.permissions.filter((permission) => here.has(permission))
  const isScope = GENERATIONS.some((one) => athomScopes(one).has(word))
  if (isScope) return athomScopes(generation).get(word) ?? []
  return refuse(word, 'unknown-permission')
}

function isHere(word: string, generation: Generation): boolean {
  if (PERMISSIONS.has(word)) return permissionsOn(generation).has(word)
  return word === ROOT_SCOPE || Object.hasOwn(PRESETS, word) || athomScopes(generation).has(word)
}

function refuse(word: string, reason: Refused['reason']): Refused {
  const messages: Record<Refused['reason'], string> = {
    'unknown-permission': `"${word}" is no permission, scope or preset. ${suggestion(word)}See: latchkey permissions`,
    'needs-limits': `"${word}" is only safe with limits to what it makes itself, and this version cannot hold a key to them yet. Name the permissions one by one instead.`,
  }
  return { word, reason, message: messages[reason] }
}

function suggestion(word: string): string {
  const near = [...PERMISSIONS.keys(), ...Object.keys(PRESETS)]
    .map((name) => ({ name, distance: distance(word, name) }))
    .filter((one) => one.distance <= Math.max(2, Math.floor(word.length / 4)))
    .sort((a, b) => a.distance - b.distance)[0]
  return near ? `Did you mean "${near.name}"? ` : ''
}

/** How many letters must be put in, left out or changed to get from one word to another. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change))
    }
    row = next
  }
  return row[to.length] ?? 0
}
