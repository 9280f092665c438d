// Gives every operation of the hub its permission, or one of the two classes without one. What
// no rule and no row covers gets nothing, and what has nothing is denied.
import { EXCEPTIONS } from './exceptions.ts'
import { RESOURCES } from './resources.ts'
import { ALWAYS, WITHHELD } from './withheld.ts'

/** What an operation needs. */
export type Requirement =
  | { readonly class: 'permission'; readonly permission: string }
  | { readonly class: 'always' }
  | { readonly class: 'withheld'; readonly because: string }

const ACTIONS: Readonly<Record<string, string>> = {
  get: 'read',
  fetch: 'read',
  create: 'create',
  update: 'update',
  set: 'update',
  unset: 'update',
  delete: 'delete',
}

const VERB_AND_NOUN = new RegExp(`^(${Object.keys(ACTIONS).join('|')})(?=[A-Z0-9])(.+)$`)

function singular(noun: string): string {
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`
  return noun.endsWith('s') && !noun.endsWith('ss') ? noun.slice(0, -1) : noun
}

function resourceOf(manager: string, noun: string): string | undefined {
  const known = RESOURCES[manager]
  if (!known) return undefined
  for (const word of [noun, singular(noun)]) {
    const resource = known.nouns?.[word]
    if (resource !== undefined) return resource
  }
  return noun.startsWith('Option') ? known.resource : undefined
}

/**
 * What an operation needs, by the manager's id on the wire and the operation's name; undefined
 * if the catalogue does not know it. The generation plays no part: the same call needs the same
 * permission everywhere.
 */
export function classify(manager: string, operation: string): Requirement | undefined {
  const id = `${manager}.${operation}`
  if (ALWAYS.has(id)) return { class: 'always' }
  const because = WITHHELD[id]
  if (because !== undefined) return { class: 'withheld', because }
  const permission = EXCEPTIONS[id]?.permission ?? byRule(manager, operation)
  return permission === undefined ? undefined : { class: 'permission', permission }
}

function byRule(manager: string, operation: string): string | undefined {
  if (operation === 'getState') {
    const resource = RESOURCES[manager]?.resource
    return resource === undefined ? undefined : `${resource}:state`
  }
  const [, verb = '', noun = ''] = VERB_AND_NOUN.exec(operation) ?? []
  const action = ACTIONS[verb]
  const resource = resourceOf(manager, noun)
  return action === undefined || resource === undefined ? undefined : `${resource}:${action}`
}
