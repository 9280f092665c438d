// A home with a hub, a grant and an audit row from each earlier step, on both databases, brought to the
// present form: everything is still there, and the database goes on counting.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { bothDatabases } from '../../../../e2e/postgres.ts'
import type { Database } from './database.ts'
import { STEPS } from './migrations/steps.ts'
import { migrate } from './migrations.ts'
import { openEmpty } from './open-for-test.test-support.ts'

/** Only columns of the first step, so that it can be done at any. */
async function live(database: Database): Promise<void> {
  await sql`INSERT INTO hub (id, name, generation, address, sealed_credential, created_at)
    VALUES ('h1', 'Home', 'pro-2023', 'http://10.0.0.2', 'v1.a.b.c', 1700000000000)`.execute(
    database,
  )
  await sql`INSERT INTO "grant" (id, hub_id, client, permissions, catalogue_version, token_hash, generation, created_at)
    VALUES ('g1', 'h1', 'Reader', '["flow:read"]', '1', 'hash', 3, 1700000000001)`.execute(database)
  await sql`INSERT INTO audit (time, method, path, verdict, reason, ms)
    VALUES (1700000000002, 'GET', '/', 'deny', 'token-unknown', 1.25)`.execute(database)
}

for (const [name, address] of Object.entries(bothDatabases())) {
  describe(name, () => {
    for (const upTo of Object.keys(STEPS)) {
      test(`from ${upTo}`, async () => {
        const database = openEmpty(await address())
        try {
          await migrate(database, { upTo })
          await live(database)
          await migrate(database)
          const hub = await database.selectFrom('hub').selectAll().executeTakeFirstOrThrow()
          assert.deepEqual([hub.id, hub.name, hub.created_at], ['h1', 'Home', 1700000000000])
          assert.deepEqual([hub.credential_kind, hub.addresses], ['local-key', '{}'])
          const grant = await database.selectFrom('grant').selectAll().executeTakeFirstOrThrow()
          assert.deepEqual([grant.client, grant.generation], ['Reader', 3])
          assert.deepEqual([grant.revoked_at, grant.suspended_at], [null, null])
          const row = await database.selectFrom('audit').selectAll().executeTakeFirstOrThrow()
          assert.deepEqual([row.id, row.time, row.ms], [1, 1700000000002, 1.25])
          await database.deleteFrom('audit').execute()
          const next = await database
            .insertInto('audit')
            .values({ ...row, id: undefined })
            .returning('id')
            .executeTakeFirstOrThrow()
          assert.equal(next.id, 2, 'an id is never given twice')
        } finally {
          await database.destroy()
        }
      })
    }
  })
}
