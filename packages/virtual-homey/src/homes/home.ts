// What a home is: a name and a description that a builder follows. The same description on a hub of
// the same generation with the same seed and clock gives the same state, to the last id.
import type { House } from './house.ts'

/** The kinds of hub that a home can be built on. */
export type HomeGeneration = 'pro-2019' | 'pro-2023' | 'cloud'

/** A home that a virtual hub can start with. `house.generation` says what kind of hub it is. */
export interface Home {
  readonly name: string
  readonly describe: (house: House) => void
}
