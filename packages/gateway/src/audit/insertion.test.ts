// Rows of full batches and of what is left over are kept alike, each value in its own column.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { migrate } from '../storage/migrations.ts'
import { openSqlite } from '../storage/sqlite.ts'
import { AuditLog, LOSS_WINDOW } from './audit-log.ts'
import type { NewAuditEvent } from './event.ts'

/** An event whose values are all its own, some of them absent. */
function eventOf(at: number): NewAuditEvent {
  const isRefused = at % 7 === 0
  return {
    ...{ time: 1_000 + at, method: at % 2 ? 'GET' : 'PUT', path: `/api/manager/flow/flow/${at}` },
    ...{ client: at % 3 ? `client ${at}` : null, grant: `grant ${at}`, hub: `hub ${at}` },
    operation: at % 5 ? `operation ${at}` : null,
    ...(isRefused
      ? ({ verdict: 'deny', reason: 'token-expired' } as const)
      : ({ verdict: 'allow', reason: 'granted' } as const)),
    ...{ status: at % 11 ? 200 + at : null, ms: at % 11 ? at / 8 : null },
  }
}

test('what is recorded in full batches is read back as it was, and verifies', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-insertion-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const database = openSqlite(join(directory, 'latchkey.db'))
  await migrate(database)
  const onError = (error: unknown) => assert.fail(String(error))
  const log = await AuditLog.open({ database, directory, now: () => 1_000, onError })
  const events = Array.from({ length: 3 * LOSS_WINDOW.rows + 17 }, (_, at) => eventOf(at))
  for (const event of events) log.record(event)
  const read = await log.read({ limit: 1_000 })
  assert.equal(read.length, events.length)
  assert.partialDeepStrictEqual(read, events)
  const verified = await log.verify()
  assert.deepEqual([verified.ok, verified.good], [true, events.length])
  await log[Symbol.asyncDispose]()
  await database.destroy()
})

test('what comes after the log was closed is counted, and nothing goes on trying to write it', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-insertion-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const database = openSqlite(join(directory, 'latchkey.db'))
  await migrate(database)
  const onError = (error: unknown) => assert.fail(String(error))
  const log = await AuditLog.open({ database, directory, now: () => 1_000, onError })
  log.record(eventOf(1))
  const closing = log[Symbol.asyncDispose]()
  // In the midst of it there is still room.
  log.record(eventOf(2))
  await closing
  await database.destroy()
  log.record(eventOf(3))
  await assert.rejects(log.commit(eventOf(4)), /closed/)
  assert.deepEqual([log.lost, log.waiting], [1, 0])
  const timers = process.getActiveResourcesInfo().filter((one) => one === 'Timeout')
  assert.deepEqual(timers, [])
})
