// Writes links to the database. A full batch, which is what a busy gateway writes, always has the same
// text: it is made once, because making it takes longer than writing the rows.
import { CompiledQuery, sql } from 'kysely'
import type { Database } from '../storage/database.ts'
import type { Link } from './chain.ts'
import { EVENT_COLUMNS } from './row.ts'

const COLUMNS = [...EVENT_COLUMNS, 'writer', 'sequence', 'mac'] as const

/** A function that writes links, all or none of them; `full` is the size of a full batch. */
export function insertion(
  full: number,
): (database: Database, links: readonly Link[]) => Promise<void> {
  let text: string | undefined
  return async (database, links) => {
    if (links.length !== full) {
      await database.insertInto('audit').values(links).execute()
      return
    }
    text ??= textFor(database, full)
    const values: unknown[] = []
    for (const link of links) for (const column of COLUMNS) values.push(link[column])
    await database.executeQuery(CompiledQuery.raw(text, values))
  }
}

function textFor(database: Database, rows: number): string {
  const one = sql`(${sql.join(COLUMNS.map(() => null))})`
  const all = sql.join(Array.from({ length: rows }, () => one))
  const columns = sql.join(COLUMNS.map((name) => sql.ref(name)))
  return sql`INSERT INTO audit (${columns}) VALUES ${all}`.compile(database).sql
}
