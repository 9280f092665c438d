// The last version of a directory that is believed no more, kept so that an older copy is not taken for a new one when
// it is believed again.
import type { Database } from '../storage/database.ts'

const factOf = (name: string, publicKey: string): string => `directory ${publicKey} ${name}`

/** Keeps the version that was known last. */
export async function keepLatest(
  database: Database,
  name: string,
  publicKey: string,
  version: number,
): Promise<void> {
  const value = String(version)
  await database
    .insertInto('installation')
    .values({ name: factOf(name, publicKey), value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

/** The version that was known last under this key; 0 if none was. */
export async function latestOf(
  database: Database,
  name: string,
  publicKey: string,
): Promise<number> {
  const row = await database
    .selectFrom('installation')
    .select('value')
    .where('name', '=', factOf(name, publicKey))
    .executeTakeFirst()
  return Number(row?.value ?? 0)
}
