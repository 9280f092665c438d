// What grants created at their hubs, in the database: kind and id of each object, as long as it exists.
import type { CreatedId, CreatedKind } from '@latchkey/catalogue'
import type { Database } from '../storage/database.ts'

/** One creation of a grant. */
export interface Creation {
  readonly grantId: string
  readonly kind: CreatedKind
  /** The hub's id of the object. */
  readonly objectId: string
}

/** Puts a creation in; whether it was not there before. One of a grant that is gone is none. */
export async function insertCreated(
  database: Database,
  { grantId, kind, objectId, now }: Creation & { readonly now: number },
): Promise<boolean> {
  const grant = await database
    .selectFrom('grant')
    .select('hub_id')
    .where('id', '=', grantId)
    .executeTakeFirst()
  if (!grant) return false
  const ids = { grant_id: grantId, hub_id: grant.hub_id, object_id: objectId }
  const made = await database
    .insertInto('created_object')
    .values({ ...ids, kind, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(made.numInsertedOrUpdatedRows) > 0
}

/** Takes a creation away; whether it was there. */
export async function deleteCreated(
  database: Database,
  { grantId, kind, objectId }: Creation,
): Promise<boolean> {
  const gone = await database
    .deleteFrom('created_object')
    .where('grant_id', '=', grantId)
    .where('kind', '=', kind)
    .where('object_id', '=', objectId)
    .executeTakeFirst()
  return Number(gone.numDeletedRows) > 0
}

/** An object was made again under another id; the ids of the grants whose creation it is. */
export async function renameCreated(
  database: Database,
  { hubId, kind, objectId }: Omit<Creation, 'grantId'> & { readonly hubId: string },
  to: string,
): Promise<readonly string[]> {
  const rows = await database
    .updateTable('created_object')
    .set({ object_id: to })
    .where('hub_id', '=', hubId)
    .where('kind', '=', kind)
    .where('object_id', '=', objectId)
    .returning('grant_id')
    .execute()
  return rows.map((row) => row.grant_id)
}

/** What one grant created is another's from now on. */
export async function moveCreated(database: Database, from: string, to: string): Promise<boolean> {
  const moved = await database
    .updateTable('created_object')
    .set({ grant_id: to })
    .where('grant_id', '=', from)
    .returning('object_id')
    .execute()
  return moved.length > 0
}

/** What grants created, by grant; of all of them if none is named. */
export async function readCreated(
  database: Database,
  ids?: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<CreatedId>>> {
  let query = database.selectFrom('created_object').select(['grant_id', 'kind', 'object_id'])
  if (ids !== undefined) query = query.where('grant_id', 'in', ids)
  const byGrant = new Map<string, Set<CreatedId>>()
  for (const { grant_id: grantId, kind, object_id: objectId } of await query.execute()) {
    const known = byGrant.get(grantId) ?? new Set()
    byGrant.set(grantId, known.add(`${kind as CreatedKind}:${objectId}`))
  }
  return byGrant
}
