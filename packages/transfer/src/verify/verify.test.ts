// Every wrong reference that is put into a home after a transfer is found, with the map and without it; so is
// an id of the old home, a card that is not there, and something that is gone.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { applyPlan } from '../apply/apply-plan.ts'
import { type TwoHomes, twoHomes } from '../apply/homes.test-support.ts'
import { withMade } from '../apply/rebind.ts'
import { openJournal } from '../journal/journal-file.ts'
import type { JournalState } from '../journal/journal-state.ts'
import { makePlan } from '../plan/make-plan.ts'
import { reportHtml, reportMarkdown } from '../report/render.ts'
import { reportOf } from '../report/report.ts'
import { REPORT } from '../report/schema.ts'
import type { Finding } from './finding.ts'
import { verifyTransfer } from './verify-transfer.ts'

let homes: TwoHomes
let state: JournalState
before(async () => {
  homes = await twoHomes()
  await using journal = await openJournal(join(homes.folder, 'journal.ndjson'))
  const { plan, hub: target, snapshot } = homes
  const outcome = await applyPlan({ plan, target, snapshot, journal })
  assert.equal(outcome.exit, 'done')
  state = journal.state
  const undo = 'latchkey transfer rollback'
  const report = reportOf({ plan, state, outcome, undo })
  assert.deepEqual(REPORT.parse(report), report)
  assert.match(reportMarkdown(report), /\| Flows \| \d+/)
  assert.match(reportHtml(report), /<h2>Undo<\/h2>/)
})
after(() => homes[Symbol.asyncDispose]())

const look = (): Promise<readonly Finding[]> =>
  verifyTransfer({ plan: homes.plan, state, target: homes.hub, snapshot: homes.snapshot })

const levels = (findings: readonly Finding[]): readonly number[] => [
  ...new Set(findings.map(({ level }) => level)),
]

test('what was applied is as it was meant to be', async () => {
  assert.deepEqual(await look(), [])
})

test('every wrong device in a flow is found twice: with the map, and without it', {
  timeout: 50_000,
}, async () => {
  const { flows, devices } = homes.target.state
  const all = Object.keys(devices)
  let wrong = 0
  for (const flow of Object.values(flows).slice(0, 12)) {
    const text = JSON.stringify(flow)
    const one = all.find((id) => text.includes(id))
    const other = all.find((id) => id !== one)
    if (one === undefined || other === undefined) continue
    flows[flow.id] = JSON.parse(text.replaceAll(one, other))
    const found = levels(await look())
    flows[flow.id] = flow
    assert.ok(found.includes(1) && found.includes(4), `${flow.name}: ${found.join()}`)
    wrong++
  }
  assert.ok(wrong >= 5, `${wrong} flows were changed`)
})

test('an id of the old home, and what is gone, are found', { timeout: 20_000 }, async () => {
  const { flows, moods } = homes.target.state
  const [flow] = Object.values(flows)
  const [old] = homes.snapshot.objects.device.keys()
  assert.ok(flow && old)
  flows[flow.id] = { ...flow, trigger: { ...flow.trigger, args: { device: { id: old } } } }
  assert.ok(levels(await look()).includes(3))
  flows[flow.id] = flow
  const kept = { ...moods }
  for (const id of Object.keys(moods)) delete moods[id]
  const findings = await look()
  assert.ok(findings.some(({ level, object }) => level === 1 && object?.startsWith('mood:')))
  assert.ok(findings.some(({ level, what }) => level === 2 && what.startsWith('mood ')))
  Object.assign(moods, kept)
  assert.deepEqual(await look(), [])
})

test('a plan made afterwards has nothing to do (G8)', { timeout: 20_000 }, async () => {
  const { plan, snapshot } = homes
  const now = await homes.look()
  const hubs = { source: plan.source.id, target: plan.target.id }
  const bindings = Object.entries(plan.bound).flatMap(([key, target]) => {
    const [kind, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
    if (kind !== 'device' && kind !== 'user') return []
    const nobody = { sourceName: null, targetName: null }
    return [{ kind, source: id, target, by: 'user' as const, evidence: [], ...nobody } as const]
  })
  const before = { format: 'homey-mapping', version: 1, ...hubs, bindings, questions: [] } as const
  const mapping = withMade({ plan, state, mapping: before })
  const { steps } = makePlan(snapshot, now, mapping, { madeAt: plan.madeAt, maxOverwrite: 999 })
  assert.deepEqual(
    steps.map(({ id }) => id),
    [],
  )
})
