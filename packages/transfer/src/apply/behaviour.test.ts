// A home that was moved does what it did: every flow of the villa is started on both, every device reports
// something, two days pass, and what follows is the same, with one hub's ids put for the other's.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { AT_ONCE, TAKING } from '../homes.test-support.ts'
import { openHub } from '../hub/open-hub.ts'
import { openJournal } from '../journal/journal-file.ts'
import { mappingOf } from '../plan/homes.test-support.ts'
import { makePlan } from '../plan/make-plan.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { applyPlan } from './apply-plan.ts'
import { type Behaviour, behaviourOf, type Compared } from './behaviour.test-support.ts'
import { Bindings } from './bindings.ts'
import { indexPlan } from './steps.ts'

const OPTIONS = { madeAt: '2026-05-01T08:00:00Z', maxOverwrite: 999 }

async function movedVilla(stack: AsyncDisposableStack): Promise<Behaviour> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-behaviour-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const generation = 'pro-2019'
  const source = stack.use(
    await startVirtualHomey({ home: 'villa', generation, seed: 1, paced: false }),
  )
  const target = stack.use(await startVirtualHomey({ home: 'villa-moved', seed: 2 }))
  const oldKey = source.signIn()
  const from = stack.use(
    await openHub({ address: source.address, key: oldKey, generation, pace: AT_ONCE }),
  )
  const hub = stack.use(await openHub({ address: target.address, key: target.key }))
  const snapshot = await takeSnapshot(from, TAKING)
  const baseline = await takeSnapshot(hub, TAKING)
  const plan = makePlan(snapshot, baseline, mappingOf(snapshot, baseline), OPTIONS)
  await using journal = await openJournal(join(folder, 'journal.ndjson'))
  const options = { appPatience: 3000, sleep: async (ms: number) => target.advance(ms) }
  await applyPlan({ plan, target: hub, snapshot, journal, options })
  const { bound } = new Bindings(indexPlan(plan), journal.state)
  return stack.use(await behaviourOf({ source, target, bound, folder }))
}

/** Ids in a comment, and in code that does not parse, are for a person to review; nothing runs there. */
const KEPT_AS_WRITTEN = ['start of Code: comment', 'start of Code: does not parse']

test('every flow of the villa does the same on both homes', { timeout: 120_000 }, async () => {
  await using stack = new AsyncDisposableStack()
  const behaviour = await movedVilla(stack)
  const compared: Compared[] = []
  for (const [kind, id, name] of behaviour.flows)
    compared.push(await behaviour.trigger(kind, id, name))
  compared.push(await behaviour.passed('an hour', 3_600_000))
  for (const { id, capabilitiesObj } of Object.values(behaviour.source.state.devices)) {
    for (const [capability, { value }] of Object.entries(capabilitiesObj)) {
      const other =
        typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : null
      if (other !== null) compared.push(await behaviour.sense(id, capability, other))
    }
  }
  compared.push(await behaviour.passed('two days', 48 * 3_600_000))
  const effects = compared.reduce((sum, { meant }) => sum + meant.length, 0)
  const different = compared.filter(({ meant, done }) => meant.join('\n') !== done.join('\n'))
  console.log(
    `${behaviour.flows.length} flows started, ${compared.length} causes, ${effects} effects, ${different.length} causes with other effects`,
  )
  for (const { cause, meant, done } of different.slice(0, 5)) {
    const at = meant.findIndex((one, nth) => one !== done[nth])
    console.log(`${cause}\n  meant ${meant[at]}\n  done  ${done[at < 0 ? meant.length : at]}`)
  }
  assert.ok(behaviour.flows.length > 100 && effects > 1000)
  assert.deepEqual(different.map(({ cause }) => cause).sort(), KEPT_AS_WRITTEN)
  await seesAnotherCard(behaviour)
})

async function seesAnotherCard(behaviour: Behaviour): Promise<void> {
  const flow = Object.values(behaviour.target.state.flows).find(
    ({ enabled, conditions, actions }) =>
      enabled && conditions.length === 0 && actions.length === 1,
  )
  const [own] = behaviour.flows.find(([, id]) => behaviour.idOf(id) === flow?.id)?.slice(1) ?? []
  const [action] = flow?.actions ?? []
  assert.ok(action && own)
  Object.assign(action, { id: 'homey:manager:notifications:create_notification', args: {} })
  const { meant, done } = await behaviour.trigger('flow', own, 'a flow with another card')
  assert.notDeepEqual(meant, done)
}
