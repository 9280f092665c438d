// What a call brings about: itself, and all that follows from it at the hub, in the words of direct calls. A
// Flow that opens a lock is a control of that lock; rules look at deeds and at nothing else.
import { type Danger, PERMISSIONS, worse } from '@latchkey/catalogue'
import { classesOfPermissions, type RateClass } from './rates.ts'

/** Kinds of objects that something is done to. */
export type DeedKind =
  | ('device' | 'zone' | 'flow' | 'advanced-flow' | 'mood' | 'variable')
  | ('script' | 'app' | 'user')

/** An object that something is done to. */
export interface DeedObject {
  readonly kind: DeedKind
  readonly id: string
}

/** One thing that is brought about. */
export interface Deed {
  /** The operation that does the same when it is called; none for most cards. */
  readonly operation?: string
  /** What that operation needs. */
  readonly permissions: readonly string[]
  readonly danger: Danger
  /** False for what only reads. */
  readonly effect: boolean
  readonly object?: DeedObject
  /** Of a device: the capability that is set, `any` where that is not said, absent where none is. */
  readonly capability?: string
  /** What it is set to, if it is known. */
  readonly value?: { readonly is: unknown }
  /** The full id of the card that does it. */
  readonly card?: string
  /** Nobody can tell what it does, so it counts as everything. */
  readonly anything: boolean
  /** What it counts as towards rates, once each. */
  readonly classes: readonly RateClass[]
}

/** Stands for a capability that is not said. */
export const ANY = 'any'

/** What a deed is made from. */
export type DeedParts = Partial<Omit<Deed, 'danger'>>

/** A deed; what is not said of it is nothing. */
export function deed({ permissions = [], ...parts }: DeedParts): Deed {
  return {
    ...{ effect: true, anything: false, classes: [] },
    ...{ permissions, danger: dangerOf(permissions) },
    ...parts,
  }
}

const dangers = new Map<string, Danger>()

function dangerOf(permissions: readonly string[]): Danger {
  const key = permissions.join()
  const known = dangers.get(key)
  if (known) return known
  let danger: Danger = 'read'
  for (const one of permissions) danger = worse(danger, PERMISSIONS.get(one)?.danger ?? 'read')
  // As many as there are combinations of permissions in operations.
  dangers.set(key, danger)
  return danger
}

/** A call of an operation, by what it needs. */
export function called(operation: string, permissions: readonly string[], more: DeedParts = {}) {
  return deed({ operation, permissions, ...more })
}

/** What a call counts as that needs these permissions. */
export function countedAs(permissions: readonly string[], effect: boolean): readonly RateClass[] {
  const classes = classesOfPermissions(permissions)
  const writes = effect && classes.length === 0 && worst(permissions)
  return [...classes, ...(writes ? (['write'] as const) : []), 'any']
}

const worst = (permissions: readonly string[]): boolean =>
  ['change', 'full'].includes(dangerOf(permissions))
