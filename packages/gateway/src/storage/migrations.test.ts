// A database of an earlier Latchkey is brought to the present form with what is in it.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { sql } from 'kysely'
import { migrate } from './migrations.ts'
import { openSqlite } from './sqlite.ts'

test('a hub that was added by a key is one that was added by a key', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-migrate-'))
  const database = openSqlite(join(directory, 'latchkey.db'))
  try {
    await migrate(database)
    // Back to the form before the ways in, as the first release left it.
    for (const column of ['credential_kind', 'minted_key_id', 'account_id', 'addresses']) {
      await database.schema.alterTable('hub').dropColumn(column).execute()
    }
    await database.schema.dropTable('athom_account').execute()
    await database.schema.dropTable('unfinished_mint').execute()
    await sql`delete from kysely_migration where name = '0002-ways-in'`.execute(database)
    await sql`insert into hub (id, name, generation, address, sealed_credential, created_at)
      values ('a', 'Home', 'pro-2023', 'http://127.0.0.1', 'sealed', 1)`.execute(database)
    await migrate(database)
    const hubs = await database.selectFrom('hub').selectAll().execute()
    assert.deepEqual(
      hubs.map((hub) => [hub.id, hub.credential_kind, hub.minted_key_id, hub.addresses]),
      [['a', 'local-key', null, '{}']],
    )
    await migrate(database)
  } finally {
    await database.destroy()
    rmSync(directory, { recursive: true })
  }
})
