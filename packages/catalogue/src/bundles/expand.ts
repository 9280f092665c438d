// From the words that somebody asked with (permissions, Athom's scopes, presets) to the
// permissions that a grant would hold on one hub. The result is what is frozen into the grant.
import { GENERATIONS, type Generation } from '../generation.ts'
import type { Limits } from '../limits/limits.ts'
import { PERMISSIONS } from '../permissions/permissions.ts'
import { REFINING_PERMISSIONS } from '../permissions/refinements.ts'
import { athomScopes, operationsByPermission, ROOT_SCOPE } from './athom-scopes.ts'
import { nearest } from './nearest.ts'
import { PRESETS } from './presets.ts'

/** A word that cannot be granted here, and why, in a sentence for whoever typed it. */
export interface Refused {
  readonly word: string
  readonly reason: 'unknown-permission'
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
  /** Limits that the presets among the words bring along; null where none does. */
  readonly limits: Limits | null
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
  const brought: Limits[] = []
  for (const word of new Set(words)) {
    const meant = expandWord(word, generation)
    if ('reason' in meant) refused.push(meant)
    else for (const permission of meant) permissions.add(permission)
    if (!('reason' in meant) && !isHere(word, generation)) absent.push(word)
    const preset = Object.hasOwn(PRESETS, word) ? PRESETS[word] : undefined
    if (preset?.limits) brought.push(preset.limits)
  }
  const limits: Limits = Object.assign({}, ...brought)
  const sorted = [...permissions].sort()
  return { permissions: sorted, absent, refused, limits: brought.length > 0 ? limits : null }
}

function expandWord(word: string, generation: Generation): Iterable<string> | Refused {
  if (PERMISSIONS.has(word)) return [word]
  const here = permissionsOn(generation)
  const preset = Object.hasOwn(PRESETS, word) ? PRESETS[word] : undefined
  if (preset?.permissions === 'every' || word === ROOT_SCOPE) return here
  if (preset) return preset.permissions.filter((permission) => here.has(permission))
  const isScope = GENERATIONS.some((one) => athomScopes(one).has(word))
  if (isScope) return athomScopes(generation).get(word) ?? []
  return unknown(word)
}

function isHere(word: string, generation: Generation): boolean {
  if (PERMISSIONS.has(word)) return permissionsOn(generation).has(word)
  return word === ROOT_SCOPE || Object.hasOwn(PRESETS, word) || athomScopes(generation).has(word)
}

function unknown(word: string): Refused {
  const [near] = nearest(word, [...PERMISSIONS.keys(), ...Object.keys(PRESETS)], 1)
  const suggestion = near === undefined ? '' : `Did you mean "${near}"? `
  const message = `"${word}" is no permission, scope or preset. ${suggestion}See: latchkey permissions`
  return { word, reason: 'unknown-permission', message }
}
