// Measures the audit log: what signing a row costs, what writing and verifying 100 000 rows takes.
// `node --conditions=latchkey-source scripts/bench-audit.ts`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AuditKey } from '../packages/gateway/src/audit/audit-key.ts'
import { AuditLog } from '../packages/gateway/src/audit/audit-log.ts'
import { extend, newChain } from '../packages/gateway/src/audit/chain.ts'
import type { NewAuditEvent } from '../packages/gateway/src/audit/event.ts'
import { toColumns } from '../packages/gateway/src/audit/row.ts'
import { migrate } from '../packages/gateway/src/storage/migrations.ts'
import { openSqlite } from '../packages/gateway/src/storage/sqlite.ts'

const ROWS = 100_000
const BATCH = 200
const ID = '7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10'

const EVENT: NewAuditEvent = {
  ...{
    time: 1_772_359_200_000,
    client: 'Kitchen display',
    grant: ID,
    hub: ID,
    status: 200,
    ms: 3.21,
  },
  ...{
    operation: 'devices.setCapabilityValue',
    method: 'PUT',
    verdict: 'allow',
    reason: 'granted',
  },
  path: `/api/manager/devices/device/${ID}/capability/onoff`,
}

/** Microseconds per row that `work` takes for `rows` rows. */
async function perRow(rows: number, work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return ((performance.now() - started) * 1000) / rows
}

const ids = Array.from({ length: BATCH }, (_, at) => at + 1)
const columns = ids.map(() => toColumns(EVENT))
const key = new AuditKey(Buffer.alloc(32, 1))
const rounds: number[] = []
for (let round = 0; round < 101; round++) {
  rounds.push(await perRow(BATCH, () => extend(key, newChain(), columns, ids)))
}
const sign = rounds.sort((a, b) => a - b)[50] ?? Number.NaN
console.log(`sign a row, median                ${sign.toFixed(2).padStart(8)} µs`)

const directory = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
const database = openSqlite(join(directory, 'latchkey.db'))
await migrate(database)
const log = await AuditLog.open({ database, directory, now: Date.now, onError: console.error })
const write = await perRow(ROWS, async () => {
  for (let at = 0; at < ROWS; at += BATCH) {
    for (let one = 1; one < BATCH; one++) log.record(EVENT)
    await log.commit(EVENT)
  }
})
console.log(`write a row, in batches of ${BATCH}    ${write.toFixed(2).padStart(8)} µs`)
const verify = await perRow(1, async () => {
  const { ok, good } = await log.verify()
  if (!ok || good !== ROWS) throw new Error('The log does not verify.')
})
console.log(`verify ${ROWS} rows              ${(verify / 1000).toFixed(0).padStart(8)} ms`)
await log[Symbol.asyncDispose]()
await database.destroy()
rmSync(directory, { recursive: true, force: true })
