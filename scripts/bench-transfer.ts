// `npm run bench:transfer`: what a transfer costs, beside the goals of reference 6: time against a hub of
// 20 ms, against one that takes only so many writes a second, and against a Pro 2019; memory for ten villas.
// Matching is measured by `bench-match.ts`, surviving by `torture-transfer.ts`. `-- --quick` leaves out ten villas.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { script, started } from './bench/processes.ts'
import { figure, heading, score, table } from './bench/report.ts'
import { applyOnce, type Hubs, hubsScript } from './bench-transfer/apply.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const LATENCY = 20
const RATE = 50
/** A Pro 2019 is asked no more often than this, in milliseconds. */
const GAP = 150

console.log(`load ${loadavg()[0]?.toFixed(2)}, Node ${process.versions.node}`)
heading(
  'villa to villa-moved: 200 devices, 400 flows, up to the barrier, 20 ms; its apps are there',
)
const slow = ['--latency', String(LATENCY)]
const times: number[][] = []
for (const concurrency of [1, 4, 8]) {
  const { ms, writes, patches, planning } = await applyOnce(slow, { concurrency, hasApps: true })
  times.push([concurrency, ms, writes, (writes * LATENCY) / concurrency, patches, planning])
}
table(
  ['in flight', 'ms', 'writes', 'least ms', 'efficiency', 'patches', 'match and plan ms'],
  times.map(([c = 0, ms = 1, writes = 0, least = 0, patches = 0, planning = 0]) => [
    ...[String(c), ms.toFixed(0), String(writes), least.toFixed(0)],
    ...[(least / ms).toFixed(2), String(patches), planning.toFixed(0)],
  ]),
)
const [one, four, eight] = times.map(([, ms = 0]) => ms)
const share = (at: number): number => (times[at]?.[3] ?? 0) / (times[at]?.[1] ?? 1)
figure({ what: 'G1 at 8 in flight', value: (eight ?? 0) / 1000, unit: 's', target: { most: 6 } })
const faster = (one ?? 0) / (eight ?? 1)
figure({ what: 'G1 times as fast as one by one', value: faster, unit: '×', target: { least: 5.5 } })
figure({ what: 'G2 efficiency at 4', value: share(1), unit: '', target: { least: 0.8 } })
figure({ what: 'G2 efficiency at 8', value: share(2), unit: '', target: { least: 0.7 } })
const planning = Math.max(...times.map((row) => row[5] ?? 0))
figure({ what: 'G17 matching and planning', value: planning, unit: 'ms', target: { most: 1000 } })
if (four === undefined) process.exitCode = 1

const whole = await applyOnce(slow, { concurrency: 8 })
console.log(`with apps of the store, which take 3 s to start: ${whole.ms.toFixed(0)} ms`)

heading(`the same against a hub that takes ${RATE} writes a second`)
const limited = await applyOnce([...slow, '--rate', String(RATE)], { concurrency: 8 })
const floor = (limited.writes / RATE) * 1000
console.log(`${limited.writes} writes in ${limited.ms.toFixed(0)} ms, floor ${floor.toFixed(0)} ms`)
figure({ what: 'G3 of its floor', value: limited.ms / floor, unit: '×', target: { most: 1.05 } })
figure({ what: 'G3 refusals', value: limited.refused, unit: '', digits: 0, target: { most: 70 } })

heading('apartment to an empty Pro 2019, which is asked every 150 ms')
const toOld = ['--source', 'apartment', '--target', 'empty', '--target-generation', 'pro-2019']
const old = await applyOnce(toOld)
const paced = old.requests * GAP
console.log(`${old.requests} requests in ${old.ms.toFixed(0)} ms, pacing ${paced} ms`)
figure({ what: 'Pro 2019 of its pacing', value: old.ms / paced, unit: '×', target: { most: 1.2 } })

interface Stage {
  readonly name: string
  readonly ms: number
  readonly peak: number
}

// The engine takes more than it needs as long as there is more; with so much heap it has to get by.
const HEAP = ['--max-old-space-size=170', '--max-semi-space-size=8']

async function tenVillas(): Promise<void> {
  heading('ten villas to ten villas: 2,000 devices, 3,600 flows; most memory that was ever held')
  const words = ['--source', 'villas', '--target', 'villas', '--source-generation', 'pro-2019']
  await using hubs = await started<Hubs>(hubsScript(words))
  const { source, target } = hubs.said
  const both = [source, target].map((one) => JSON.stringify(one))
  await using done = await started<{ stages: readonly Stage[] }>([
    ...HEAP,
    ...script('../bench-transfer/large.ts', ...both),
  ])
  for (const { name, ms, peak } of done.said.stages) console.log(`${name}: ${ms} ms, ${peak} MB`)
  const peak = Math.max(...done.said.stages.map((stage) => stage.peak))
  figure({
    what: 'G17 memory for ten villas',
    value: peak,
    unit: 'MB',
    digits: 0,
    target: { most: 300 },
  })
}

if (!values.quick) await tenVillas()
heading(score())
