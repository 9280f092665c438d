// What grants create at their hubs, kept as it happens. The generation of a grant is raised with a change of it or
// not at all: other gateways hear of it by the grant.
import type { CreatedKind } from '@latchkey/catalogue'
import type { Database } from '../storage/database.ts'
import { deleteCreated, insertCreated, moveCreated, renameCreated } from './created.ts'

/** What creations stand on. */
export interface CreationsParts {
  readonly database: Database
  readonly now: () => number
  /** Takes a grant into memory as the database has it. */
  readonly reread: (grantId: string) => Promise<void>
}

/** Remembers and forgets creations; memory has it when a promise resolves. */
export class Creations {
  readonly #parts: CreationsParts

  constructor(parts: CreationsParts) {
    this.#parts = parts
  }

  /** Remembers that a grant created an object at its hub. Twice is once. */
  async record(grantId: string, kind: CreatedKind, objectId: string): Promise<void> {
    const one = { grantId, kind, objectId, now: this.#parts.now() }
    await this.#change(grantId, (database) => insertCreated(database, one))
  }

  /** Forgets a creation, as when the object is deleted. What is not known is forgotten already. */
  async forget(grantId: string, kind: CreatedKind, objectId: string): Promise<void> {
    await this.#change(grantId, (database) => deleteCreated(database, { grantId, kind, objectId }))
  }

  /** What a grant created is from now on another's, which takes its place. */
  async bequeath(from: string, to: string): Promise<void> {
    await this.#change(to, (database) => moveCreated(database, from, to))
    await this.#parts.reread(from)
  }

  /** An object that grants created was made again: from here on it is the new one that they created. */
  async rename(hubId: string, kind: CreatedKind, from: string, to: string): Promise<void> {
    const { database, reread } = this.#parts
    const renamed = await database.transaction().execute(async (transaction) => {
      const ids = await renameCreated(transaction, { hubId, kind, objectId: from }, to)
      for (const id of ids) await raiseGeneration(transaction, id)
      return ids
    })
    for (const id of renamed) await reread(id)
  }

  async #change(grantId: string, change: (database: Database) => Promise<boolean>): Promise<void> {
    const { database, reread } = this.#parts
    const changed = await database.transaction().execute(async (transaction) => {
      if (!(await change(transaction))) return false
      await raiseGeneration(transaction, grantId)
      return true
    })
    if (changed) await reread(grantId)
  }
}

async function raiseGeneration(database: Database, id: string): Promise<void> {
  await database
    .updateTable('grant')
    .set((set) => ({ generation: set('generation', '+', 1) }))
    .where('id', '=', id)
    .execute()
}
