// How long the limits of a grant take on the villa: a call about one device, a change of one value, a
// list, a flow that is written. Run: node --conditions=latchkey-source scripts/bench-limits.ts
import { readFileSync } from 'node:fs'
import { match } from '@latchkey/catalogue'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { coverageOf } from '../packages/gateway/src/limits/coverage.ts'
import { cutAnswer } from '../packages/gateway/src/limits/cut.ts'
import { type Home, withItem } from '../packages/gateway/src/limits/home.ts'
import { homeOf } from '../packages/gateway/src/limits/home-of.test-support.ts'
import { judge } from '../packages/gateway/src/limits/judge.ts'
import { subjectWith } from '../packages/gateway/src/limits/small-home.test-support.ts'

const BATCH = 200

/** The median time of one run, in microseconds, of batches of runs. */
function median(what: string, run: () => void, batches = 400): void {
  for (let i = 0; i < BATCH; i++) run()
  const times = Array.from({ length: batches }, () => {
    const start = performance.now()
    for (let i = 0; i < BATCH; i++) run()
    return ((performance.now() - start) * 1000) / BATCH
  }).toSorted((one, other) => one - other)
  console.log(`${what}: ${times[batches >> 1]?.toFixed(2)} µs`)
}

await using homey = await startVirtualHomey({ home: 'villa' })
const home = await homeOf(homey)
const ids = [...home.items.device.keys()]
const [id = ''] = ids

function judgeCall(limited: number, method: string, path: string, body?: unknown): () => void {
  const subject = subjectWith({ devices: ids.slice(0, limited) })
  return () => {
    const matched = match('pro-2023', method, path)
    if (!matched.matched) throw new Error(path)
    const { verdict } = judge({ matched, query: '', body }, subject, home)
    if (verdict !== 'allow') throw new Error(verdict)
  }
}

/** The home after a capability of one device has another value. */
function afterValue(now: Home): Home {
  return withItem(now, 'device', id, { ...now.items.device.get(id) })
}

const set = `/api/manager/devices/device/${id}/capability/onoff`
console.log(`load ${readFileSync('/proc/loadavg', 'utf8').trim()}`)
for (const limited of [1, 20, 200]) {
  median(
    `read a device, ${limited} in the grant`,
    judgeCall(limited, 'GET', `/api/manager/devices/device/${id}`),
  )
}
median('set a capability, 20 in the grant', judgeCall(20, 'PUT', set, { value: true }))
const subject = subjectWith({
  zones: [...home.items.zone.keys()].slice(0, 3),
  devices: ids.slice(0, 20),
})
const flows = Object.fromEntries(home.items.flow)
const list = match('pro-2023', 'GET', '/api/manager/flow/flow')
if (!list.matched) throw new Error('flows')
const cold = performance.now()
cutAnswer({ matched: list, query: '', body: undefined }, flows, coverageOf(subject, home))
console.log(
  `${home.items.flow.size} flows cut, the first time: ${(performance.now() - cold).toFixed(1)} ms`,
)
let now = home
median(
  'flows cut after each value that changed',
  () => {
    now = afterValue(now)
    cutAnswer({ matched: list, query: '', body: undefined }, flows, coverageOf(subject, now))
  },
  5,
)
median(
  'a device asked for after each value that changed',
  () => {
    now = afterValue(now)
    coverageOf(subject, now).covers('device', id)
  },
  20,
)
