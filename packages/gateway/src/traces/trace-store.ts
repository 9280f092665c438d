// Layers in the database, sealed. Every layer comes out in the ids that objects have now, so that whoever
// compares need not know what was made again.
import { randomUUID } from 'node:crypto'
import type { Mapping } from '@latchkey/catalogue'
import type { Selectable } from 'kysely'
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/database.ts'
import type { TraceTable } from '../storage/tables.ts'
import { isTraceKind, type TraceKind } from './kinds.ts'
import { type Hindrance, type Layer, moved, readSealed, sealedText } from './layer.ts'

/** What the store works with. */
export interface TraceStoreParts {
  readonly database: Database
  readonly sealing: Sealing
  readonly now: () => number
}

/** A layer before it has an id and a number. */
export type NewLayer = Pick<
  Layer,
  'hubId' | 'grantId' | 'kind' | 'objectId' | 'name' | 'before' | 'after' | 'pending' | 'hindrance'
>

/** What became of a layer. `left-…` is still there. */
export type Outcome = keyof typeof OUTCOMES

/** Every outcome, in words. */
export const OUTCOMES = {
  restored: 'put back as it was',
  removed: 'deleted',
  recreated: 'made again; the Homey gave it a new id',
  'as-before': 'was as before already',
  'handed-on':
    'another key changed it since; undoing that one brings it back to how it was before both',
  off: 'switched off',
  on: 'switched on again',
  'left-edited': 'somebody has edited it since',
  'left-used': 'something that is not of this key uses it, or lies in it',
  'left-refused': 'the Homey refused to change it back',
  'left-unread': 'it is not known how it was before: the Homey could not be asked',
  'left-too-large': 'it was too large to be kept',
  'left-too-many': 'this key had changed too many objects to keep them all',
  'left-off': 'was switched off already',
  'left-unsure': 'it is not known whether it was made',
} as const

/** How much is kept of one grant, and of one hub. */
export const KEPT = {
  layersOfGrant: 5_000,
  bytesOfHub: 64 * 1024 * 1024,
  /** Things beyond undoing that are listed one by one; more are listed by operation. */
  beyondOfGrant: 1_000,
} as const

/** Keeps layers. */
export class TraceStore {
  readonly #parts: TraceStoreParts

  constructor(parts: TraceStoreParts) {
    this.#parts = parts
  }

  /** The layers of an object that were not taken off, from below. */
  async chain(hubId: string, kind: TraceKind, objectId: string): Promise<readonly Layer[]> {
    const rows = await this.#open()
      .where('hub_id', '=', hubId)
      .where('kind', '=', kind)
      .where('object_id', '=', objectId)
      .orderBy('number')
      .execute()
    return this.#read(hubId, rows)
  }

  /** The layers of a grant that were not taken off, the oldest first. */
  async ofGrant(hubId: string, grantId: string): Promise<readonly Layer[]> {
    const rows = await this.#open()
      .where('grant_id', '=', grantId)
      .where('kind', '!=', 'beyond')
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return this.#read(hubId, rows)
  }

  /** Everything that there is of a grant with the outcome of its last undo, and what was taken off. */
  async rowsOf(grantId: string): Promise<readonly Selectable<TraceTable>[]> {
    return this.#parts.database
      .selectFrom('trace')
      .selectAll()
      .where('grant_id', '=', grantId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  }

  /** The sealed part of a row. */
  opened(row: Pick<TraceTable, 'sealed' | 'hub_id'>): ReturnType<typeof readSealed> {
    return readSealed(this.#parts.sealing.open(row.sealed, row.hub_id))
  }

  /** How much is kept: layers of a grant, and bytes of its hub. */
  async kept(hubId: string, grantId: string): Promise<{ layers: number; bytes: number }> {
    const { database } = this.#parts
    const count = await database
      .selectFrom('trace')
      .select((get) => get.fn.countAll().as('layers'))
      .where('grant_id', '=', grantId)
      .where('kind', '!=', 'beyond')
      .executeTakeFirstOrThrow()
    const sum = await database
      .selectFrom('trace')
      .select((get) => get.fn.sum('bytes').as('bytes'))
      .where('hub_id', '=', hubId)
      .executeTakeFirstOrThrow()
    return { layers: Number(count.layers), bytes: Number(sum.bytes ?? 0) }
  }

  /** Puts a layer on top of an object. */
  async add(layer: NewLayer, number: number): Promise<Layer> {
    const { database, now } = this.#parts
    const made: Layer = { ...layer, id: randomUUID(), number, offAt: null, createdAt: now() }
    await database
      .insertInto('trace')
      .values({
        ...{ id: made.id, hub_id: made.hubId, grant_id: made.grantId, kind: made.kind },
        ...{ number, off_at: null, outcome: null, job_id: null, created_at: made.createdAt },
        ...this.#columns(made),
      })
      .execute()
    return made
  }

  /** Writes a layer as it is now. */
  async save(layer: Layer): Promise<void> {
    await this.#parts.database
      .updateTable('trace')
      .set({ ...this.#columns(layer), off_at: layer.offAt })
      .where('id', '=', layer.id)
      .execute()
  }

  /** Takes a layer away as if it had never been: nothing came of it. */
  async remove(id: string): Promise<void> {
    await this.#parts.database.deleteFrom('trace').where('id', '=', id).execute()
  }

  /** Says what an undo came to; what is not `left` and not switched off is taken off, and kept no longer. */
  async settle(layer: Layer, outcome: Outcome, jobId: string): Promise<void> {
    const stays = outcome.startsWith('left') || outcome === 'off' || outcome === 'on'
    const rest = stays ? layer : { ...layer, before: null, after: null, pending: undefined }
    await this.#parts.database
      .updateTable('trace')
      .set({ ...this.#columns(rest), off_at: layer.offAt, outcome, job_id: jobId })
      .where('id', '=', layer.id)
      .execute()
  }

  /** Remembers something that cannot be undone from here. */
  async addBeyond(
    hubId: string,
    grantId: string,
    operation: string,
    target: string,
  ): Promise<void> {
    const { database, sealing, now } = this.#parts
    const { listed } = await database
      .selectFrom('trace')
      .select((get) => get.fn.countAll().as('listed'))
      .where('grant_id', '=', grantId)
      .where('kind', '=', 'beyond')
      .executeTakeFirstOrThrow()
    if (target !== '' && Number(listed) >= KEPT.beyondOfGrant) {
      return this.addBeyond(hubId, grantId, operation, '')
    }
    const sealed = sealing.seal(sealedText({ name: null, before: null, after: null }), hubId)
    await database
      .insertInto('trace')
      .values({
        ...{ id: `${grantId} ${operation} ${target}`, hub_id: hubId, grant_id: grantId },
        ...{ kind: 'beyond', object_id: `${operation} ${target}`, number: 0, sealed, bytes: 0 },
        ...{ hindrance: null, off_at: null, outcome: null, job_id: null, created_at: now() },
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  /** The ids of objects that were made again, by those that they had. */
  async mapping(hubId: string): Promise<Mapping> {
    const rows = await this.#parts.database
      .selectFrom('trace_moved')
      .select(['old_id', 'new_id'])
      .where('hub_id', '=', hubId)
      .execute()
    const next = new Map(rows.map((row) => [row.old_id, row.new_id]))
    const last = (id: string): string => {
      const after = next.get(id)
      return after === undefined ? id : last(after)
    }
    return Object.fromEntries([...next.keys()].map((id) => [id, { id: last(id) }]))
  }

  /** An object was made again: whatever is known of it is of the new one. */
  async move(hubId: string, kind: TraceKind, from: string, to: string): Promise<void> {
    await this.#parts.database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('trace_moved')
        .values({ hub_id: hubId, old_id: from, new_id: to })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await transaction
        .updateTable('trace')
        .set({ object_id: to })
        .where('hub_id', '=', hubId)
        .where('kind', '=', kind)
        .where('object_id', '=', from)
        .execute()
    })
  }

  #open() {
    const { database } = this.#parts
    return database
      .selectFrom('trace')
      .selectAll()
      .where((where) =>
        where.or([
          where('outcome', 'is', null),
          where('outcome', 'like', 'left%'),
          where('outcome', 'in', ['off', 'on']),
        ]),
      )
  }

  async #read(hubId: string, rows: readonly Selectable<TraceTable>[]): Promise<readonly Layer[]> {
    if (rows.length === 0) return []
    const mapping = await this.mapping(hubId)
    return rows.flatMap((row) => {
      const { kind } = row
      if (!isTraceKind(kind)) return []
      const layer: Layer = {
        ...this.opened(row),
        ...{ id: row.id, hubId: row.hub_id, grantId: row.grant_id, kind },
        ...{ objectId: row.object_id, number: row.number },
        hindrance: row.hindrance as Hindrance | null,
        offAt: row.off_at === null ? null : Number(row.off_at),
        createdAt: Number(row.created_at),
      }
      return [moved(layer, mapping)]
    })
  }

  #columns(layer: Omit<Layer, 'id' | 'number' | 'offAt' | 'createdAt'>) {
    const text = sealedText(layer)
    return {
      object_id: layer.objectId,
      sealed: this.#parts.sealing.seal(text, layer.hubId),
      bytes: text.length,
      hindrance: layer.hindrance,
    }
  }
}
