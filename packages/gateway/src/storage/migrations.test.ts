// Migrations: from each earlier form to the present one with what was in it, with a copy before; and a
// database of a later version is left alone.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { backUpBefore } from './backups.ts'
import { STEPS } from './migrations/steps.ts'
import { migrate, stepsDone } from './migrations.ts'
import { copiedBefore } from './open-database.ts'
import { openSqlite } from './sqlite.ts'

const NAMES = Object.keys(STEPS)
const NOW = Date.UTC(2026, 10, 23, 12)

function world() {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  const database = openSqlite(join(path, 'latchkey.db'))
  const backups = join(path, 'backups')
  return {
    database,
    backups,
    before: copiedBefore(database, { directory: { database: '', backups }, now: () => NOW }),
    [Symbol.asyncDispose]: async () => {
      await database.destroy()
      rmSync(path, { recursive: true })
    },
  }
}

for (const upTo of NAMES.slice(0, -1)) {
  test(`a database of step ${upTo} comes to the present form with its rows, and is copied before`, async () => {
    await using here = world()
    const { database, backups } = here
    await migrate(database, { upTo, version: '0.0.1' })
    assert.equal((await stepsDone(database)).at(-1), upTo)
    await database.insertInto('installation').values({ name: 'id', value: 'kept' }).execute()
    await migrate(database, here.before)
    assert.deepEqual(await stepsDone(database), NAMES)
    const facts = await database.selectFrom('installation').selectAll().execute()
    assert.equal(facts.find((fact) => fact.name === 'id')?.value, 'kept')
    const [copy = '', ...others] = readdirSync(backups)
    assert.match(copy, /^2026-11-23T12-00-00\.000Z-before-\d{4}-.*\.db$/)
    assert.deepEqual(others, [])
    assert.equal(statSync(join(backups, copy)).mode & 0o777, 0o600)
    const old = openSqlite(join(backups, copy))
    assert.equal((await stepsDone(old)).at(-1), upTo)
    await old.destroy()
  })
}

test('a new database and one of the present form are not copied', async () => {
  await using here = world()
  await migrate(here.database, here.before)
  await migrate(here.database, here.before)
  assert.throws(() => readdirSync(here.backups), /ENOENT/)
})

test('the last three copies are kept', async () => {
  await using here = world()
  await migrate(here.database)
  for (let day = 0; day < 5; day++) {
    const where = { directory: here.backups, now: () => NOW + day * 86_400_000 }
    await backUpBefore('0009-x', here.database, where)
  }
  const days = readdirSync(here.backups).map((name) => name.slice(8, 10))
  assert.deepEqual(days.sort(), ['25', '26', '27'])
})

test('when the copy cannot be made, no step runs', async () => {
  await using here = world()
  const { database } = here
  await migrate(database, { upTo: '0001-first' })
  const full = async () => {
    throw new Error('no room')
  }
  await assert.rejects(migrate(database, { before: full }), /no room/)
  assert.deepEqual(await stepsDone(database), ['0001-first'])
})

test('a database of a later version is refused, naming the version, and stays as it is', async () => {
  await using here = world()
  const { database } = here
  const later = { ...STEPS, '9999-later': { up: async () => {} } }
  await migrate(database, { steps: later, version: '7.8.9' })
  await assert.rejects(
    migrate(database),
    /written by Latchkey 7\.8\.9, and this is .*Install Latchkey 7\.8\.9 or later/,
  )
  assert.equal((await stepsDone(database)).at(-1), '9999-later')
})

test('a hub that was added by a key is one that was added by a key', async () => {
  await using here = world()
  const { database } = here
  await migrate(database, { upTo: '0001-first' })
  await sql`insert into hub (id, name, generation, address, sealed_credential, created_at)
    values ('a', 'Home', 'pro-2023', 'http://127.0.0.1', 'sealed', 1)`.execute(database)
  await migrate(database)
  const hubs = await database.selectFrom('hub').selectAll().execute()
  assert.deepEqual(
    hubs.map((hub) => [hub.id, hub.credential_kind, hub.minted_key_id, hub.addresses]),
    [['a', 'local-key', null, '{}']],
  )
})
