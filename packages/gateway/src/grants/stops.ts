// The red switch, in the database: hubs of which every client is refused. One row for each hub that is
// stopped; on PostgreSQL the other gateways are told of it as they are of grants.
import type { Database } from '../storage/database.ts'

/** When each hub that is stopped was. */
export async function readStops(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database.selectFrom('hub_stop').select(['id', 'stopped_at']).execute()
  return new Map(rows.map((row) => [row.id, Number(row.stopped_at)]))
}

/** Stops a hub; whether it was not stopped before. */
export async function insertStop(database: Database, hubId: string, now: number): Promise<boolean> {
  const made = await database
    .insertInto('hub_stop')
    .values({ id: hubId, stopped_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(made.numInsertedOrUpdatedRows) > 0
}

/** Lets the clients of a hub in again; whether it was stopped. */
export async function deleteStop(database: Database, hubId: string): Promise<boolean> {
  const gone = await database.deleteFrom('hub_stop').where('id', '=', hubId).executeTakeFirst()
  return Number(gone.numDeletedRows) > 0
}
