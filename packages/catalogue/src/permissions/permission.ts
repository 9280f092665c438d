// What the catalogue knows of one permission: its name, its danger, and the words in which an
// owner is told of it. A name is checked once, here; inside, a Permission is never checked again.
import type { Danger } from './danger.ts'

/** The four texts of a permission (English); `{app}` and the like are filled in and escaped. */
export interface PermissionWords {
  /** A title of two to five words. */
  readonly label: string
  /** What the client can do with it, in the present tense. */
  readonly can: string
  /** What goes wrong in the wrong hands. */
  readonly risk: string
  /** The choice that would be safer; a button, in the consent page. */
  readonly safer: string
}

/** A row of the permission table. */
export interface PermissionRow extends PermissionWords {
  readonly danger: Danger
  /**
   * By what way it can become full control, if the home allows it (DESIGN 4, "Escalations").
   * Whether the home does is a question of reach; the row's own danger is without it.
   */
  readonly escalates?: string
}

/** A permission table: rows by name. */
export type PermissionTable = Readonly<Record<string, PermissionRow>>

const WORD = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*'
const NAME = new RegExp(`^${WORD}:${WORD}$`)

/** Whether a word has the form of a permission: `<resource>:<action>`, lower case, hyphens. */
export function hasPermissionForm(word: string): boolean {
  return NAME.test(word)
}
