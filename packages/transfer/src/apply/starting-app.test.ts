// An app that does not run yet answers 503: nothing was done, so it is waited for and asked again, and
// nobody looks for what it may have made.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { HOMEYSCRIPT } from '@latchkey/catalogue'
import type { JournalLine } from '../journal/journal.ts'
import { openJournal } from '../journal/journal-file.ts'
import { applyPlan } from './apply-plan.ts'
import { twoHomes } from './homes.test-support.ts'
import type { Outcome } from './outcome.ts'

const TIMEOUT = { timeout: 40_000 }
const LATE_ANSWER = 60_000

/** The two homes, and applying that stops HomeyScript as soon as something is done. */
async function withoutScripts(state: 'starting' | 'crashed') {
  const homes = await twoHomes()
  const app = homes.target.state.apps[HOMEYSCRIPT]
  assert.ok(app)
  const sleeps: number[] = []
  let isDown = false
  const apply = async (comesBackAfter: number): Promise<[Outcome, readonly JournalLine[]]> => {
    await using journal = await openJournal(join(homes.folder, 'journal.ndjson'))
    const { plan, snapshot, hub: target } = homes
    const options = {
      ...{ lateAnswer: LATE_ANSWER, concurrency: 4, appPatience: 20_000 },
      onProgress: () => {
        if (!isDown) app.state = state
        isDown = true
      },
      sleep: async (milliseconds: number) => {
        sleeps.push(milliseconds)
        if (sleeps.length === comesBackAfter) app.state = 'running'
        await new Promise((resolve) => setImmediate(resolve))
      },
    }
    const outcome = await applyPlan({ plan, target, snapshot, journal, options })
    return [outcome, [...journal.lines]]
  }
  const scripts = homes.plan.steps.filter(
    ({ kind, verb }) => kind === 'script' && verb === 'create',
  )
  assert.ok(scripts.length > 0)
  const made = () => homes.target.requests.filter(({ method, path }) => isMaking(method, path))
  const isMaking = (method: string, path: string): boolean =>
    method === 'POST' && path.endsWith(`${HOMEYSCRIPT}/script`)
  return { homes, app, apply, sleeps, scripts, made }
}

test('an app that starts is waited for; what it was asked is no doubt', TIMEOUT, async () => {
  const world = await withoutScripts('starting')
  await using homes = world.homes
  const [{ exit, reason }, lines] = await world.apply(6)
  assert.equal(exit, 'done', reason ?? '')
  assert.ok(world.made().some(({ status }) => status === 503))
  const ids = new Set(world.scripts.map(({ id }) => id))
  const announced = lines.filter((line) => line.e === 'intent' && ids.has(line.step))
  assert.equal(announced.length, world.scripts.length)
  assert.equal(world.made().filter(({ status }) => status === 200).length, world.scripts.length)
  assert.equal(lines.filter(({ e }) => e === 'failed').length, 0)
  assert.equal(world.sleeps.includes(LATE_ANSWER), false)
  assert.equal((await homes.look()).objects.script.size, homes.snapshot.objects.script.size)
})

test(
  'an app that crashed is not waited for; going on when it runs completes',
  TIMEOUT,
  async () => {
    const world = await withoutScripts('crashed')
    await using homes = world.homes
    const [first] = await world.apply(Number.POSITIVE_INFINITY)
    assert.equal(first.exit, 'stopped', first.reason ?? '')
    assert.match(first.reason ?? '', /com\.athom\.homeyscript does not run/)
    world.app.state = 'running'
    const [second, lines] = await world.apply(0)
    assert.equal(second.exit, 'done', second.reason ?? '')
    assert.equal(
      lines.some((line) => line.e === 'done' && line.adopted === true),
      false,
    )
    assert.equal((await homes.look()).objects.script.size, homes.snapshot.objects.script.size)
  },
)
