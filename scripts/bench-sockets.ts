// Measures the sockets of the gateway: many clients of one home, each told of every event. Prints loss,
// latency, and the CPU that the gateway took; clients run in a process of their own.
//
//   node --conditions=latchkey-source scripts/bench-sockets.ts [sockets] [events per second] [seconds]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type Installation, listen, openInstallation } from '@latchkey/gateway'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { temporaryDirectory } from '../e2e/world.ts'

const [sockets = 1_000, rate = 100, seconds = 10] = process.argv.slice(2).map(Number)

/** What the process of the clients is told, and tells. */
interface Task {
  readonly url: string
  readonly keys: readonly string[]
  readonly deviceId: string
  readonly sockets: number
}
type Report = 'ready' | { readonly received: number; readonly latencies: readonly number[] }

/** Sockets that one key may have. */
const PER_KEY = 5

/** The request to become a WebSocket. */
const REQUEST = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '',
  '',
].join('\r\n')

if (process.send) await runClients()
else await runGateway()

async function runGateway(): Promise<void> {
  using directory = temporaryDirectory()
  await using homey = await startVirtualHomey({ home: 'apartment', generation: 'pro-2023' })
  await using installation = await openInstallation({ data: directory.path })
  await using listener = await listen(installation, { host: '127.0.0.1', port: 0 })
  await post(installation, '/hubs', { name: 'Home', address: homey.address, key: homey.key })
  const [device] = Object.values(homey.state.devices).filter(({ capabilities }) =>
    capabilities.includes('dim'),
  )
  if (!device) throw new Error('this home has no lamp')
  const permissions = ['device:read']
  const keys: string[] = []
  while (keys.length * PER_KEY < sockets) {
    const made = { hub: 'Home', name: `Client ${keys.length}`, permissions }
    keys.push((await post<{ key: string }>(installation, '/keys', made)).key)
  }
  const clients = fork(import.meta.filename, { execArgv: ['--conditions=latchkey-source'] })
  const task: Task = { url: listener.url, keys, deviceId: device.id, sockets }
  clients.send(task)
  const [ready] = (await once(clients, 'message')) as [Report]
  if (ready !== 'ready') throw new Error('the clients are not ready')
  const memory = process.memoryUsage().rss
  const before = process.cpuUsage()
  const begun = performance.now()
  const total = rate * seconds
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) * rate) / 1_000))
    for (; sent < due; sent++) write(homey.address, homey.key, device.id, sent)
    await new Promise((done) => setTimeout(done, 2))
  }
  const took = (performance.now() - begun) / 1_000
  clients.send('report')
  const [report] = (await once(clients, 'message')) as [Exclude<Report, 'ready'>]
  // Until the last has arrived: what is sent late costs as much.
  const cpu = process.cpuUsage(before)
  print(report, { total, took, cpu: (cpu.user + cpu.system) / 1e6, memory })
  clients.kill()
}

interface Measured {
  readonly total: number
  readonly took: number
  readonly cpu: number
  readonly memory: number
}

function print({ received, latencies }: Exclude<Report, 'ready'>, measured: Measured): void {
  const { total, took, cpu, memory } = measured
  const expected = total * sockets
  const sorted = [...latencies].sort((one, other) => one - other)
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? Number.NaN).toFixed(1)
  console.log(`${sockets} sockets, ${total} events in ${took.toFixed(1)} s`)
  console.log(`delivered ${received} of ${expected}, lost ${expected - received}`)
  console.log(`latency ms: median ${at(0.5)}, p99 ${at(0.99)}, most ${at(0.999999)}`)
  const each = (cpu * 1e6) / received
  console.log(
    `CPU of gateway and virtual Homey: ${cpu.toFixed(1)} s, ${each.toFixed(1)} µs a delivery`,
  )
  const rss = process.memoryUsage().rss
  console.log(`memory before and after: ${[memory, rss].map((one) => (one / 1e6).toFixed(0))} MB`)
}

// At the hub itself, so that only telling is measured; the value is the time at which it was written.
function write(address: string, key: string | null, id: string, sent: number): void {
  const transactionId = `${process.hrtime.bigint()}`
  const body = JSON.stringify({ value: (sent % 100) / 100, transactionId })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const url = `${address}/api/manager/devices/device/${id}/capability/dim`
  void fetch(url, { method: 'PUT', headers, body }).then((answer) => answer.arrayBuffer())
}

async function post<T>(installation: Installation, url: string, payload: object): Promise<T> {
  const answer = await installation.owner.inject({ method: 'POST', url, payload })
  if (answer.statusCode >= 300) throw new Error(answer.payload)
  return answer.json<T>()
}

async function runClients(): Promise<void> {
  const [task] = (await once(process, 'message')) as [Task]
  const uri = `homey:device:${task.deviceId}`
  const latencies: number[] = []
  let received = 0
  const mark = `42/api,["${uri}","capability"`
  const open = (key: string) =>
    openRaw(task.url, key, uri, (text) => {
      if (!text.startsWith(mark)) return
      received++
      const sent = /"transactionId":"(\d+)"/.exec(text)?.[1]
      if (received % 50 === 0 && sent) {
        latencies.push(Number(process.hrtime.bigint() - BigInt(sent)) / 1e6)
      }
    })
  for (let at = 0; at < task.sockets; at++) await open(task.keys[Math.floor(at / PER_KEY)] ?? '')
  process.send?.('ready' satisfies Report)
  await once(process, 'message')
  for (let before = -1; before < received; ) {
    before = received
    await new Promise((done) => setTimeout(done, 1_000))
  }
  process.send?.({ received, latencies } satisfies Report)
}

// By hand: a library would take more CPU for a client than the gateway takes for it.
function openRaw(
  url: string,
  key: string,
  uri: string,
  onText: (text: string) => void,
): Promise<void> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const answers: readonly (readonly [start: string, answer: string])[] = [
    ['2', '3'],
    ['0{', '40'],
    ['40{', `420["handshakeClient",${JSON.stringify({ token: key })}]`],
    ['430[', '40/api,'],
    ['40/api,', `42/api,1["subscribe","${uri}"]`],
  ]
  return new Promise((resolve, reject) => {
    const take = (text: string) => {
      const known = text.startsWith('42') ? undefined : answers.find(([at]) => text.startsWith(at))
      if (known) socket.write(frame(known[1]))
      else if (text.startsWith('43/api,1')) resolve()
      else onText(text)
    }
    let rest: Buffer = Buffer.alloc(0)
    let isOpen = false
    socket.on('error', reject)
    socket.on('connect', () => socket.write(REQUEST))
    socket.on('data', (piece: Buffer) => {
      rest = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      if (!isOpen) {
        const end = rest.indexOf('\r\n\r\n')
        if (end < 0) return
        isOpen = true
        rest = rest.subarray(end + 4)
      }
      rest = takeFrames(rest, take)
    })
  })
}

/** Gives every whole frame's text to `take`; what is left is the beginning of another. */
function takeFrames(bytes: Buffer, take: (text: string) => void): Buffer {
  let at = 0
  while (bytes.length - at >= 2) {
    const short = (bytes[at + 1] ?? 0) & 127
    const head = short === 126 ? 4 : short === 127 ? 10 : 2
    if (bytes.length - at < head) break
    const length =
      short === 126
        ? bytes.readUInt16BE(at + 2)
        : short === 127
          ? Number(bytes.readBigUInt64BE(at + 2))
          : short
    if (bytes.length - at < head + length) break
    take(bytes.toString('latin1', at + head, at + head + length))
    at += head + length
  }
  return at === 0 ? bytes : bytes.subarray(at)
}

/** A text of a client as a frame; with a mask of zeros it stays as it is. */
function frame(text: string): Buffer {
  const body = Buffer.from(text)
  const isShort = body.length < 126
  const head = isShort
    ? [0x81, 0x80 | body.length]
    : [0x81, 0x80 | 126, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), body])
}
