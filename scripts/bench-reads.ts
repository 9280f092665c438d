// Reads that the gateway answers from what it knows of the hub, beside the same reads at a hub that takes
// 25 ms for each, and beside a bare server that sends the same bytes; and that one beside itself with our log.
//
//   node --conditions=latchkey-source scripts/bench-reads.ts
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { CORES, MANY } from './bench/frame.ts'
import { owner, portOf, startGateway, temporaryDirectory } from './bench/gateway.ts'
import { load, pin, processorTime, script, started } from './bench/processes.ts'
import { figure, heading } from './bench/report.ts'
import { median, ratio } from './bench/statistics.ts'

const HUB_TAKES = 25
const ROUNDS = 5

await using homey = await startVirtualHomey({ home: 'villa', latency: HUB_TAKES })
using directory = temporaryDirectory()
await using gateway = await startGateway(directory)
const data = { ...directory, key: '' }
await owner(data, 'POST', '/hubs', { name: 'Home', address: homey.address, key: homey.key })
const zones = Object.values(homey.state.zones).map(({ id }) => id)
const devices = Object.values(homey.state.devices).map(({ id }) => id)
const make = async (limits?: object) =>
  (
    await owner<{ key: string }>(data, 'POST', '/keys', {
      ...{ hub: 'Home', name: 'Reads', permissions: ['device:read', 'zone:read'], limits },
    })
  ).key
const all = await make()
const some = await make({ devices: devices.slice(0, 20) })

interface Read {
  readonly what: string
  readonly path: string
  readonly key: string
}

const one = `/api/manager/devices/device/${devices[0]}`
const list = '/api/manager/devices/device'
const READS: readonly Read[] = [
  { what: 'one device', path: one, key: all },
  { what: `${zones.length} zones`, path: '/api/manager/zones/zone', key: all },
  { what: `${devices.length} devices`, path: list, key: all },
  { what: `20 of ${devices.length} devices`, path: list, key: some },
]

const bytesOf = async ({ path, key }: Read): Promise<Buffer> => {
  const answer = await fetch(`${gateway.said.url}${path}`, {
    headers: { authorization: `Bearer ${key}` },
  })
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  return Buffer.from(await answer.arrayBuffer())
}

async function measure(read: Read): Promise<void> {
  const bytes = await bytesOf(read)
  const file = join(directory.path, 'bytes.json')
  writeFileSync(file, bytes)
  await using bare = await started<{ port: number }>(script('same-bytes.ts', file))
  await using logged = await started<{ port: number }>(script('same-bytes-logged.ts', file))
  const ours = { port: portOf(gateway), key: read.key, path: read.path }
  const theirs = { port: bare.said.port, path: read.path }
  const floor = { port: logged.said.port, path: read.path }
  const hub = { port: Number(new URL(homey.address).port), key: homey.key, path: read.path }
  for (const to of [ours, theirs, floor]) await load({ ...to, connections: MANY, seconds: 3 })
  for (const { pid } of [gateway, bare, logged]) pin(pid, CORES.proxy)
  const asked = homey.requests.length
  const rates = { ours: [], bare: [], logged: [] } as Record<'ours' | 'bare' | 'logged', number[]>
  const latencies = { ours: [], bare: [], hub: [] } as Record<'ours' | 'bare' | 'hub', number[]>
  const processor: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = processorTime(gateway.pid)
    const many = await load({ ...ours, connections: MANY, seconds: 1.5 }, CORES.load)
    processor.push((processorTime(gateway.pid) - before) / many.requests)
    rates.ours.push(many.requests / many.seconds)
    const ceiling = await load({ ...theirs, connections: MANY, seconds: 1.5 }, CORES.load)
    rates.bare.push(ceiling.requests / ceiling.seconds)
    const least = await load({ ...floor, connections: MANY, seconds: 1.5 }, CORES.load)
    rates.logged.push(least.requests / least.seconds)
    latencies.bare.push((await load({ ...theirs, connections: 1, seconds: 0.8 }, CORES.load)).p50)
    latencies.ours.push((await load({ ...ours, connections: 1, seconds: 0.8 }, CORES.load)).p50)
  }
  const upstream = homey.requests.length - asked
  for (let round = 0; round < ROUNDS; round++) {
    latencies.hub.push((await load({ ...hub, connections: 1, seconds: 0.5 }, CORES.load)).p50)
  }
  heading(`${read.what}, ${(bytes.length / 1024).toFixed(1)} KB`)
  const quicker = median(latencies.hub) / median(latencies.ours)
  figure({ what: 'quicker than the hub', value: quicker, unit: '×', target: { least: 100 } })
  figure({ what: 'calls to the hub', value: upstream, unit: '', digits: 0, target: { most: 0 } })
  const rate = ratio(rates.ours, rates.bare)
  figure({ what: 'rate to a bare server', value: rate, unit: '×', target: { least: 0.8 } })
  figure({
    ...{ what: 'rate of a bare server with our log to one without', unit: '×' },
    value: ratio(rates.logged, rates.bare),
  })
  figure({
    what: 'median',
    value: median(latencies.ours),
    unit: 'µs',
    digits: 0,
    target: { most: 250 },
  })
  figure({
    what: 'median of the bare server',
    value: median(latencies.bare),
    unit: 'µs',
    digits: 0,
  })
  const cpu = median(processor) / 1000
  figure({ what: 'processor time', value: cpu, unit: 'ms', digits: 3, target: { most: 0.3 } })
}

console.log(`load ${loadavg()[0]}`)
for (const read of READS) await measure(read)
