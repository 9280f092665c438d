// Kills a transfer at every write and every line of its journal, in four ways, at 1, 4 and 8 in flight, once
// and twice, finishes it or rolls it back, and counts what was lost or doubled. Prints figures beside the
// goals of reference 6 (G5 to G7). All of it takes hours: `--log` keeps what was lived, so that it goes on
// where it was, and `--shard 1/4` takes a part. `npm run torture:transfer -- --seconds 600 --log t.ndjson`
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CRASHES, type CrashPoint } from '../packages/transfer/src/apply/crash.test-support.ts'
import { twoHomes } from '../packages/transfer/src/apply/homes.test-support.ts'
import { type Life, type Lived, live } from '../packages/transfer/src/apply/torture.test-support.ts'

const { values } = parseArgs({
  options: {
    /** Every so many points; those in between are left out. */
    every: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3600' },
    shard: { type: 'string', default: '1/1' },
    /** A file of lives, one a line; those in it are counted and not lived again. May be several. */
    log: { type: 'string', multiple: true, default: [] },
  },
})
const every = Number(values.every)
const [shard = 1, shards = 1] = values.shard.split('/').map(Number)
const deadline = performance.now() + 1000 * Number(values.seconds)

/** What is lived, by what it proves. */
interface Row {
  readonly goal: string
  readonly what: string
  readonly lives: readonly Life[]
}

type Kept = Lived & { readonly life: Life }

await using homes = await twoHomes()
const writes = homes.plan.steps.length + 40
const lines = 2 * homes.plan.steps.length + 40

/** Points of one way to die: of its journal's lines there are twice as many as of writes. */
function pointsOf(how: CrashPoint['how']): readonly CrashPoint[] {
  const last = how === 'torn-line' ? lines : writes
  return Array.from({ length: Math.ceil(last / every) }, (_, at) => ({ how, at: 1 + at * every }))
}

const points = CRASHES.flatMap(pointsOf)
const ROWS: readonly Row[] = [
  ...[1, 4, 8].map((concurrency) => ({
    ...{ goal: 'G5', what: `killed once, ${concurrency} in flight` },
    lives: points.map((one) => ({ concurrency, crashes: [one] })),
  })),
  ...[1, 4, 8].map((concurrency) => ({
    ...{ goal: 'G6', what: `killed twice, ${concurrency} in flight` },
    lives: points.map((one, nth) => {
      const how = CRASHES[nth % CRASHES.length] ?? one.how
      return { concurrency, crashes: [one, { how, at: 1 + (one.at % 11) }] }
    }),
  })),
  {
    ...{ goal: 'G7', what: 'killed, and rolled back' },
    lives: points.map((one) => ({ concurrency: 4, crashes: [one], back: [] })),
  },
  {
    ...{ goal: 'G7', what: 'killed, and killed in rolling back' },
    lives: points.map((one, nth) => ({
      ...{
        concurrency: 4,
        crashes: [{ how: 'before-send' as const, at: writes - (nth % writes) }],
      },
      back: [one],
    })),
  },
]

const logs = new Map<string, Kept>()
const [own] = values.log
for (const file of values.log.filter((one) => existsSync(one))) {
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const kept: Kept = JSON.parse(line)
    logs.set(JSON.stringify(kept.life), kept)
  }
}

// Far apart first, so that a run that is cut short has been everywhere.
function spread<T>(list: readonly T[]): readonly T[] {
  const stride = 37
  return Array.from({ length: stride }, (_, from) =>
    list.filter((_one, at) => at % stride === from),
  ).flat()
}

async function liveOnce(life: Life): Promise<void> {
  if (logs.has(JSON.stringify(life))) return
  const kept = { life, ...(await live(homes, life)) }
  logs.set(JSON.stringify(life), kept)
  if (own !== undefined) appendFileSync(own, `${JSON.stringify(kept)}\n`)
}

const longest = Math.max(...ROWS.map(({ lives }) => lives.length))
const order = spread(Array.from({ length: longest }, (_, at) => at))
for (const at of order.filter((_, nth) => nth % shards === shard - 1)) {
  for (const { lives } of ROWS) {
    const life = lives[at]
    if (life && performance.now() < deadline) await liveOnce(life)
  }
}

console.log('| goal | lives | lived | of them died | lost | doubled | wrong |')
console.log('|---|---|---|---|---|---|---|')
for (const { goal, what, lives } of ROWS) {
  const lived = lives.flatMap((life) => logs.get(JSON.stringify(life)) ?? [])
  const sum = (of: (one: Kept) => number) => lived.reduce((all, one) => all + of(one), 0)
  const wrong = lived.filter((one) => one.wrong.length > 0)
  const [lost, doubled] = [sum((one) => one.lost), sum((one) => one.doubled)]
  console.log(
    `| ${goal} ${what}: 0 lost, 0 doubled, 0 wrong | ${lives.length} | ${lived.length} | ${sum(({ reached }) => reached)} | ${lost} | ${doubled} | ${wrong.length} |`,
  )
  for (const one of wrong.slice(0, 5)) console.log(`   ${JSON.stringify(one)}`)
  if (lost + doubled + wrong.length > 0) process.exitCode = 1
}
