// Kills a transfer at every write and every line of its journal, in four ways, at 1, 4 and 8 in flight, once
// and twice, finishes it or rolls it back, and counts what was lost or doubled. Prints figures beside the
// goals of docs/reference (G1 to G8). `npm run torture:transfer -- --every 5 --seconds 600`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { applyPlan } from '../packages/transfer/src/apply/apply-plan.ts'
import { CRASHES } from '../packages/transfer/src/apply/crash.test-support.ts'
import { type TwoHomes, twoHomes } from '../packages/transfer/src/apply/homes.test-support.ts'
import { type Life, live } from '../packages/transfer/src/apply/torture.test-support.ts'
import { openJournal } from '../packages/transfer/src/journal/journal-file.ts'

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3600' },
  },
})
const every = Number(values.every)
const deadline = performance.now() + 1000 * Number(values.seconds)

interface Tally {
  lives: number
  reached: number
  lost: number
  doubled: number
  readonly wrong: string[]
}

async function tally(homes: TwoHomes, lives: readonly Life[]): Promise<Tally> {
  const sum: Tally = { lives: 0, reached: 0, lost: 0, doubled: 0, wrong: [] }
  for (const life of lives) {
    if (performance.now() > deadline) break
    const { reached, lost, doubled, wrong } = await live(homes, life)
    sum.lives++
    sum.reached += reached
    sum.lost += lost
    sum.doubled += doubled
    sum.wrong.push(...wrong.map((what) => `${JSON.stringify(life)}: ${what}`))
  }
  return sum
}

function say(goal: string, what: string, { lives, reached, lost, doubled, wrong }: Tally): void {
  console.log(
    `${goal} ${what}: ${lives} lives, ${reached} deaths: ${lost} lost, ${doubled} doubled, ${wrong.length} wrong`,
  )
  for (const one of wrong.slice(0, 5)) console.log(`   ${one}`)
  if (lost + doubled + wrong.length > 0) process.exitCode = 1
}

await using homes = await twoHomes()
const points = homes.plan.steps.length + 40
const at = Array.from({ length: Math.ceil(points / every) }, (_, index) => 1 + index * every)
const each = CRASHES.flatMap((how) => at.map((nth) => ({ how, at: nth })))

for (const concurrency of [1, 4, 8]) {
  say(
    'G5',
    `killed once, ${concurrency} in flight`,
    await tally(
      homes,
      each.map((one) => ({ concurrency, crashes: [one] })),
    ),
  )
}
const twice = each.map((one) => ({
  concurrency: 8,
  crashes: [one, { ...one, at: 1 + (one.at % 11) }],
}))
say('G6', 'killed twice', await tally(homes, twice))
say(
  'G7',
  'rolled back',
  await tally(
    homes,
    each.map((one) => ({ concurrency: 4, crashes: [one], back: [] })),
  ),
)
const inBack = each.map((one) => ({ concurrency: 4, crashes: [], back: [one] }))
say(
  'G7',
  'killed in rolling back',
  await tally(
    homes,
    inBack.map((life, index) => ({
      ...life,
      crashes: [{ how: 'before-send' as const, at: points - (index % points) }],
    })),
  ),
)

async function timed(concurrency: number): Promise<number> {
  await using slow = await twoHomes(20)
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-time-'))
  await using journal = await openJournal(join(folder, 'journal.ndjson'))
  const begun = performance.now()
  const { plan, snapshot, hub: target } = slow
  const options = { concurrency, activate: false }
  await applyPlan({ plan, target, snapshot, journal, options })
  const took = performance.now() - begun
  const writes = journal.lines.filter(({ e }) => e === 'intent').length
  console.log(
    `G1 ${writes} writes at 20 ms, ${concurrency} in flight: ${Math.round(took)} ms, least possible ${Math.round((writes * 20) / concurrency)} ms`,
  )
  rmSync(folder, { recursive: true })
  return took
}

const one = await timed(1)
const eight = await timed(8)
console.log(`G1 goal ≥ 5.5 × sequential: ${(one / eight).toFixed(1)} ×`)
