// A real gateway under slow clients, slow hubs and floods: prints its memory over time and what other
// clients notice, and fails if memory grows without bound, others wait more than twice as long, or
// something is left in hand. `npm run soak -- --seconds 120`
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { badHub } from '../e2e/bad-hub.ts'
import { ATTACKS, type Attack, type Target } from './soak-attacks.ts'
import type { Report, Told } from './soak-clients.ts'

const LATCHKEY = resolve(import.meta.dirname, '../packages/cli/bin/latchkey.mjs')
const MB = 1024 * 1024
/** Most memory that the gateway may have, in bytes, whatever is done to it. */
const MOST_MEMORY = 700 * MB
/** Others may wait so much longer; times below `FLOOR` milliseconds are noise. */
const SLOWER = 2
const FLOOR = 10

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, only: { type: 'string' } },
})
const seconds = Number(values.seconds)

const data = mkdtempSync(join(tmpdir(), 'latchkey-soak-'))

/** Asks the owner API at the control socket. */
function owner(method: string, path: string, body?: unknown): Promise<string> {
  return new Promise((done, fail) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const where = { socketPath: join(data, 'control.sock'), method, path, headers }
    const sent = request(where, async (answer) => {
      let text = ''
      for await (const piece of answer) text += String(piece)
      if (answer.statusCode === 200) done(text)
      else fail(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))
    })
    sent.on('error', fail)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

async function startGateway(): Promise<{ child: ChildProcess; url: string; said: () => string }> {
  const words = [LATCHKEY, 'start', '--data', data, '--port', '0', '--json']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let err = ''
  child.stderr.on('data', (piece) => {
    err = (err + String(piece)).slice(-4000)
  })
  const lines = createInterface(child.stdout)
  const line = await Promise.race([
    once(lines, 'line').then(([first]) => String(first)),
    once(child, 'exit').then(() => Promise.reject(new Error(`It did not start: ${err}`))),
  ])
  return { child, url: (JSON.parse(line) as { url: string }).url, said: () => err }
}

let added = 0

/** Adds a hub and makes a key for it. @throws Error if the gateway takes it for one that it has */
async function addHub(name: string, hub: { address: string; key: string }): Promise<string> {
  await owner('POST', '/hubs', { name, address: hub.address, key: hub.key })
  const hubs = JSON.parse(await owner('GET', '/hubs')) as readonly { readonly name: string }[]
  if (hubs.length !== ++added) throw new Error(`${name} is the same hub as another one.`)
  const permissions = ['zone:read', 'alarm:read', 'flow:read', 'flow:create']
  const wanted = { hub: name, name, permissions }
  return (JSON.parse(await owner('POST', '/keys', wanted)) as { key: string }).key
}

/** Resident memory of a process, in bytes. */
const memory = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024

async function metric(name: string): Promise<number> {
  const line = (await owner('GET', '/metrics'))
    .split('\n')
    .find((one) => one.startsWith(`${name} `))
  return Number(line?.split(' ')[1])
}

interface Phase extends Report {
  readonly name: string
  readonly rss: readonly number[]
}

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length)

/** Runs attacks for some time, and gives back what was seen meanwhile. */
async function phase(
  name: string,
  attacks: readonly Attack[],
  lasts: number,
  { target, pid, clients }: { target: Target; pid: number; clients: Worker },
): Promise<Phase> {
  const stop = new AbortController()
  const running = attacks.map((attack) => attack(target, stop.signal))
  // What the clients saw of the change from one phase to the next belongs to none.
  await wait(Math.min(1_000, lasts * 200))
  await report(clients)
  const rss: number[] = []
  const end = performance.now() + lasts * 1000
  while (performance.now() < end) {
    rss.push(memory(pid))
    await wait(Math.min(500, lasts * 100))
  }
  const seen = await report(clients)
  stop.abort()
  await Promise.all(running)
  const done = { name, rss, ...seen }
  print(done)
  return done
}

async function report(clients: Worker): Promise<Report> {
  clients.postMessage({ kind: 'report' } satisfies Told)
  return (await once(clients, 'message'))[0] as Report
}

function print({ name, rss, asked, failed, p50, p99 }: Phase): void {
  const mb = (bytes: number) => String(Math.round(bytes / MB)).padStart(5)
  const quarters = [0, 1, 2, 3].map((at) => {
    const part = rss.slice(
      Math.floor((rss.length * at) / 4),
      Math.ceil((rss.length * (at + 1)) / 4),
    )
    return mb(mean(part))
  })
  const waits = [p50, p99].map((one) => one.toFixed(1).padStart(8)).join('')
  const counts = `${String(asked).padStart(7)}${String(failed).padStart(7)}`
  console.log(`${name.padEnd(26)}${quarters.join('')}${mb(Math.max(...rss))}${counts}${waits}`)
}

/** What is not as promised. */
function broken(phases: readonly Phase[]): string[] {
  const [quiet] = phases
  if (!quiet) return ['nothing was measured']
  const found: string[] = []
  for (const { name, rss, p99, failed } of phases) {
    const ratio = p99 / Math.max(FLOOR, quiet.p99)
    if (ratio >= SLOWER) found.push(`${name}: others waited ${ratio.toFixed(1)} times as long`)
    if (failed > 0) found.push(`${name}: ${failed} requests of others failed`)
    if (Math.max(...rss) > MOST_MEMORY) found.push(`${name}: more than ${MOST_MEMORY / MB} MB`)
    const half = Math.floor(rss.length / 2)
    const [before, after] = [
      mean(rss.slice(Math.floor(half / 2), half)),
      mean(rss.slice(-half / 2)),
    ]
    if (name === 'all of it' && after > before * 1.2 + 32 * MB) found.push('memory goes on growing')
  }
  return found
}

/** Waits until nothing is in hand any more. */
async function settled(): Promise<string[]> {
  const names = [
    'latchkey_requests_in_hand',
    'latchkey_answers_held_bytes',
    'latchkey_audit_queue_length',
  ]
  for (let round = 0; round < 100; round++) {
    const left = await Promise.all(names.map(metric))
    if (left.every((one) => one <= 10)) return []
    await wait(200)
  }
  return ['something is left in hand when all have gone']
}

const clients = new Worker(new URL('./soak-clients.ts', import.meta.url))
const [healthy] = (await once(clients, 'message')) as [{ address: string; key: string }]
const bad = await badHub()
const { child, url, said } = await startGateway()
try {
  const key = await addHub('Home', healthy)
  const target = { port: Number(new URL(url).port), key: await addHub('Bad', bad) }
  clients.postMessage({ kind: 'begin', url, key } satisfies Told)
  const around = { target, pid: child.pid ?? 0, clients }
  console.log(`load ${readFileSync('/proc/loadavg', 'utf8').trim()}`)
  const heading = 'MB by quarter of the time      max  asked failed  p50 ms  p99 ms'
  console.log(`${''.padEnd(26)}${heading}`)
  const share = seconds / 10
  const phases = [await phase('nothing', [], share, around)]
  for (const [name, attacks] of Object.entries(ATTACKS)) {
    if (values.only !== undefined && values.only !== name) continue
    const lasts = name === 'all of it' ? share * 3 : share
    phases.push(await phase(name, attacks, lasts, around))
  }
  phases.push(await phase('nothing, afterwards', [], share, around))
  clients.postMessage({ kind: 'end' } satisfies Told)
  const wrong = [...broken(phases), ...(await settled())]
  if (child.exitCode !== null) wrong.push(`the gateway ended: ${said()}`)
  console.log((await owner('GET', '/metrics')).match(/^latchkey_rejected_total.*$/gm)?.join('\n'))
  for (const one of wrong) console.log(`NOT AS PROMISED  ${one}`)
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  child.kill('SIGKILL')
  await bad[Symbol.asyncDispose]()
  await clients.terminate()
  rmSync(data, { recursive: true, force: true })
}
