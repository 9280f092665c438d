// Facts of the installation, which stay as they were written first.
import type { Database } from './database.ts'

/** The fact of this name; `value` if there was none yet. */
export async function fact(database: Database, name: string, value: string): Promise<string> {
  await database
    .insertInto('installation')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const row = await database
    .selectFrom('installation')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return row.value
}
