// How long it takes on the villa to work out what a key reaches: the first time, and after each kind of
// change of the home, in time of the processor. Run: node --conditions=latchkey-source scripts/bench-reach.ts
import { readFileSync } from 'node:fs'
import type { Limits } from '@latchkey/catalogue'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { type Home, type HomeKind, withItem } from '../packages/gateway/src/limits/home.ts'
import { homeOf } from '../packages/gateway/src/limits/home-of.test-support.ts'
import { NO_EXTRAS } from '../packages/gateway/src/reach/extras.ts'
import { consequencesOf } from '../packages/gateway/src/reach/follow.ts'
import { reachGraph } from '../packages/gateway/src/reach/graph.ts'
import { reachOf } from '../packages/gateway/src/reach/reach.ts'

const ROUNDS = 101

await using homey = await startVirtualHomey({ home: 'villa' })
const home = await homeOf(homey)
const zones = [...home.items.zone.values()]
const kitchen = zones.find(({ name }) => name === 'Kitchen')?.['id']
if (typeof kitchen !== 'string') throw new Error('The villa has no kitchen.')

const grantOf = (permissions: readonly string[], limits: Limits | null) => ({
  ...{ permissions: new Set(permissions), limits, created: new Set<never>() },
})
const CONTROL = ['device:read', 'device:control', 'mood:set', 'flow:start', 'variable:update']
const GRANTS = {
  'a kitchen key': grantOf(['device:read', 'device:control'], { zones: [kitchen] }),
  'a key without limits': grantOf([...CONTROL, 'advanced-flow:start'], null),
  'a helper that writes Flows': grantOf(
    [...CONTROL, 'flow:read', 'flow:create', 'flow:update', 'flow:enable'],
    { zones: [kitchen], own: true },
  ),
}

/** The home with a new one in place of the object at a place of its kind: as if it had changed. */
function changed(now: Home, kind: HomeKind, round: number): Home {
  const all = [...now.items[kind]]
  const [id, item] = all[round % all.length] ?? []
  if (id === undefined || !item) throw new Error(kind)
  const name = `${item['name']}${round}`
  return withItem(now, kind, id, { ...structuredClone(item), name })
}

function shown(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2)
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length
  return `mean ${mean.toFixed(2)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms`
}

/** Milliseconds of work of this process, so that what else the machine does counts for little. */
const timed = (work: () => unknown): number => {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

console.log(`load ${readFileSync('/proc/loadavg', 'utf8').trim()}`)
const sizes = Object.entries(home.items).map(([kind, all]) => `${all.size} ${kind}`)
console.log(`villa: ${sizes.join(', ')}`)
for (const [what, grant] of Object.entries(GRANTS)) {
  // What is remembered of objects is kept with the objects, so copies of them begin anew.
  const fresh: Home = structuredClone(home)
  console.log(`${what}, first: ${timed(() => reachOf(grant, fresh, NO_EXTRAS)).toFixed(2)} ms`)
  const { because, directly } = reachOf(grant, fresh, NO_EXTRAS)
  console.log(`  ${directly.length} things directly, ${because.length} because of others`)
  for (const kind of ['device', 'flow', 'advanced-flow', 'mood', 'variable'] as const) {
    let now = fresh
    const times = Array.from({ length: ROUNDS }, (_, round) => {
      now = changed(now, kind, round)
      const next = now
      return timed(() => reachOf(grant, next, NO_EXTRAS))
    })
    console.log(`  after a ${kind} changed: ${shown(times)}`)
  }
}
const [device = ''] = home.items.device.keys()
let now = home
const calls = Array.from({ length: ROUNDS }, (_, round) => {
  now = changed(now, 'device', round)
  const next = now
  const start = { kind: 'device', id: device, capability: 'onoff' } as const
  return timed(() => consequencesOf(reachGraph(next, NO_EXTRAS), [start]))
})
console.log(`what follows from one call, after a device changed: ${shown(calls)}`)
