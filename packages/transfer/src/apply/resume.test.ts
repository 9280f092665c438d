// A run that was killed behind the barrier: it is under way until everything has its name, and it is never
// said to be well before it was looked at to the end.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { openJournal } from '../journal/journal-file.ts'
import { applyPlan } from './apply-plan.ts'
import { Crash, Crashing } from './crash.test-support.ts'
import { FAST, type TwoHomes, twoHomes } from './homes.test-support.ts'
import { nonceIn } from './nonce.ts'
import type { Outcome } from './outcome.ts'
import { indexPlan } from './steps.ts'
import { isUnderWay } from './under-way.ts'

const TIMEOUT = { timeout: 40_000 }
let homes: TwoHomes
let path = ''
let lives = 0
before(async () => {
  homes = await twoHomes()
})
after(() => homes[Symbol.asyncDispose]())
beforeEach(() => {
  homes.reset()
  homes.target.faults.clear()
  path = join(homes.folder, `resume-${++lives}.ndjson`)
})

async function apply(): Promise<{ outcome: Outcome; underWay: boolean }> {
  await using journal = await openJournal(path)
  const { plan, snapshot, hub: target } = homes
  const outcome = await applyPlan({ plan, target, snapshot, journal, options: FAST })
  return { outcome, underWay: isUnderWay(plan, journal.state) }
}

/** Applies until the nth thing behind the barrier is done and not yet written down; whether it got there. */
async function killedBehindTheBarrier(nth: number): Promise<boolean> {
  const { plan, snapshot, hub } = homes
  const ahead = plan.steps.filter(({ phase }) => phase === 'build').length
  await using journal = await openJournal(path)
  const crashing = new Crashing(hub, journal, path, { how: 'before-journal', at: ahead + nth })
  const applying = { plan, target: crashing.hub, snapshot, journal: crashing.journal }
  await applyPlan({ ...applying, options: FAST }).catch((error) => {
    if (!(error instanceof Crash)) throw error
  })
  assert.equal(isUnderWay(plan, journal.state), crashing.dead)
  return crashing.dead
}

const nameless = (): readonly string[] =>
  [...Object.values(homes.target.state.flows), ...Object.values(homes.target.state.advancedFlows)]
    .map(({ name }) => name)
    .filter((name) => nonceIn(name) !== undefined)

test(
  'killed while names are given it is under way, and gone on with it gives the others',
  TIMEOUT,
  async () => {
    assert.ok(await killedBehindTheBarrier(2))
    assert.ok(nameless().length > 0)
    const { outcome, underWay } = await apply()
    assert.deepEqual([outcome.exit, underWay, nameless()], ['done', false, []])
    const last = indexPlan(homes.plan).steps.filter(({ phase }) => phase === 'cutover').length
    homes.reset()
    path = `${path}.last`
    assert.ok(await killedBehindTheBarrier(last))
    assert.equal((await apply()).underWay, false)
  },
)

test(
  'killed before it was verified at the end, it is verified when it is gone on with',
  TIMEOUT,
  async () => {
    assert.equal((await apply()).outcome.exit, 'done')
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
    await writeFile(path, `${lines.slice(0, -1).join('\n')}\n`)
    const [flow] = Object.values(homes.target.state.flows)
    assert.ok(flow)
    flow.name = 'Lost'
    const { outcome } = await apply()
    assert.equal(outcome.exit, 'verify-failed')
    assert.match(outcome.findings[0]?.what ?? '', /differs in name/)
    // Gone on with once more it is no better.
    assert.equal((await apply()).outcome.exit, 'verify-failed')
  },
)
