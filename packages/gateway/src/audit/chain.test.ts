// That nothing can be done to the log unseen by somebody who has the database but not the key: any
// change of any row, in whatever way, is found; and the log goes on when the clock does not.
import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { migrate } from '../storage/migrations.ts'
import { openSqlite } from '../storage/sqlite.ts'
import { AuditLog } from './audit-log.ts'
import type { NewAuditEvent } from './event.ts'
import type { Verification } from './verify.ts'

const EVENT: NewAuditEvent = {
  ...{ time: 1_000, client: 'Kitchen', grant: 'g', hub: 'h', operation: 'zones.getZones' },
  ...{ method: 'GET', path: '/api/manager/zones/zone', verdict: 'allow', reason: 'granted' },
  ...{ status: 200, ms: 1.25 },
}

interface Opened extends AsyncDisposable {
  readonly log: AuditLog
  readonly errors: unknown[]
}

/** A log in a directory; closing it is what the end of the process is. */
async function open(directory: string, now = () => 1_000): Promise<Opened> {
  const database = openSqlite(join(directory, 'latchkey.db'))
  await migrate(database)
  const errors: unknown[] = []
  const onError = (error: unknown) => void errors.push(error)
  const log = await AuditLog.open({ database, directory, now, onError })
  return {
    ...{ log, errors },
    [Symbol.asyncDispose]: async () => {
      await log[Symbol.asyncDispose]()
      await database.destroy()
    },
  }
}

function temporary(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-audit-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Does something to the closed database, and verifies. */
async function tampered(
  directory: string,
  how: (disk: DatabaseSync) => void,
): Promise<Verification> {
  const disk = new DatabaseSync(join(directory, 'latchkey.db'))
  how(disk)
  disk.close()
  await using again = await open(directory)
  return await again.log.verify()
}

/** Two processes' rows, 12 and 8; written once, because every mutation is undone. */
const world = temporary()
before(async () => {
  for (const count of [12, 8]) {
    await using one = await open(world.path)
    for (let at = 0; at < count; at++) {
      await one.log.commit({
        ...EVENT,
        time: 1_000 + at,
        client: at % 3 ? 'Kitchen' : null,
        status: at % 4 ? 200 : null,
        ms: at % 4 ? at / 8 : null,
      })
    }
  }
})
after(() => world[Symbol.dispose]())

const TEXTS = ['client', 'grant_id', 'hub_id', 'operation', 'method', 'path', 'verdict', 'reason']
const NUMBERS = ['id', 'time', 'status', 'ms', 'sequence']

/** A mutation of one row: a column and another value, of any type that SQLite keeps there. */
const MUTATION = fc.record({
  row: fc.integer({ min: 1, max: 20 }),
  change: fc.oneof(
    fc.record({
      column: fc.constantFrom(...TEXTS, 'writer', 'mac'),
      value: fc.oneof(fc.string(), fc.constant(null), fc.uint8Array()),
    }),
    fc.record({
      column: fc.constantFrom(...NUMBERS),
      value: fc.oneof(
        fc.integer(),
        fc.integer({ min: -3, max: 40 }),
        fc.double({ noNaN: true }),
        fc.constant(null),
      ),
    }),
  ),
})

test('any other value in any column of any row is found', async () => {
  await using opened = await open(world.path)
  assert.deepEqual(
    [await opened.log.verify()].map(({ ok, rows, good, chains }) => [ok, rows, good, chains]),
    [[true, 20, 20, 2]],
  )
  const disk = new DatabaseSync(join(world.path, 'latchkey.db'), { timeout: 10_000 })
  const cell = (column: string, row: number) =>
    disk.prepare(`SELECT quote(${column}) AS value FROM audit WHERE rowid = ?`).get(row)?.['value']
  let tried = 0
  await fc.assert(
    fc.asyncProperty(MUTATION, async ({ row, change: { column, value } }) => {
      const kept = cell(column, row)
      let at: number = row
      try {
        disk.prepare(`UPDATE audit SET ${column} = ? WHERE id = ?`).run(value, row)
        if (column === 'id') at = Number(value)
      } catch (error) {
        // The database itself refuses it: not null, not unique, no number.
        if (/constraint|datatype/.test(String(error))) return
        throw error
      }
      const now = cell(column, at)
      const result = await opened.log.verify()
      disk.prepare(`UPDATE audit SET ${column} = ${kept} WHERE id = ?`).run(at)
      if (now === kept) return
      tried++
      assert.equal(result.ok, false, `${column} of ${row}: ${kept} became ${now}`)
      assert.ok(result.good < 20 || result.rows < 20)
    }),
    { numRuns: 1500, includeErrorInReport: true },
  )
  disk.close()
  assert.ok(tried > 1000, `${tried} mutations`)
  assert.equal((await opened.log.verify()).ok, true)
})

/** A row as somebody without the key would write it. */
const FORGED =
  "INSERT INTO audit (id, time, method, path, verdict, reason, writer, sequence, mac) VALUES (99, 1, 'GET', '/', 'allow', 'granted', %)"

const ATTACKS: readonly (readonly [what: string, sql: string, first: number, kind: string])[] = [
  ['a deleted row', 'DELETE FROM audit WHERE id = 5', 6, 'missing'],
  ['the first row deleted', 'DELETE FROM audit WHERE id = 1', 2, 'missing'],
  ['the last row deleted', 'DELETE FROM audit WHERE id = 20', 19, 'cut'],
  ['the last five deleted', 'DELETE FROM audit WHERE id > 15', 15, 'cut'],
  ['a whole chain deleted', 'DELETE FROM audit WHERE id > 12', 0, 'cut'],
  ['everything deleted', 'DELETE FROM audit', 0, 'cut'],
  ['an unsigned row', FORGED.replace('%', 'NULL, NULL, NULL'), 99, 'unsigned'],
  ['a row of a made-up chain', FORGED.replace('%', "'x', 1, 'AAAA'"), 99, 'changed'],
  [
    'a row put at the end of a chain',
    FORGED.replace('%', "(SELECT writer FROM audit WHERE id = 20), 9, 'AAAA'"),
    99,
    'changed',
  ],
  ['a number without end', 'UPDATE audit SET ms = 9e999 WHERE id = 1', 1, 'changed'],
  ['one below all others', 'UPDATE audit SET status = -9e999 WHERE id = 5', 5, 'changed'],
  [
    'two rows swapped',
    'UPDATE audit SET id = -id WHERE id IN (3, 4); UPDATE audit SET id = 7 + id WHERE id IN (-3, -4)',
    3,
    'changed',
  ],
  [
    'rows of two chains swapped',
    'UPDATE audit SET id = -id WHERE id IN (12, 13); UPDATE audit SET id = 25 + id WHERE id < 0',
    12,
    'changed',
  ],
  [
    'the content of a row copied from another',
    "UPDATE audit SET path = '/b' WHERE id = 4; UPDATE audit SET mac = (SELECT mac FROM audit WHERE id = 5) WHERE id = 4",
    4,
    'changed',
  ],
  [
    'a made-up anchor',
    "DELETE FROM audit WHERE id < 4; INSERT INTO audit_anchor SELECT writer, 3, 'm', 3, 1, 's' FROM audit WHERE id = 4",
    4,
    'missing',
  ],
]

for (const [what, sql, first, kind] of ATTACKS) {
  test(`${what} is found`, async () => {
    using copy = temporary()
    for (const name of ['latchkey.db', 'audit.key', 'audit.heads']) {
      writeFileSync(join(copy.path, name), readFileSync(join(world.path, name)), { mode: 0o600 })
    }
    const result = await tampered(copy.path, (disk) => disk.exec(sql))
    assert.equal(result.ok, false)
    assert.equal(result.first, first)
    assert.ok(result.problems.some((problem) => problem.kind === kind))
  })
}

test('recomputed with another key: nothing of it verifies', async () => {
  using real = temporary()
  using forger = temporary()
  for (const { path } of [real, forger]) {
    await using one = await open(path)
    for (let at = 0; at < 5; at++) await one.log.commit(EVENT)
  }
  const rows = new DatabaseSync(join(forger.path, 'latchkey.db'))
    .prepare('SELECT * FROM audit')
    .all()
  const result = await tampered(real.path, (disk) => {
    disk.exec('DELETE FROM audit')
    for (const row of rows) {
      const names = Object.keys(row)
      disk
        .prepare(`INSERT INTO audit (${names}) VALUES (${names.map(() => '?')})`)
        .run(...Object.values(row))
    }
  })
  assert.deepEqual([result.ok, result.good, result.first], [false, 0, 0])
})

test('heads: a lost file and a strange line are told, a torn last line is not', async () => {
  using directory = temporary()
  {
    await using one = await open(directory.path)
    for (let at = 0; at < 3; at++) await one.log.commit(EVENT)
  }
  const file = join(directory.path, 'audit.heads')
  const kinds = async () => {
    await using one = await open(directory.path)
    return (await one.log.verify()).problems.map((problem) => problem.kind)
  }
  assert.deepEqual(await kinds(), [])
  const good = readFileSync(file)
  appendFileSync(file, 'torn')
  assert.deepEqual(await kinds(), [])
  writeFileSync(file, `${good}somebody 3 mac 3 signature\n`)
  assert.deepEqual(await kinds(), ['head'])
  writeFileSync(file, 'somebody 3 mac 3 signature\n')
  await assert.rejects(open(directory.path), /audit key is not the one/)
  rmSync(file)
  assert.deepEqual(await kinds(), ['heads-lost'])
})

test('what is cut off is found as far as the heads have come: the window of a crash', async () => {
  using directory = temporary()
  /** How far the heads have come, by the last line of their file. */
  const head = () => {
    const last = readFileSync(join(directory.path, 'audit.heads'), 'utf8')
      .trimEnd()
      .split('\n')
      .at(-1)
    return Number(last?.split(' ')[1])
  }
  const cut = async (rows: number, isCovered: () => boolean) => {
    await using one = await open(directory.path)
    await Promise.all(Array.from({ length: rows }, () => one.log.commit(EVENT)))
    while (!isCovered()) await new Promise((done) => setTimeout(done, 20))
    const disk = new DatabaseSync(join(directory.path, 'latchkey.db'))
    disk.exec('DELETE FROM audit WHERE id > (SELECT max(id) - 50 FROM audit)')
    disk.close()
    const { ok } = await one.log.verify()
    return { ok, head: head() }
  }
  // Just now: not covered yet, unless this took the second after which it is. After 200 rows, or a second: covered.
  const early = await cut(60, () => true)
  assert.ok(early.ok || early.head === 60, JSON.stringify(early))
  const late = await cut(260, () => head() === 260)
  assert.equal(late.ok, false)
})

test('the clock is set back by a day: the order is that of ids, and it verifies', async () => {
  using directory = temporary()
  await using one = await open(directory.path)
  const day = 86_400_000
  for (const time of [10 * day, 9 * day, 9 * day + 1]) await one.log.commit({ ...EVENT, time })
  const events = await one.log.read({ limit: 10 })
  assert.deepEqual(events.map((event) => event.time / day).map(Math.floor), [10, 9, 9])
  assert.equal((await one.log.verify()).ok, true)
  // Only beginnings go: the first row is to stay, so all do.
  assert.deepEqual(await one.log.prune(9.5 * day), { rows: 0, chains: 0 })
})

test('after pruning the rest verifies, and what was pruned cannot be hidden or undone', async () => {
  using directory = temporary()
  for (const start of [0, 100]) {
    await using one = await open(directory.path)
    for (let at = 0; at < 10; at++) await one.log.commit({ ...EVENT, time: start + at })
  }
  const disk = () => new DatabaseSync(join(directory.path, 'latchkey.db'))
  const all = disk().prepare('SELECT * FROM audit WHERE id <= 10').all()
  {
    await using one = await open(directory.path)
    assert.deepEqual(await one.log.prune(105), { rows: 15, chains: 2 })
    const { ok, rows, good, pruned } = await one.log.verify()
    assert.deepEqual([ok, rows, good, pruned], [true, 5, 5, 15])
    await one.log.commit({ ...EVENT, time: 200 })
    // All of a chain that still grows may go, and it goes on.
    assert.deepEqual(await one.log.prune(1000), { rows: 6, chains: 2 })
    await one.log.commit({ ...EVENT, time: 2000 })
    assert.deepEqual(
      [await one.log.verify()].map((result) => [result.ok, result.rows, result.pruned]),
      [[true, 1, 21]],
    )
    assert.equal((await one.log.read({ limit: 9 }))[0]?.id, 22, 'ids are not given again')
  }
  const attack = async (sql: string) => {
    const { ok } = await tampered(directory.path, (one) => one.exec(`BEGIN; ${sql}; COMMIT`))
    return ok
  }
  const [first] = all
  assert.ok(first)
  const anchors = disk().prepare('SELECT * FROM audit_anchor').all()
  assert.equal(anchors.length, 3)
  assert.equal(await attack('DELETE FROM audit_anchor'), false)
  for (const row of anchors) {
    const names = Object.keys(row)
    disk()
      .prepare(`INSERT INTO audit_anchor (${names}) VALUES (${names.map(() => '?')})`)
      .run(...Object.values(row))
  }
  assert.equal(await attack('SELECT 1'), true)
  assert.equal(await attack('UPDATE audit_anchor SET sequence = sequence + 1'), false)
})

test('rows that do not verify are not pruned, unless it is said', async () => {
  using directory = temporary()
  await using one = await open(directory.path)
  for (let at = 0; at < 5; at++) await one.log.commit({ ...EVENT, time: at })
  const disk = new DatabaseSync(join(directory.path, 'latchkey.db'))
  disk.exec("UPDATE audit SET client = 'Other' WHERE id = 2")
  disk.close()
  await assert.rejects(one.log.prune(3), { name: 'AuditBroken', first: 2 })
  assert.equal((await one.log.read({ limit: 9 })).length, 5)
  assert.deepEqual(await one.log.prune(3, { broken: true }), { rows: 3, chains: 1 })
  assert.equal((await one.log.verify()).ok, true)
})

test('rows from before there were chains are taken over once', async () => {
  using directory = temporary()
  {
    const database = openSqlite(join(directory.path, 'latchkey.db'))
    await migrate(database)
    await database.destroy()
  }
  const old =
    "INSERT INTO audit (time, method, path, verdict, reason) VALUES (1, 'GET', '/', 'deny', 'token-missing')"
  const first = await tampered(directory.path, (disk) => disk.exec(`${old};${old};${old}`))
  assert.deepEqual([first.ok, first.rows, first.good], [true, 3, 3])
  const second = await tampered(directory.path, (disk) => disk.exec(old))
  assert.deepEqual([second.ok, second.first], [false, 4])
})
