// How long house rules and restrictions take on the villa: a call where there are none, and with twenty of them: a
// lamp that is switched, a mood, a Flow that is started and one that is written.
// Run: node --conditions=latchkey-source scripts/bench-oversight.ts
import { readFileSync } from 'node:fs'
import { match } from '@latchkey/catalogue'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { homeOf } from '../packages/gateway/src/limits/home-of.test-support.ts'
import { Counts } from '../packages/gateway/src/oversight/counts.ts'
import { deedsOf } from '../packages/gateway/src/oversight/deeds.ts'
import type { HouseRule } from '../packages/gateway/src/oversight/house-rule.ts'
import { HouseRules } from '../packages/gateway/src/oversight/house-rules.ts'
import { judgeCall } from '../packages/gateway/src/oversight/judge-call.ts'
import { compileRule, isFor } from '../packages/gateway/src/oversight/judge-rules.ts'
import { Overseer } from '../packages/gateway/src/oversight/overseer.ts'
import type { Restrictions } from '../packages/gateway/src/oversight/restrictions.ts'
import { TimeZones } from '../packages/gateway/src/oversight/time-zones.ts'
import { wallClockOf } from '../packages/gateway/src/oversight/wall-clock.ts'
import { WrittenFlows } from '../packages/gateway/src/oversight/written-flows.ts'
import { migrate } from '../packages/gateway/src/storage/migrations.ts'
import { openSqlite } from '../packages/gateway/src/storage/sqlite.ts'

const BATCH = 200

/** The median time of one run, in microseconds on the wall and of the processor, of batches of runs. */
function median(what: string, run: () => void, batches = 200): void {
  for (let i = 0; i < BATCH; i++) run()
  const wall: number[] = []
  const processor: number[] = []
  for (let batch = 0; batch < batches; batch++) {
    const [start, used] = [performance.now(), process.cpuUsage()]
    for (let i = 0; i < BATCH; i++) run()
    wall.push(((performance.now() - start) * 1000) / BATCH)
    processor.push(process.cpuUsage(used).user / BATCH)
  }
  const middle = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]?.toFixed(2)
  console.log(`${what}: ${middle(wall)} µs (processor: ${middle(processor)} µs)`)
}

await using homey = await startVirtualHomey({ home: 'villa' })
const home = await homeOf(homey)
const [first = '', second = ''] = [...home.items.device].flatMap(([id, { class: what }]) =>
  what === 'light' ? [id] : [],
)
const clock =
  wallClockOf('Europe/Amsterdam') ??
  (() => {
    throw new Error('no clock')
  })()

const about: HouseRule['about'][] = [
  { devices: [second] },
  { zones: [...home.items.zone.keys()].slice(-2) },
  { cards: ['homey:manager:mobile:push_text'] },
  { permissions: ['zone:delete'] },
  { operations: ['system.reboot'] },
  { values: [{ capability: 'target_temperature', above: 25 }] },
]
const kinds = ['locks', 'alarm', 'garage', 'cameras', 'voice-pin', 'quiet', 'no-new-apps'] as const
const rules = Array.from({ length: 20 }, (_, at): HouseRule => {
  const kind = kinds[at]
  return {
    ...{ id: `${at}`, hubId: 'hub', kind: kind ?? 'own', name: null, effect: 'ask' },
    ...{ about: kind ? {} : (about[at % about.length] ?? {}), keys: null, paused: false },
    ...{ hours: kind === 'quiet' ? [{ from: 1320, until: 420 }] : null, createdAt: at },
    cap: at === 19 ? { calls: 10_000, per: 'day' } : null,
  }
}).map(compileRule)

const grant = (restrictions: Restrictions | null) => ({
  ...{
    id: 'grant',
    client: 'Panel',
    hubId: 'hub',
    hubGeneration: 'pro-2023' as const,
    restrictions,
  },
  ...{ permissions: new Set<string>(), limits: null, created: new Set<never>(), generation: 1 },
  ...{ catalogueVersion: '1', createdAt: 0, expiresAt: null, revokedAt: null, suspendedAt: null },
})
const SOME: Restrictions = {
  schedule: [{ from: 0, until: 1440 }],
  rates: [{ of: 'push', calls: 10_000, per: 'minute' }],
}

function callOf(method: string, path: string, body?: unknown) {
  const matched = match('pro-2023', method, `/api/manager/${path}`)
  if (!matched.matched) throw new Error(path)
  return { matched, call: { operation: matched.operation, ids: matched.ids, body } }
}

function judging(method: string, path: string, body?: () => unknown, restrictions = SOME) {
  const { call } = callOf(method, path)
  const [who, counts, now] = [grant(restrictions), new Counts(), Date.UTC(2026, 10, 23, 11)]
  return () => {
    const asked = { ...call, body: body?.() }
    const parts = deedsOf(asked, home)
    const applying = rules.filter((one) => isFor(one, who))
    judgeCall(applying, {
      ...{ grant: who, call: asked, parts, home, now, counts, wall: () => clock(now) },
      wrote: new Set(),
    })
  }
}

console.log(`load ${readFileSync('/proc/loadavg', 'utf8').trim()}`)
const set = `devices/device/${first}/capability/onoff`

const database = openSqlite(':memory:')
await migrate(database)
const parts = { now: Date.now, onError: (error: unknown) => console.error(error) }
const overseer = new Overseer({
  ...{ ...parts, rules: await HouseRules.load(database, Date.now), counts: new Counts() },
  written: await WrittenFlows.load(database, parts.onError),
  zones: new TimeZones(parts),
  grants: { change: async () => undefined },
  liveOf: () => {
    throw new Error('nothing asks for it')
  },
})
const { matched, call } = callOf('PUT', set)
const passed = {
  admitted: {
    grant: grant(null),
    hub: { hub: { id: 'hub' } },
    meant: matched,
    body: { value: true },
  },
  call,
} as unknown as Parameters<Overseer['judge']>[0]
median('no rule and no restriction: judge and take', () => {
  void overseer.judge(passed)
  overseer.take(passed)
})
median(
  '20 rules: switch a lamp',
  judging('PUT', set, () => ({ value: true })),
)
median('20 rules: read devices', judging('GET', 'devices/device'))
const [flow = ''] = home.items.flow.keys()
const [mood = ''] = home.items.mood.keys()
median('20 rules: start a Flow', judging('POST', `flow/flow/${flow}/trigger`))
median('20 rules: set a mood', judging('POST', `moods/mood/${mood}/set`))
const text = JSON.stringify(home.items.flow.get(flow))
median(
  '20 rules: write a Flow, new each time',
  judging('POST', 'flow/flow', () => JSON.parse(text)),
  40,
)
await database.destroy()
