// The villa moves to a home in which most of its devices have been paired: what can be moved is, nothing
// that lacks something is switched on, and rolling back leaves the target as it was.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Generation, startVirtualHomey } from '@latchkey/virtual-homey'
import { AT_ONCE, TAKING } from '../homes.test-support.ts'
import { openHub } from '../hub/open-hub.ts'
import { openJournal } from '../journal/journal-file.ts'
import { mappingOf } from '../plan/homes.test-support.ts'
import { makePlan } from '../plan/make-plan.ts'
import { rollBack } from '../rollback/roll-back.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { aliveOn, lacking } from '../verify/liveness.ts'
import { applyPlan } from './apply-plan.ts'

const opened = (address: string, key: string, generation: Generation) =>
  openHub({ address, key, generation, pace: AT_ONCE })

for (const [generation, to] of [
  ['pro-2019', 'villa-moved'],
  ['pro-2023', 'villa-begun'],
] as const) {
  test(`villa (${generation}) → ${to}`, { timeout: 180_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-villa-'))
    await using stack = new AsyncDisposableStack()
    stack.defer(() => rm(folder, { recursive: true }))
    const paced = false
    const old = stack.use(await startVirtualHomey({ home: 'villa', generation, seed: 1, paced }))
    const homey = stack.use(await startVirtualHomey({ home: to, seed: 2 }))
    const sourceHub = stack.use(await opened(old.address, old.key ?? old.signIn(), generation))
    const target = stack.use(await opened(homey.address, homey.key, 'pro-2023'))
    const snapshot = await takeSnapshot(sourceHub, TAKING)
    const baseline = await takeSnapshot(target, TAKING)
    const mapping = mappingOf(snapshot, baseline)
    const plan = makePlan(snapshot, baseline, mapping, { ...TIME, maxOverwrite: 999 })
    const path = join(folder, 'journal.ndjson')
    await using journal = await openJournal(path)
    let begun = performance.now()
    const options = { appPatience: 3000, sleep: async (ms: number) => homey.advance(ms) }
    const result = await applyPlan({ plan, target, snapshot, journal, options })
    console.log(
      `${plan.steps.length} steps, ${plan.held.length} held, ${Math.round(performance.now() - begun)} ms`,
    )
    assert.deepEqual(result.findings, [])
    const failed = [...journal.state.failed.keys()].map((id) => id.split(':')[0])
    assert.deepEqual(
      failed.filter((kind) => !REFUSED.includes(kind ?? '')),
      [],
    )
    const now = await takeSnapshot(target, TAKING)
    const alive = aliveOn(now)
    for (const kind of ['flow', 'advanced-flow'] as const) {
      for (const { content, name } of now.objects[kind].values()) {
        if (content['enabled'] !== true) continue
        assert.deepEqual(lacking(kind, content, alive), [], `${name} is on`)
      }
    }
    begun = performance.now()
    const back = await rollBack({
      ...{
        plan,
        target,
        journal,
        options: { ...options, targetSecrets: baseline.secrets ?? new Map() },
      },
    })
    console.log(`rolled back in ${Math.round(performance.now() - begun)} ms`)
    assert.equal(back.exit, 'done')
    console.log(back.notes)
    const after = await takeSnapshot(target, TAKING)
    assert.equal(after.manifest.root, baseline.manifest.root)
  })
}

/** What a hub refuses: apps that the store lacks or does not have for it. */
const REFUSED: readonly string[] = ['app']
const TIME = { madeAt: '2026-05-01T08:00:00Z' }
