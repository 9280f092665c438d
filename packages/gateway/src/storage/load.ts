// Puts the rows of a backup into a database of the same form, all or none.
import { type Kysely, sql, type Transaction } from 'kysely'
import { type BackupLine, BackupUnusable, type Cell } from './backup-file.ts'
import { type Database, isPostgres } from './database.ts'
import { STEP_TABLES } from './migrations.ts'
import type { Tables } from './tables.ts'

/** Both databases take at least so many values in a statement. */
const VALUES = 5_000

interface Target {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: (readonly Cell[])[]
}

/** @throws BackupUnusable if rows are missing or do not fit; then nothing was put in. */
export async function load(database: Database, lines: AsyncIterable<BackupLine>): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const known = await emptied(transaction)
    let target: Target | undefined
    let count = 0
    for await (const line of lines) {
      if ('table' in line) {
        if (target) await flush(transaction, target)
        if (!known.has(line.table)) throw broken()
        target = { table: line.table, columns: line.columns, rows: [] }
      } else if ('end' in line) {
        if (target) await flush(transaction, target)
        if (line.end !== count) throw broken()
        if (isPostgres(transaction)) await countOn(transaction)
        return count
      } else {
        if (target?.columns.length !== line.length) throw broken()
        target.rows.push(line)
        count++
        if (target.rows.length * line.length >= VALUES) await flush(transaction, target)
      }
    }
    throw broken()
  })
}

const broken = (): BackupUnusable =>
  new BackupUnusable('backup_damaged', 'The backup is damaged or cut off. Use another one.')

async function emptied(transaction: Transaction<Tables>): Promise<ReadonlySet<string>> {
  const tables = await transaction.introspection.getTables()
  const names = tables.map((table) => table.name).filter((name) => !STEP_TABLES.includes(name))
  for (const name of names) await sql`DELETE FROM ${sql.table(name)}`.execute(transaction)
  return new Set(names)
}

async function flush(transaction: Kysely<Tables>, { table, columns, rows }: Target): Promise<void> {
  if (rows.length === 0) return
  const names = sql.join(columns.map((name) => sql.ref(name)))
  const values = sql.join(rows.map((row) => sql`(${sql.join(row)})`))
  await sql`INSERT INTO ${sql.table(table)} (${names}) VALUES ${values}`.execute(transaction)
  rows.length = 0
}

// PostgreSQL does not notice that ids were given by hand, and would give them again.
async function countOn(transaction: Transaction<Tables>): Promise<void> {
  for (const { name, columns } of await transaction.introspection.getTables()) {
    for (const column of columns.filter((one) => one.isAutoIncrementing)) {
      await sql`
        SELECT setval(pg_get_serial_sequence(${`"${name}"`}, ${column.name}), max(${sql.ref(column.name)}))
        FROM ${sql.table(name)}`.execute(transaction)
    }
  }
}
