// What a rule or an ask-first restriction is about: plain data, in V3's ids. Whoever takes it from outside
// parses it first.
import type { Danger } from '@latchkey/catalogue'
import type { ThingName } from './things.ts'

/** A test of the value that a capability is set to; with neither of the three, any value. */
export interface ValueTest {
  readonly capability: string
  readonly is?: string | number | boolean
  readonly above?: number
  readonly below?: number
}

/**
 * What is meant. Each part that is there has to fit, and one entry of it is enough; of the lists of objects
 * (devices to cards) one entry of any of them. With no part at all every effect is meant.
 */
export interface About {
  readonly operations?: readonly string[]
  readonly permissions?: readonly string[]
  readonly dangers?: readonly Danger[]
  readonly things?: readonly ThingName[]
  readonly devices?: readonly string[]
  /** Each with everything below it. */
  readonly zones?: readonly string[]
  readonly flows?: readonly string[]
  readonly moods?: readonly string[]
  readonly scripts?: readonly string[]
  readonly apps?: readonly string[]
  /** Flow cards by their full id. */
  readonly cards?: readonly string[]
  readonly capabilities?: readonly string[]
  readonly values?: readonly ValueTest[]
}

/** The lists of objects, each with the kinds that stand in it. */
export const OBJECT_LISTS = {
  devices: ['device'],
  flows: ['flow', 'advanced-flow'],
  moods: ['mood'],
  scripts: ['script'],
  apps: ['app'],
} as const

/** A list of objects by id. */
export type ObjectList = keyof typeof OBJECT_LISTS
