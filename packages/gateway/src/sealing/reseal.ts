// Seals everything that is sealed with an earlier key with the present one.
import { type Kysely, sql } from 'kysely'
import type { Database } from '../storage/database.ts'
import type { KeyRing } from './sealing.ts'

/** Where sealed texts are: the table, its key, the column, and what the text is bound to. */
const SEALED = [
  { table: 'hub', key: 'id', column: 'sealed_credential', boundTo: 'id' },
  { table: 'athom_account', key: 'id', column: 'sealed_secrets', boundTo: 'id' },
  { table: 'unfinished_mint', key: 'name', column: 'sealed_login', boundTo: 'hub_id' },
  { table: 'trace', key: 'id', column: 'sealed', boundTo: 'hub_id' },
  { table: 'tool_change', key: 'id', column: 'sealed', boundTo: 'hub_id' },
] as const

type Place = (typeof SEALED)[number]

interface Found {
  readonly key: string
  readonly sealed: string
  readonly bound: string
}

/** Seals all anew, in one transaction, and says how many there were. */
export async function resealAll(database: Database, ring: KeyRing): Promise<number> {
  let count = 0
  // What was being written while the keys changed is found by the next round.
  while (true) {
    const changed = await database.transaction().execute(async (transaction) => {
      let inRound = 0
      for (const place of SEALED) inRound += await resealIn(transaction, place, ring)
      return inRound
    })
    count += changed
    await new Promise((resolve) => setImmediate(resolve))
    if (changed === 0) return count
  }
}

async function resealIn<T>(
  database: Kysely<T>,
  { table, key, column, boundTo }: Place,
  ring: KeyRing,
): Promise<number> {
  const { rows } = await sql<Found>`
    SELECT ${sql.ref(key)} AS key, ${sql.ref(column)} AS sealed, ${sql.ref(boundTo)} AS bound
    FROM ${sql.table(table)}`.execute(database)
  const old = rows.filter((row) => !ring.isCurrent(row.sealed))
  for (const row of old) {
    const sealed = ring.seal(ring.open(row.sealed, row.bound), row.bound)
    // A text that was renewed meanwhile stays: it is newer than what was read.
    await sql`
      UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${sealed}
      WHERE ${sql.ref(key)} = ${row.key} AND ${sql.ref(column)} = ${row.sealed}`.execute(database)
  }
  return old.length
}
