// All rows of a database as they were at one moment, while others go on writing.
import { sql, type Transaction } from 'kysely'
import type { BackupLine, Cell } from './backup-file.ts'
import { type Database, isPostgres } from './database.ts'
import type { Tables } from './tables.ts'

const PAGE = 1000

type Row = Readonly<Record<string, Cell>>

/** Gives the lines of all tables, and the end. Takes one connection until it is done. */
export async function* dump(database: Database): AsyncGenerator<BackupLine> {
  const postgres = isPostgres(database)
  const begin = database.startTransaction()
  const transaction = await (postgres
    ? begin.setIsolationLevel('repeatable read').setAccessMode('read only')
    : begin
  ).execute()
  let count = 0
  try {
    for (const { name, columns } of await transaction.introspection.getTables()) {
      const names = columns.map((column) => column.name)
      yield { table: name, columns: names }
      const rows = postgres ? byCursor(transaction, name) : inOneGo(transaction, name)
      for await (const row of rows) {
        yield names.map((column) => row[column] ?? null)
        count++
      }
    }
    yield { end: count }
  } finally {
    await transaction.rollback().execute()
  }
}

async function* byCursor(transaction: Transaction<Tables>, table: string): AsyncGenerator<Row> {
  await sql`DECLARE dump CURSOR FOR SELECT * FROM ${sql.table(table)}`.execute(transaction)
  while (true) {
    const { rows } = await sql<Row>`FETCH ${sql.lit(PAGE)} FROM dump`.execute(transaction)
    yield* rows
    if (rows.length < PAGE) break
  }
  await sql`CLOSE dump`.execute(transaction)
}

function inOneGo(transaction: Transaction<Tables>, table: string): AsyncIterable<Row> {
  const source = sql<Row>`${sql.table(table)}`.as('one')
  return transaction.selectFrom(source).selectAll('one').stream()
}
