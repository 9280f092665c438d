// One change of a grant that is decided on by what the grant is at that moment: its row is locked first, so that
// of two changes at once, at whichever gateways, the second one sees what the first one did.
import type { Database } from '../storage/database.ts'
import type { Grant } from './grant.ts'
import { columnsOf, type GrantChange } from './grant-rows.ts'

/** Decides on the grant as it is; may write with the same transaction. What it throws undoes all of it. */
export type Deciding = (present: Grant, transaction: Database) => Promise<GrantChange>

/** Makes the change; false if the grant is revoked or not there. */
export function changeInside(
  database: Database,
  id: string,
  read: (database: Database) => Promise<Grant | undefined>,
  decide: Deciding,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const locked = await transaction
      .updateTable('grant')
      .set((set) => ({ generation: set('generation', '+', 1) }))
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    const present = locked && (await read(transaction))
    if (!present) return false
    const columns = columnsOf(await decide(present, transaction))
    if (Object.keys(columns).length > 0) {
      await transaction.updateTable('grant').set(columns).where('id', '=', id).execute()
    }
    return true
  })
}
