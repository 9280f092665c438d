// The load generator, a process of its own on bare sockets. Closed loop: every connection asks again as
// soon as it was answered. Open loop: requests begin at a fixed rate, whether or not others have ended.
import { connect, type Socket } from 'node:net'
import { PATH } from './frame.ts'

/** What to do. */
export interface Load {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Requests per second; without it the loop is closed. */
  readonly rate?: number | undefined
  readonly key?: string | undefined
  /** What is asked for each time; without it a path of its own for each request. */
  readonly path?: string | undefined
}

/** What came of it. Latencies in microseconds. */
export interface Outcome {
  readonly requests: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  /** Answers that were no 200, by status. */
  readonly others: Readonly<Record<string, number>>
}

interface Lane {
  readonly socket: Socket
  begun: number
  busy: boolean
}

const load = JSON.parse(process.argv[2] ?? '{}') as Load
const run = Math.floor(Math.random() * 0xffff_ffff).toString(16)
const tail = ` HTTP/1.1\r\nHost: 127.0.0.1:${load.port}\r\nConnection: keep-alive\r\n${
  load.key === undefined ? '' : `Authorization: Bearer ${load.key}\r\n`
}\r\n`
const took: number[] = []
const others: Record<string, number> = {}
const lanes: Lane[] = []
/** Moments of requests that were due and found all connections busy. */
const late: number[] = []
let asked = 0
let over = false

function send(lane: Lane, due: number): void {
  lane.busy = true
  lane.begun = due
  lane.socket.write(`GET ${load.path ?? `${PATH}${run}-${asked++}`}${tail}`, 'latin1')
}

function answered(lane: Lane, status: string): void {
  const now = performance.now()
  if (status === '200') took.push((now - lane.begun) * 1000)
  else others[status] = (others[status] ?? 0) + 1
  lane.busy = false
  if (over) return
  const due = late.shift()
  if (due !== undefined) send(lane, due)
  else if (load.rate === undefined) send(lane, now)
}

/** Where an answer ends: its head, and the length that it says; undefined while it is not all there. */
function endOf(bytes: Buffer): number | undefined {
  const head = bytes.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const text = bytes.toString('latin1', 0, head).toLowerCase()
  const at = text.indexOf('content-length:')
  if (at < 0) throw new Error(`An answer without a length: ${text}`)
  const end = head + 4 + Number.parseInt(text.slice(at + 15, at + 30), 10)
  return bytes.length < end ? undefined : end
}

async function open(): Promise<Lane> {
  const socket = connect(load.port, '127.0.0.1')
  const lane: Lane = { socket, begun: 0, busy: false }
  let rest: Buffer | undefined
  socket.setNoDelay(true)
  socket.on('data', (piece) => {
    const bytes = rest ? Buffer.concat([rest, piece]) : piece
    const end = endOf(bytes)
    rest = end === undefined ? bytes : undefined
    if (end !== undefined) answered(lane, bytes.toString('latin1', 9, 12))
  })
  socket.on('close', () => {
    if (!over) throw new Error('A connection was closed.')
  })
  await new Promise<void>((done) => socket.once('connect', () => done()))
  return lane
}

function pace(rate: number, started: number): void {
  let due = 0
  const timer = setInterval(() => {
    if (over) return clearInterval(timer)
    const now = performance.now()
    for (; due < ((now - started) / 1000) * rate; due++) {
      const lane = lanes.find((one) => !one.busy)
      if (lane) send(lane, now)
      else late.push(now)
    }
  }, 1)
}

const at = (sorted: Float64Array, part: number): number =>
  sorted[Math.floor(sorted.length * part)] ?? Number.NaN

for (let count = 0; count < load.connections; count++) lanes.push(await open())
const started = performance.now()
if (load.rate === undefined) for (const lane of lanes) send(lane, started)
else pace(load.rate, started)
setTimeout(() => {
  over = true
  const seconds = (performance.now() - started) / 1000
  const sorted = Float64Array.from(took).sort()
  const outcome: Outcome = {
    ...{ requests: took.length, seconds, others },
    ...{ p50: at(sorted, 0.5), p99: at(sorted, 0.99) },
  }
  process.stdout.write(`${JSON.stringify(outcome)}\n`, () => process.exit(0))
}, load.seconds * 1000)
