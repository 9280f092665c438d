// What a check of a manifest found: where, what is wrong or too much, and what to do.
import type { Path } from './json-places.ts'

/**
 * - `wrong`: nobody can be asked with it
 * - `much`: it asks for more than it seems to need, or says too little of why
 * - `note`: good to know
 */
export type FindingLevel = 'wrong' | 'much' | 'note'

/** One thing that was found. */
export interface Finding {
  readonly level: FindingLevel
  /** A stable word for what it is. */
  readonly code: string
  /** Where: `permissions[2].reason`; empty for the file as a whole. */
  readonly path: string
  /** Its line in the file, from 1; null where there is no file. */
  readonly line: number | null
  readonly message: string
  /** What to do. */
  readonly advice: string
}

/** A path as it is shown. */
export const pathText = (path: Path): string =>
  path
    .map((one) => (typeof one === 'number' ? `[${one}]` : `.${one}`))
    .join('')
    .replace(/^\./, '')
