// Writes that are flushed beside all else: they are kept, and everybody else's setting is put back.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { FlushBeside } from './flush-beside.ts'
import { openSqlite } from './sqlite.ts'

const FULL = 2
const NORMAL = 1

async function world(t: TestContext, file = 'latchkey.db') {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-flush-'))
  const database = openSqlite(file === ':memory:' ? file : join(directory, file))
  t.after(async () => {
    await database.destroy()
    rmSync(directory, { recursive: true, force: true })
  })
  await sql`CREATE TABLE row (at integer)`.execute(database)
  const disk = new FlushBeside(database)
  t.after(() => disk[Symbol.asyncDispose]())
  const settingOf = async (one: Database) => {
    const { rows } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(one)
    return rows[0]?.synchronous
  }
  const count = async () => {
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM row`.execute(database)
    return rows[0]?.n
  }
  const add = (at: number) =>
    disk.run(async (open) => {
      await sql`INSERT INTO row VALUES (${at})`.execute(open)
      return settingOf(open)
    })
  return { database, disk, settingOf, count, add }
}

test('the first write waits for the disk, as what makes the file; the others do not', async (t) => {
  const { database, settingOf, count, add } = await world(t)
  assert.deepEqual([await add(1), await add(2), await add(3)], [FULL, NORMAL, NORMAL])
  assert.equal(await settingOf(database), FULL)
  assert.equal(await count(), 3)
})

test('whoever writes meanwhile waits for the disk as ever', async (t) => {
  const { database, disk, settingOf, add } = await world(t)
  await add(1)
  const { promise: held, resolve: go } = Promise.withResolvers<void>()
  const { promise: inside, resolve: isInside } = Promise.withResolvers<void>()
  const written = disk.run(async (open) => {
    isInside()
    await held
    return settingOf(open)
  })
  await inside
  const other = settingOf(database)
  go()
  assert.deepEqual([await written, await other], [NORMAL, FULL])
})

test('work that fails fails, and the setting is put back', async (t) => {
  const { database, disk, settingOf, add } = await world(t)
  await add(1)
  const failing = disk.run(() => Promise.reject(new Error('no room')))
  await assert.rejects(failing, /no room/)
  assert.equal(await settingOf(database), FULL)
})

test('after it was closed a write waits for the disk as ever', async (t) => {
  const { disk, add } = await world(t)
  await add(1)
  await disk[Symbol.asyncDispose]()
  assert.equal(await add(2), FULL)
})

test('in memory there is nothing to flush', async (t) => {
  const { add, count } = await world(t, ':memory:')
  await add(1)
  await add(2)
  assert.equal(await count(), 2)
})
