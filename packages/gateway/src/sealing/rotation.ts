// Changing the sealing key. The old key is kept until nothing is sealed with it any more, and a change
// that was interrupted is finished the next time that the installation is opened.
import { OwnerError } from '../owner-error.ts'
import { type Database, isPostgres } from '../storage/database.ts'
import { fact } from '../storage/facts.ts'
import { type Keys, newKey, readKeys, writeKeys } from './key-file.ts'
import { resealAll } from './reseal.ts'
import type { KeyRing } from './sealing.ts'

/** What the rotation works on. */
export interface RotationParts {
  readonly database: Database
  readonly ring: KeyRing
  /** The file of the key; undefined if the key comes from the environment. */
  readonly file: string | undefined
}

/** What was done. */
export interface Rotated {
  /** The id of the key that seals now. */
  readonly key: string
  readonly resealed: number
  /** What is left for the owner to do. */
  readonly note: string | null
}

/** The name of the fact that says which key the database is sealed with. */
const FACT = 'sealing_key'

/** Whether Latchkey may change the key by itself: other gateways or the environment would keep the old one. */
const isOurs = ({ database, file }: RotationParts): boolean =>
  file !== undefined && !isPostgres(database)

/** Changes the key of an installation. */
export class Rotation {
  readonly #parts: RotationParts
  #underway: Promise<Rotated> | undefined

  private constructor(parts: RotationParts) {
    this.#parts = parts
  }

  /**
   * Looks whether the database is sealed with one of our keys, and finishes what was interrupted.
   * @throws Error if it is sealed with another one
   */
  static async open(parts: RotationParts): Promise<Rotation> {
    const { database, ring, file } = parts
    const id = await fact(database, FACT, ring.currentId)
    if (!ring.ids.includes(id)) {
      throw new Error(
        `This database is sealed with another key (${id}, not ${ring.ids.join(' or ')}). Put the right sealing.key into the data directory, or its text into LATCHKEY_SEALING_KEY; several gateways on one database have the same one.`,
      )
    }
    const rotation = new Rotation(parts)
    if (file !== undefined && isOurs(parts) && ring.ids.length > 1) {
      await rotation.#finish(readKeys(file), file)
    }
    return rotation
  }

  /** @throws OwnerError `cannot_rotate`, with what to do, where Latchkey cannot write the key */
  rotate(): Promise<Rotated> {
    this.#underway ??= this.#rotate().finally(() => {
      this.#underway = undefined
    })
    return this.#underway
  }

  async #rotate(): Promise<Rotated> {
    const { database, ring, file } = this.#parts
    if (file !== undefined && isOurs(this.#parts)) {
      const keys: Keys = [newKey(), ...readKeys(file)]
      writeKeys(file, keys)
      ring.use(keys)
      return this.#finish(keys, file)
    }
    if (ring.ids.length === 1) {
      throw new OwnerError(
        'cannot_rotate',
        'Every gateway needs the new key before anything is sealed with it. Put it in front of the old one at each (LATCHKEY_SEALING_KEY=new,old, or as the first line of sealing.key), restart them, and run this again.',
      )
    }
    const resealed = await resealAll(database, ring)
    await noteKey(database, ring.currentId)
    const note = 'Take the old key away at every gateway, and restart them.'
    return { key: ring.currentId, resealed, note }
  }

  async #finish(keys: Keys, file: string): Promise<Rotated> {
    const { database, ring } = this.#parts
    const resealed = await resealAll(database, ring)
    await noteKey(database, ring.currentId)
    writeKeys(file, [keys[0]])
    ring.use([keys[0]])
    return { key: ring.currentId, resealed, note: null }
  }
}

async function noteKey(database: Database, value: string): Promise<void> {
  await database.updateTable('installation').set({ value }).where('name', '=', FACT).execute()
}
