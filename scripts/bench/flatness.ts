// Whether the hub path stays as fast as grants and audit rows grow: three gateways on copies of one
// installation, one small, one with many grants, one with many rows.
import { hash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { AuditLog } from '../../packages/gateway/src/audit/audit-log.ts'
import type { NewAuditEvent } from '../../packages/gateway/src/audit/event.ts'
import { openSqlite } from '../../packages/gateway/src/storage/sqlite.ts'
import type { Contender } from './contenders.ts'
import { CORES, type Effort } from './frame.ts'
import { copyOf, type Data, portOf, startGateway } from './gateway.ts'
import { saturate, warmUp } from './load-table.ts'
import { pin } from './processes.ts'
import { figure, heading } from './report.ts'
import { ratio } from './statistics.ts'

const FEW = 10
const CHUNK = 500

/** Adds grants, so that there are so many. */
async function addGrants(data: Data, wanted: number): Promise<void> {
  const database = openSqlite(join(data.path, 'latchkey.db'))
  const model = await database.selectFrom('grant').selectAll().executeTakeFirstOrThrow()
  for (let at = 1; at < wanted; at += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, wanted - at) }, () => {
      const id = randomUUID()
      return { ...model, id, token_hash: hash('sha256', id) }
    })
    await database.insertInto('grant').values(rows).execute()
  }
  await database.destroy()
}

/** Adds audit rows as the gateway writes them, chain and heads included. */
async function addRows(data: Data, wanted: number): Promise<void> {
  const database = openSqlite(join(data.path, 'latchkey.db'))
  const directory = data.path
  const log = await AuditLog.open({ database, directory, now: Date.now, onError: console.error })
  const id = randomUUID()
  const event: NewAuditEvent = {
    ...{ time: Date.now(), client: 'Bench', grant: id, hub: id, operation: 'flow.getFlow' },
    ...{ method: 'GET', path: `/api/manager/flow/flow/${id}`, status: 200, ms: 1.25 },
    verdict: 'allow',
    reason: 'granted',
  }
  for (let at = 1; at <= wanted; at++) {
    if (at % 200 === 0) await log.commit(event)
    else log.record(event)
  }
  await log[Symbol.asyncDispose]()
  await database.destroy()
}

/** Prints what many grants and many rows cost; `data` is closed and has one grant. */
export async function flatness(data: Data, effort: Effort): Promise<void> {
  const { grants, auditRows } = effort
  heading('Hub path as the installation grows, c64 req/s of the small one to the large one')
  await using stack = new AsyncDisposableStack()
  const copies = [data, data, data].map((one) => stack.use(copyOf(one)))
  const [small, granted, audited] = copies
  if (!small || !granted || !audited) return
  await addGrants(small, FEW)
  await addGrants(granted, grants)
  await addRows(audited, auditRows)
  const contenders: Contender[] = []
  for (const { path, key } of copies) {
    const gateway = stack.use(await startGateway({ path }))
    const one = { name: path, port: portOf(gateway), key, pids: [gateway.pid] }
    await warmUp(one, effort)
    pin(gateway.pid, CORES.proxy)
    contenders.push(one)
  }
  const rates: number[][] = [[], [], []]
  for (let round = 0; round < effort.rounds; round++) {
    for (const [at, one] of contenders.entries()) {
      rates[at]?.push((await saturate(one, effort.many)).rate)
    }
  }
  const [few = [], many = [], full = []] = rates
  const target = { most: 1.1 }
  const inWords = (count: number) => count.toLocaleString('en').replaceAll(',', ' ')
  const ofGrants = `grants ${FEW} → ${inWords(grants)}`
  figure({ what: ofGrants, value: ratio(few, many), unit: '×', target })
  const ofRows = `audit rows 0 → ${inWords(auditRows)}`
  figure({ what: ofRows, value: ratio(few, full), unit: '×', target })
}
