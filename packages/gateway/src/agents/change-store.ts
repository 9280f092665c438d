// What grants changed by tools, so that they may undo it themselves: in the database, sealed, and bounded. The owner
// can undo everything besides, and for longer, by the traces (docs/decisions/0013).
import { randomUUID } from 'node:crypto'
import type { Change, Changes } from '@latchkey/mcp'
import { type Selectable, sql } from 'kysely'
import type { Grant } from '../grants/grant.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { ToolChangeTable } from '../storage/agent-tables.ts'
import type { Database } from '../storage/database.ts'

/** What the store works with. */
export interface ChangeStoreParts {
  readonly database: Database
  readonly sealing: Sealing
  readonly now: () => number
}

/** How much is kept of one grant, and for how long in milliseconds. The latest change is kept whatever its size. */
export const CHANGES_KEPT = {
  ofGrant: 50,
  bytesOfGrant: 8 * 1024 * 1024,
  for: 30 * 24 * 60 * 60_000,
} as const

/** How long whoever undoes a change has it for itself, in milliseconds: longer than any call takes. */
const TAKEN_FOR = 60_000

type Row = Selectable<ToolChangeTable>

/** Keeps what tools changed. */
export class ChangeStore {
  readonly #parts: ChangeStoreParts

  constructor(parts: ChangeStoreParts) {
    this.#parts = parts
  }

  /** Those of one grant. */
  of({ id, hubId }: Pick<Grant, 'id' | 'hubId'>): Changes {
    return {
      list: async () => (await this.#rows(id)).map((row) => this.#opened(row)),
      add: (change) => this.#add(id, hubId, change),
      take: (changeId) => this.#take(id, changeId),
      release: (changeId) => this.#release(changeId),
      remove: (changeId) => this.#remove(changeId),
    }
  }

  /** Forgets all of a grant. */
  async forget(grantId: string): Promise<void> {
    const { database } = this.#parts
    await database.deleteFrom('tool_change').where('grant_id', '=', grantId).execute()
  }

  /** The latest first. What is too old is there no longer, whether or not it was deleted. */
  async #rows(grantId: string): Promise<readonly Row[]> {
    const { database, now } = this.#parts
    return database
      .selectFrom('tool_change')
      .selectAll()
      .where('grant_id', '=', grantId)
      .where('created_at', '>', now() - CHANGES_KEPT.for)
      .orderBy('number', 'desc')
      .orderBy('id')
      .execute()
  }

  async #add(grantId: string, hubId: string, change: Omit<Change, 'id' | 'at'>): Promise<string> {
    const { database, sealing, now } = this.#parts
    const { tool, kind, objectId, did, name, before, after } = change
    const text = JSON.stringify({ name, before: before ?? null, after: after ?? null })
    const id = randomUUID()
    await database
      .insertInto('tool_change')
      .values({
        ...{ id, hub_id: hubId, grant_id: grantId, tool, kind, object_id: objectId, did },
        number: sql<number>`(SELECT coalesce(max(number), 0) + 1 FROM tool_change WHERE grant_id = ${grantId})`,
        ...{ sealed: sealing.seal(text, hubId), bytes: text.length, created_at: now() },
      })
      .execute()
    await this.#prune(grantId)
    return id
  }

  async #prune(grantId: string): Promise<void> {
    const { database, now } = this.#parts
    const rows = await database
      .selectFrom('tool_change')
      .select(['id', 'bytes'])
      .where('grant_id', '=', grantId)
      .orderBy('number', 'desc')
      .orderBy('id')
      .execute()
    let bytes = 0
    const over = rows.filter((row, at) => {
      bytes += row.bytes
      return at > 0 && (at >= CHANGES_KEPT.ofGrant || bytes > CHANGES_KEPT.bytesOfGrant)
    })
    await database
      .deleteFrom('tool_change')
      .where((where) =>
        where.or([
          where('created_at', '<=', now() - CHANGES_KEPT.for),
          ...over.map(({ id }) => where('id', '=', id)),
        ]),
      )
      .execute()
  }

  // One statement, so that of several gateways one has it.
  async #take(grantId: string, id: string): Promise<Change | 'taken' | undefined> {
    const { database, now } = this.#parts
    const at = now()
    const row = await database
      .updateTable('tool_change')
      .set({ taken_until: at + TAKEN_FOR })
      .where('id', '=', id)
      .where('grant_id', '=', grantId)
      .where('created_at', '>', at - CHANGES_KEPT.for)
      .where((where) =>
        where.or([where('taken_until', 'is', null), where('taken_until', '<=', at)]),
      )
      .returningAll()
      .executeTakeFirst()
    if (row) return this.#opened(row)
    return (await this.#rows(grantId)).some((one) => one.id === id) ? 'taken' : undefined
  }

  async #release(id: string): Promise<void> {
    const { database } = this.#parts
    const freed = database.updateTable('tool_change').set({ taken_until: null })
    await freed.where('id', '=', id).execute()
  }

  async #remove(id: string): Promise<void> {
    await this.#parts.database.deleteFrom('tool_change').where('id', '=', id).execute()
  }

  #opened(row: Row): Change {
    const said: unknown = JSON.parse(this.#parts.sealing.open(row.sealed, row.hub_id))
    const { name, before, after } = { name: '', before: null, after: null, ...asObject(said) }
    return {
      ...{ id: row.id, at: Number(row.created_at), tool: row.tool, kind: row.kind },
      ...{ objectId: row.object_id, name: String(name), did: didOf(row.did), before, after },
    }
  }
}

const asObject = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {}

const DID = ['created', 'changed', 'deleted'] as const

function didOf(word: string): Change['did'] {
  const did = DID.find((one) => one === word)
  if (!did) throw new Error(`The database has a change of a tool that was "${word}".`)
  return did
}
