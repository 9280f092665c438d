// Kills a real gateway with SIGKILL at random moments under load, starts it again, and looks whether it
// kept what it promises: nothing reached the hub without a `sent` row, no revoked key lives, the audit
// log verifies, and it is back in time. `npm run torture -- --rounds 200`, at most `--seconds 600`; with
// `--postgres` on a PostgreSQL of its own, with DATABASE_URL on that one, else on SQLite.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { EventView, Verification } from '@latchkey/gateway'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { startPostgres } from '../e2e/postgres.ts'

const LATCHKEY = resolve(import.meta.dirname, '../packages/cli/bin/latchkey.mjs')
const VARIABLES = '/api/manager/logic/variable'
const CLIENTS = 12
/** How long it may take to be back, in milliseconds. */
const LONGEST_START = 1500
/** How many rows of reads a crash may lose. */
const LOSS_WINDOW = 200

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seconds: { type: 'string', default: 'Infinity' },
    postgres: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const deadline = performance.now() + 1000 * Number(values.seconds)

interface Said {
  readonly status: number
  readonly text: string
}

/** One request; status 0 if nobody answered. */
function ask(
  where: object,
  method: string,
  path: string,
  key?: string,
  body?: unknown,
): Promise<Said> {
  return new Promise((done) => {
    const headers = {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const sent = request({ ...where, method, path, headers, timeout: 30_000 }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece) => {
        text += piece
      })
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text }))
      answer.on('error', () => done({ status: 0, text }))
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => done({ status: 0, text: '' }))
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

await using postgres = values.postgres ? await startPostgres() : undefined
const databaseUrl = (await postgres?.database()) ?? process.env['DATABASE_URL']
const data = mkdtempSync(join(tmpdir(), 'latchkey-torture-'))
const socketPath = join(data, 'control.sock')

async function owner<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { status, text } = await ask({ socketPath }, method, path, undefined, body)
  if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`)
  return JSON.parse(text) as T
}

interface Gateway {
  readonly child: ChildProcess
  readonly where: object
  readonly took: number
  readonly ended: Promise<void>
}

async function startGateway(): Promise<Gateway> {
  const started = performance.now()
  const words = [LATCHKEY, 'start', '--data', data, '--port', '0', '--json']
  const env = { ...process.env, ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'], env })
  let err = ''
  child.stderr.on('data', (piece) => {
    err = (err + String(piece)).slice(-4000)
  })
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  const line = await new Promise<string>((done, fail) => {
    createInterface(child.stdout).once('line', done)
    void ended.then(() => fail(new Error(`It ended before it was ready: ${err}`)))
  })
  const { hostname, port } = new URL((JSON.parse(line) as { url: string }).url)
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  return { child, where: { hostname, port, agent }, took: performance.now() - started, ended }
}

/** Writes, each to a path of its own, and reads, until it is over. */
async function load(where: object, key: string, stop: AbortSignal): Promise<number> {
  let asked = 0
  while (!stop.aborted) {
    asked++
    if (asked % 3 === 0) {
      if ((await ask(where, 'GET', VARIABLES, key)).status === 200) told.reads++
      continue
    }
    const path = `${VARIABLES}/${randomUUID()}`
    // The hub has no such variable.
    if ((await ask(where, 'DELETE', path, key)).status === 404) told.writes.push(path)
  }
  return asked
}

/** Makes keys and revokes them; a key counts as revoked when the owner was told so. */
async function revoking(hub: string, revoked: string[], stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const wanted = { hub, name: 'Short', permissions: ['variable:read'] }
    const { id, key } = await owner<{ id: string; key: string }>('POST', '/keys', wanted)
    await owner('DELETE', `/keys/${id}`)
    revoked.push(key)
    await wait(20)
  }
}

/** Reads all rows after an id: what they say was sent, answered and read. */
async function readRows(after: number): Promise<number> {
  let last = after
  while (true) {
    const page = await owner<readonly EventView[]>('GET', `/audit?limit=1000&after=${last}`)
    for (const event of page) {
      last = event.id
      if (event.reason === 'sent') sent.add(event.path)
      if (event.reason === 'answered') answered.add(event.path)
      if (event.reason === 'granted' && event.client === 'Load') readsRecorded++
    }
    if (page.length < 1000) return last
  }
}

await using homey = await startVirtualHomey({ home: 'apartment', generation: 'pro-2023' })
const starts: number[] = []
const unrecorded: string[] = []
const sent = new Set<string>()
const answered = new Set<string>()
/** What clients were told since the last check. */
const told = { reads: 0, writes: [] as string[] }
const unanswered: string[] = []
const lostReads: number[] = []
let readsRecorded = 0
const revoked: string[] = []
const broken: string[] = []
let [alive, asked, writes, last, seen, rows] = [0, 0, 0, 0, 0, 0]
let checked = 0
let key = ''

async function check(gateway: Gateway): Promise<void> {
  last = await readRows(last)
  unanswered.push(...told.writes.filter((path) => !answered.has(path)))
  told.writes.length = 0
  // What was recorded and not told any more makes up for none that is lost later.
  lostReads.push(Math.max(0, told.reads - readsRecorded))
  told.reads = 0
  readsRecorded = 0
  for (const { method, path } of homey.requests.slice(seen)) {
    if (method !== 'DELETE') continue
    writes++
    if (!sent.has(path)) unrecorded.push(path)
  }
  seen = homey.requests.length
  for (const one of revoked.slice(checked)) {
    if ((await ask(gateway.where, 'GET', VARIABLES, one)).status !== 401) alive++
  }
  checked = revoked.length
  const verified = await owner<Verification>('GET', '/audit/verify')
  rows = verified.rows
  if (!verified.ok) broken.push(JSON.stringify(verified.problems.slice(0, 3)))
}

try {
  for (let round = 0; round <= rounds && performance.now() < deadline; round++) {
    const gateway = await startGateway()
    if (round > 0) starts.push(gateway.took)
    else {
      const hub = { name: 'Home', address: homey.address, key: homey.key }
      await owner('POST', '/hubs', hub)
      const permissions = ['variable:read', 'variable:delete']
      key = (
        await owner<{ key: string }>('POST', '/keys', { hub: 'Home', name: 'Load', permissions })
      ).key
    }
    await check(gateway)
    const stop = new AbortController()
    const clients = Array.from({ length: CLIENTS }, () => load(gateway.where, key, stop.signal))
    const owners = revoking('Home', revoked, stop.signal).catch(() => {})
    if (round < rounds) await wait(20 + Math.random() * 500)
    gateway.child.kill('SIGKILL')
    stop.abort()
    await gateway.ended
    await owners
    for (const one of await Promise.all(clients)) asked += one
    if (round % 10 === 0) process.stderr.write(`${round} `)
  }
} finally {
  rmSync(data, { recursive: true, force: true })
}

const sorted = starts.toSorted((a, b) => a - b)
const at = (part: number) =>
  Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN)
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), 0)
const late = starts.filter((one) => one > LONGEST_START).length
const table: readonly (readonly [string, string | number, boolean])[] = [
  ['kills, each with a restart', starts.length, true],
  ['requests', asked, true],
  ['writes that reached the hub', writes, writes > 0],
  ['… of them without a sent row', unrecorded.length, unrecorded.length === 0],
  ['writes told to clients without an answered row', unanswered.length, unanswered.length === 0],
  [
    `reads lost by one kill, at most (${LOSS_WINDOW} may be)`,
    most(lostReads),
    most(lostReads) <= LOSS_WINDOW,
  ],
  ['keys revoked', revoked.length, revoked.length > 0],
  ['… of them alive after the restart', alive, alive === 0],
  ['audit rows', rows, true],
  ['restarts after which the log does not verify', broken.length, broken.length === 0],
  ['restart, median ms', at(0.5), true],
  ['restart, 95 of 100 within ms', at(0.95), true],
  [`restart, longest ms (${late} above ${LONGEST_START})`, at(1), late === 0],
]
const on = databaseUrl === undefined ? 'SQLite' : 'PostgreSQL'
const [busy] = loadavg()
console.log(`\n${on}; load of the machine over the last minute: ${busy?.toFixed(1)}`)
for (const [what, value, ok] of table) {
  console.log(`${what.padEnd(52)}${String(value).padStart(8)}  ${ok ? '' : 'NOT AS PROMISED'}`)
}
for (const one of [...broken, ...unrecorded, ...unanswered].slice(0, 5)) console.log(one)
process.exitCode = table.every(([, , ok]) => ok) ? 0 : 1
