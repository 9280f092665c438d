// The forms in which rows are signed: rows from before there were owners in them still verify, and
// an owner or a tool can be neither put in, taken out nor changed.
import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { migrate } from '../storage/migrations.ts'
import { openSqlite } from '../storage/sqlite.ts'
import { AuditLog } from './audit-log.ts'
import type { NewAuditEvent } from './event.ts'

const EVENT: NewAuditEvent = {
  ...{ time: 1_000, client: null, grant: null, hub: 'h', operation: 'owner.addHub' },
  ...{ method: 'POST', path: '/hubs', verdict: 'allow', reason: 'owner', status: 200, ms: 1.25 },
}

const directory = mkdtempSync(join(tmpdir(), 'latchkey-row-'))
after(() => rmSync(directory, { recursive: true, force: true }))
const key = randomBytes(32)
writeFileSync(join(directory, 'audit.key'), key.toString('base64'), { mode: 0o600 })

/** What a row was signed as before there was the column, written down from that version. */
function macOfOld(sequence: number, before: string): string {
  const row = [1_000, null, null, 'h', 'owner.addHub', 'POST', '/hubs', 'allow', 'owner', 200, 1.25]
  const signed = JSON.stringify(['row', 'old', sequence, sequence, ...row, before])
  return createHmac('sha256', key).update(signed).digest('base64url')
}

test('rows of all forms verify, and neither an owner nor a tool can be forged', async () => {
  const database = openSqlite(join(directory, 'latchkey.db'))
  await migrate(database, { upTo: '0006-announced' })
  let mac = ''
  for (const sequence of [1, 2]) {
    mac = macOfOld(sequence, mac)
    await sql`INSERT INTO audit (id, time, hub_id, operation, method, path, verdict, reason, status, ms, writer, sequence, mac)
      VALUES (${sequence}, 1000, 'h', 'owner.addHub', 'POST', '/hubs', 'allow', 'owner', 200, 1.25, 'old', ${sequence}, ${mac})`.execute(
      database,
    )
  }
  await migrate(database)
  const errors: unknown[] = []
  await using log = await AuditLog.open({
    ...{ database, directory, now: () => 1_000, onError: (error) => void errors.push(error) },
  })
  await log.commit({ ...EVENT, owner: 'ann' })
  await log.commit(EVENT)
  const owners = (await log.read({ limit: 10 })).map((one) => one.owner)
  assert.deepEqual(owners, [null, null, 'ann', null])
  const verified = async () => {
    const { good, problems } = await log.verify()
    return { good, bad: problems.filter((one) => one.id !== null).map((one) => one.id) }
  }
  assert.deepEqual(await verified(), { good: 4, bad: [] })
  for (const [id, owner, kept] of [
    [1, 'ann', null],
    [1, '', null],
    [3, null, 'ann'],
    [3, 'ben', 'ann'],
    [4, 'ann', null],
  ] as const) {
    const put = (owner_id: string | null) =>
      database.updateTable('audit').set({ owner_id }).where('id', '=', id).execute()
    await put(owner)
    assert.deepEqual(await verified(), { good: 3, bad: [id] }, `${id} ${owner}`)
    await put(kept)
  }
  assert.deepEqual(await verified(), { good: 4, bad: [] })
  await log.commit({ ...EVENT, tool: 'devices_set' })
  const [latest] = (await log.read({ limit: 10 })).filter((one) => one.tool !== null)
  assert.equal(latest?.tool, 'devices_set')
  for (const [id, tool, kept] of [
    [5, null, 'devices_set'],
    [5, 'find', 'devices_set'],
    [4, 'find', null],
  ] as const) {
    const put = (name: string | null) =>
      database.updateTable('audit').set({ tool: name }).where('id', '=', id).execute()
    await put(tool)
    assert.deepEqual(await verified(), { good: 4, bad: [id] }, `${id} ${tool}`)
    await put(kept)
  }
  assert.deepEqual(await verified(), { good: 5, bad: [] })
  assert.deepEqual(errors, [])
})
