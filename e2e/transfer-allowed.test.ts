// What a key of the gateway may not do is said in the plan: the transfer is then applied without one refusal.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { PRESETS } from '@latchkey/catalogue'
import {
  allowedOn,
  applyPlan,
  makePlan,
  matchHomes,
  openHub,
  openJournal,
  type PlanOptions,
  rollBack,
  type Snapshot,
  type TransferHub,
  type TransferPlan,
  takeSnapshot,
} from '@latchkey/transfer'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { openWorld, type World } from './world.ts'

const TAKING = {
  tool: 'latchkey test',
  now: () => new Date('2026-05-01T08:00:00Z'),
  random: (bytes: number) => randomBytes(bytes),
}
const NOW: PlanOptions = { madeAt: '2026-05-01T08:00:00Z', maxOverwrite: 999 }

let world: World
let source: Snapshot
const journals = new AsyncDisposableStack()
before(async () => {
  world = await openWorld({ home: 'empty' })
  await using homey = await startVirtualHomey({ home: 'apartment', seed: 3, name: 'Old' })
  await using hub = await openHub({ address: homey.address, key: homey.key })
  source = await takeSnapshot(hub, TAKING)
})
after(async () => {
  await journals.disposeAsync()
  await world[Symbol.asyncDispose]()
})

/** The plan of moving in, with and without regard to what the credential may do. */
async function plansFor(hub: TransferHub) {
  const target = await takeSnapshot(hub, TAKING)
  const allowed = await allowedOn(hub)
  assert.ok(allowed)
  const mapping = matchHomes(source, target)
  const { may: allows, limits } = allowed
  return {
    all: makePlan(source, target, mapping, NOW),
    plan: makePlan(source, target, mapping, { ...NOW, allows, limits }),
  }
}

const denials = async () => (await world.audit()).filter(({ verdict }) => verdict === 'deny').length

async function applied(plan: TransferPlan, target: TransferHub, name: string) {
  const journal = journals.use(await openJournal(join(world.data, `${name}.ndjson`)))
  const sleep = async (milliseconds: number) => world.homey.advance(milliseconds)
  const options = { lateAnswer: 0, appPatience: 5_000, sleep }
  const outcome = await applyPlan({ plan, target, snapshot: source, journal, options })
  return { outcome, journal }
}

test('the preset for a target may do all that is planned, and does', {
  timeout: 60_000,
}, async () => {
  const key = await world.key('preset:transfer-target')
  await using hub = await openHub({ address: world.url, key })
  const { all, plan } = await plansFor(hub)
  assert.ok(plan.steps.length > 30)
  assert.equal(plan.id, all.id)
  assert.deepEqual(plan.byHand, all.byHand)
  const before = await denials()
  const { outcome, journal } = await applied(plan, hub, 'all')
  assert.equal(outcome.exit, 'done', outcome.reason ?? '')
  assert.equal(await denials(), before)
  await rollBack({ plan, target: hub, journal })
  assert.equal(await denials(), before)
})

test('less than that is on the checklist, and what limits refuse stops nothing else', {
  timeout: 60_000,
}, async () => {
  const { permissions } = PRESETS['preset:transfer-target'] ?? {}
  assert.ok(Array.isArray(permissions))
  const LACKS = ['variable:create', 'advanced-flow:update', 'language:update', 'location:update']
  const { key } = await world.owner<{ key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Less', limits: { drafts: true } },
    permissions: permissions.filter((one) => !LACKS.includes(one)),
  })
  await using hub = await openHub({ address: world.url, key })
  const { all, plan } = await plansFor(hub)
  const kinds = new Set(plan.steps.map(({ kind }) => kind))
  assert.ok(kinds.has('flow') && all.steps.some(({ kind }) => kind === 'advanced-flow'))
  assert.equal(kinds.has('variable') || kinds.has('advanced-flow'), false)
  const said = plan.byHand.filter(({ group }) => group === 'What the key for the target may not do')
  for (const operation of ['logic.createVariable', 'flow.updateAdvancedFlow']) {
    assert.ok(
      said.some(({ what }) => what.includes(operation)),
      operation,
    )
  }
  assert.ok(plan.held.some(({ because }) => because.includes('only switched off')))
  const wakes = plan.steps.filter(
    ({ kind, body }) => kind === 'flow' && Object(body).enabled === true,
  )
  assert.deepEqual(wakes, [])

  const { outcome, journal } = await applied(plan, hub, 'less')
  assert.equal(outcome.exit, 'refused', outcome.reason ?? '')
  // A key with limits writes nothing that names what is not there; only that is refused, step by step.
  for (const [id, why] of journal.state.failed) assert.match(why, /^Latchkey: /, id)
  const { done, failed, blocked } = journal.state
  const left = plan.steps.filter(({ id }) => !done.has(id) && !failed.has(id) && !blocked.has(id))
  assert.deepEqual(
    left.filter(({ phase }) => phase === 'build'),
    [],
  )
  assert.ok(done.size > failed.size + blocked.size)
  const { flows, variables, advancedFlows } = world.homey.state
  assert.ok(Object.keys(flows).length > 0)
  assert.equal(
    Object.values(flows).some(({ enabled }) => enabled),
    false,
  )
  assert.deepEqual([variables, advancedFlows], [{}, {}])
})
