// What a home is: a name and a description that a builder follows. The same description on a hub with
// the same seed and clock gives the same state, to the last id.
import type { House } from './house.ts'

/** A home that a virtual hub can start with. */
export interface Home {
  readonly name: string
  readonly describe: (house: House) => void
}
