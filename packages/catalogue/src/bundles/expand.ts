// From the words that somebody asked with (permissions, Athom's scopes, presets) to the
// permissions that a grant would hold on one hub. The result is what is frozen into the grant.
import { GENERATION_NAMES, type Generation } from '../generation.ts'
import { PERMISSIONS } from '../permissions/permissions.ts'
import { REFINING_PERMISSIONS } from '../permissions/refinements.ts'
import { athomScopes, operationsByPermission, ROOT_SCOPE } from './athom-scopes.ts'
import { PRESETS } from './presets.ts'

/** A word that cannot be granted here, and why, in a sentence for whoever typed it. */
export interface Refused {
  readonly word: string
  readonly reason: 'unknown-permission' | 'not-on-this-hub' | 'needs-limits'
  readonly message: string
}

/** What the words come to. */
export interface Expansion {
  /** Sorted, each once. */
  readonly permissions: readonly string[]
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
  const refused: Refused[] = []
  for (const word of new Set(words)) {
    const meant = expandWord(word, generation)
    if ('reason' in meant) refused.push(meant)
    else for (const permission of meant) permissions.add(permission)
  }
  return { permissions: [...permissions].sort(), refused }
}

function expandWord(word: string, generation: Generation): Iterable<string> | Refused {
  const here = permissionsOn(generation)
  if (here.has(word)) return [word]
  const preset = PRESETS[word]
  if (preset?.needsLimits) return refuse(word, 'needs-limits', generation)
  if (preset?.permissions === 'every' || word === ROOT_SCOPE) return here
  if (preset) return preset.permissions.filter((permission) => here.has(permission))
  const scope = athomScopes(generation).get(word)
  if (scope) return scope
  return refuse(word, isKnownSomewhere(word) ? 'not-on-this-hub' : 'unknown-permission', generation)
}

function isKnownSomewhere(word: string): boolean {
  return (
    PERMISSIONS.has(word) ||
    (['pro-2019', 'pro-2023', 'cloud'] as const).some((one) => athomScopes(one).has(word))
  )
}

function refuse(word: string, reason: Refused['reason'], generation: Generation): Refused {
  const hub = GENERATION_NAMES[generation]
  const messages: Record<Refused['reason'], string> = {
    'unknown-permission': `"${word}" is no permission, scope or preset. ${suggestion(word)}See: latchkey permissions`,
    'not-on-this-hub': `"${word}" does not exist on ${hub}.`,
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
