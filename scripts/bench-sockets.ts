// Measures the sockets of the gateway: many clients of one home, each told of every event. Prints loss,
// latency, and the CPU that the gateway took; clients run in a process of their own.
//
//   node --conditions=latchkey-source scripts/bench-sockets.ts [sockets] [events per second] [seconds]
import { fork } from 'node:child_process'
import { once } from 'node:events'
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
  const cpu = process.cpuUsage(before)
  clients.send('report')
  const [report] = (await once(clients, 'message')) as [Exclude<Report, 'ready'>]
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
  console.log(`CPU of gateway and virtual Homey: ${((100 * cpu) / took).toFixed(0)} % of one core`)
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
  const at = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
  const socket = new WebSocket(at)
  const hello = `420["handshakeClient",${JSON.stringify({ token: key })}]`
  const answers: Readonly<Record<string, string>> = {
    '0': '40',
    '40': hello,
    '430': '40/api,',
    '40/': `42/api,1["subscribe","${uri}"]`,
  }
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('a client cannot connect')))
    socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
      const text = String(data)
      if (text === '2') return socket.send('3')
      if (text.startsWith('43/api,1')) return resolve()
      const next = Object.keys(answers).findLast((start) => text.startsWith(start))
      const answer = next === undefined ? undefined : answers[next]
      if (answer === undefined) onText(text)
      else socket.send(answer)
    })
  })
}
