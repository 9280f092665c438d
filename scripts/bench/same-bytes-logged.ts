// The bare server of `same-bytes.ts` that also keeps our audit log, a row for each request, and does nothing
// else that a gateway does: what nobody who answers with Node and keeps this log can be quicker than.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AuditLog } from '../../packages/gateway/src/audit/audit-log.ts'
import type { NewAuditEvent } from '../../packages/gateway/src/audit/event.ts'
import { migrate } from '../../packages/gateway/src/storage/migrations.ts'
import { openSqlite } from '../../packages/gateway/src/storage/sqlite.ts'

const directory = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
const database = openSqlite(join(directory, 'latchkey.db'))
await migrate(database)
const onError = (error: unknown): void => console.error(error)
const audit = await AuditLog.open({ database, directory, now: Date.now, onError })
const body = readFileSync(process.argv[2] ?? '')
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length }
const row: Omit<NewAuditEvent, 'time' | 'path'> = {
  ...{
    client: 'Reads',
    grant: '5b8f1c52-6f0e-4f0e-9d5e-0c5f2f1f6a11',
    hub: '6f1e9d2c4b8a7f3e5d1c0b9a',
  },
  ...{ operation: 'devices.getDevice', method: 'GET', verdict: 'allow', reason: 'granted' },
  ...{ status: 200, ms: 0.1 },
}

const server = createServer(({ url = '/' }, response) => {
  audit.record({ ...row, time: Date.now(), path: url })
  response.writeHead(200, headers).end(body)
})
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }))
})
process.once('SIGTERM', () => {
  rmSync(directory, { recursive: true, force: true })
  process.exit(0)
})
