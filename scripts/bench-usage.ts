// What keeping the use of grants costs: the time per call of counting it, of the writing that it is spread over,
// and of looking at a call while its grant is learned. Run: node --conditions=latchkey-source scripts/bench-usage.ts
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Limits, match, operations, required } from '@latchkey/catalogue'
import { dialectOf, type HubConnection } from '@latchkey/homey'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { grantWith } from '../packages/gateway/src/grants/grant.test-support.ts'
import type { Grant } from '../packages/gateway/src/grants/grant.ts'
import type { Admitted } from '../packages/gateway/src/hub-path/admit.ts'
import type { Passed } from '../packages/gateway/src/hub-path/limit.ts'
import type { Hub } from '../packages/gateway/src/hubs/hub.ts'
import { coverageOf } from '../packages/gateway/src/limits/coverage.ts'
import { homeOf } from '../packages/gateway/src/limits/home-of.test-support.ts'
import { subjectOf } from '../packages/gateway/src/limits/subject.ts'
import { migrate } from '../packages/gateway/src/storage/migrations.ts'
import { openSqlite } from '../packages/gateway/src/storage/sqlite.ts'
import { UsageLog } from '../packages/gateway/src/usage/usage-log.ts'

await using homey = await startVirtualHomey({ home: 'villa' })
const home = await homeOf(homey)
const [device = ''] = home.items.device.keys()
const [flow = ''] = home.items.flow.keys()
const permissions = operations('pro-2023').flatMap(({ requirement }) =>
  requirement.class === 'permission' ? [requirement.permission] : [],
)

const grantOf = (id: string, more: Partial<Grant> = {}): Grant =>
  grantWith({ id, hubId: homey.id, permissions: new Set(permissions), ...more })

/** A call that passed, as the hub path has it. */
function passedOf(grant: Grant, method: string, path: string, body?: unknown): Passed {
  const meant = match('pro-2023', method, path)
  if (!meant.matched) throw new Error(path)
  const needs = required(meant.operation, { ids: meant.ids, body })
  if (needs.kind !== 'permissions') throw new Error(path)
  const call = dialectOf('pro-2023').toHub(meant.operation, meant.ids, '', body)
  if (typeof call === 'string') throw new Error(call)
  const hub = { hub: { id: homey.id } as Hub, connection: {} as HubConnection }
  const admitted: Admitted = {
    ...{ grant, hub, meant, body, call, needs: needs.alternatives },
    withBody: () => call,
    again: () => {
      throw new Error('never asked here')
    },
  }
  return { admitted, call }
}

const directory = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
const database = openSqlite(join(directory, 'usage.db'))
await migrate(database)
await using log = new UsageLog({
  ...{ database, now: Date.now, homeOf: () => home },
  onError: (error) => console.error(error),
})

const CALLS = [
  ['GET', '/api/manager/devices/device'],
  ['GET', `/api/manager/devices/device/${device}`],
  ['PUT', `/api/manager/devices/device/${device}/capability/onoff`, { value: true }],
  ['GET', '/api/manager/flow/flow'],
  ['PUT', `/api/manager/flow/flow/${flow}`, { enabled: true }],
] as const

function median(what: string, calls: readonly Passed[], batches = 400, batch = 1_000): void {
  const run = () => {
    for (let at = 0; at < batch; at++) {
      const passed = calls[at % calls.length]
      if (!passed) return
      log.used(passed, 200, log.look(passed))
    }
  }
  for (let at = 0; at < 20; at++) run()
  const times = Array.from({ length: batches }, () => {
    const start = performance.now()
    run()
    return ((performance.now() - start) * 1_000) / batch
  }).toSorted((one, other) => one - other)
  const [middle, late] = [times[batches >> 1], times[Math.floor(batches * 0.95)]]
  console.log(`${what}: ${middle?.toFixed(3)} µs per call (95 %: ${late?.toFixed(3)})`)
}

const callsOf = (grant: Grant) =>
  CALLS.map(([method, path, body]) => passedOf(grant, method, path, body))

console.log(`load ${readFileSync('/proc/loadavg', 'utf8').trim()}`)
median('counted, one grant', callsOf(grantOf('g')))
const limits: Limits = { devices: [device], flows: [flow] }
const limited = grantOf('limited', { limits })
const subject = subjectOf(limited)
if (!subject) throw new Error('no limits')
const coverage = coverageOf(subject, home)
median(
  'counted, with limits and locks',
  callsOf(limited).map((passed) => ({ ...passed, coverage })),
)
const many = Array.from({ length: 1_000 }, (_, at) => callsOf(grantOf(`g${at}`))).flat()
median('counted, 1 000 grants in turn', many)
const written = performance.now()
await log.flush()
console.log(`5 000 needs and 3 000 objects written: ${(performance.now() - written).toFixed(1)} ms`)
for (const grants of [1, 10, 100]) {
  const times: number[] = []
  for (let window = 0; window < 15; window++) {
    for (const passed of many.slice(0, grants * CALLS.length)) log.used(passed, 200, undefined)
    const started = performance.now()
    await log.flush()
    times.push(performance.now() - started)
  }
  const took = times.toSorted((one, other) => one - other)[7] ?? 0
  const each = ((took * 1_000) / 2_000).toFixed(2)
  console.log(
    `a window of ${grants} grants written: ${took.toFixed(2)} ms, so ${each} µs per call at 1 000 calls a second`,
  )
}
const learning = { from: 1, until: Number.MAX_SAFE_INTEGER }
median('while it is learned', callsOf(grantOf('learned', { learning })), 20, 200)
median('while it is learned, with limits', callsOf(grantOf('l2', { learning, limits })), 20, 200)
await log.flush()
rmSync(directory, { recursive: true })
