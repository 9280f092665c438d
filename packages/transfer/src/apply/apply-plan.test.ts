// A plan is applied to a hub over real sockets: everything arrives, once, and only what is well is on.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openJournal } from '../journal/journal-file.ts'
import { applyPlan } from './apply-plan.ts'
import { twoHomes } from './homes.test-support.ts'

test('everything is moved, verified and switched on; again it writes nothing', {
  timeout: 60_000,
}, async () => {
  await using homes = await twoHomes()
  const { plan, hub: target, snapshot, folder } = homes
  await using journal = await openJournal(join(folder, 'journal.ndjson'))
  const done = await applyPlan({ plan, target, snapshot, journal })
  assert.deepEqual(done, {
    exit: 'done',
    reason: null,
    findings: [],
    held: [],
    strangers: [],
    swept: [],
    notes: [],
  })
  const now = await homes.look()
  for (const kind of ['flow', 'advanced-flow', 'zone', 'mood', 'dashboard', 'variable'] as const) {
    assert.deepEqual(
      [...now.objects[kind].values()].map(({ name }) => name).sort(),
      [...snapshot.objects[kind].values()].map(({ name }) => name).sort(),
    )
  }
  const writes = homes.target.requests.filter(({ method }) => method !== 'GET').length
  assert.equal((await applyPlan({ plan, target, snapshot, journal })).exit, 'done')
  assert.equal(homes.target.requests.filter(({ method }) => method !== 'GET').length, writes)
})
