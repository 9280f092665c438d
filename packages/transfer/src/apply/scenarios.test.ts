// The nasty things that happen while a plan is applied (reference 5, by number), over real sockets against a
// virtual hub that commits faults.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { openHub } from '../hub/open-hub.ts'
import { openJournal } from '../journal/journal-file.ts'
import { KIND_NAMES, type KindName } from '../kinds/kind-name.ts'
import { cleanUp, leftovers } from '../rollback/cleanup.ts'
import { rollBack } from '../rollback/roll-back.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { applyPlan } from './apply-plan.ts'
import { FAST, type TwoHomes, twoHomes } from './homes.test-support.ts'
import type { Outcome } from './outcome.ts'
import type { ApplyOptions } from './surroundings.ts'

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
  path = join(homes.folder, `scenario-${++lives}.ndjson`)
})

async function apply(options: ApplyOptions = {}, hub = homes.hub): Promise<Outcome> {
  await using journal = await openJournal(path)
  const { plan, snapshot } = homes
  return await applyPlan({ plan, target: hub, snapshot, journal, options: { ...FAST, ...options } })
}

async function namesOf(kind: 'flow' | 'variable' | 'zone'): Promise<readonly (string | null)[]> {
  return [...(await homes.look()).objects[kind].values()].map(({ name }) => name).sort()
}

const wanted = (kind: 'flow' | 'variable' | 'zone'): readonly (string | null)[] =>
  [...homes.snapshot.objects[kind].values()].map(({ name }) => name).sort()

/** What all objects of a kind are; an HMAC of a secret is another in each snapshot. */
const hashesOf = ({ objects }: Snapshot, kind: KindName) =>
  [...objects[kind].values()].map(({ id, sha256 }) => [id, sha256])

const TIMEOUT = { timeout: 40_000 }

test('3: what is committed after it was sent again is taken away', TIMEOUT, async () => {
  const before = homes.target.requests.length
  homes.target.faults.add('nth 3 flow.createFlow -> commit-later 40 requests')
  homes.target.faults.add('nth 2 logic.createVariable -> commit-later 30 requests')
  const { exit, swept } = await apply()
  assert.equal(exit, 'done')
  assert.deepEqual(await namesOf('flow'), wanted('flow'))
  assert.deepEqual(await namesOf('variable'), wanted('variable'))
  // Both were sent a second time, and what came of the first is told and gone.
  const sent = (path: string) =>
    homes.target.requests.slice(before).filter((one) => one.method === 'POST' && one.path === path)
  assert.equal(sent('/api/manager/flow/flow').length, wanted('flow').length + 1)
  assert.equal(sent('/api/manager/logic/variable').length, wanted('variable').length + 1)
  assert.equal(swept.length, 2, swept.join())
})

test('5: names that the hub changes, and fields that it adds, hide nothing', TIMEOUT, async () => {
  homes.target.faults.add('*.create* -> normalise trim nfc spaces short, add-field extra')
  homes.target.faults.add('every 4 *.create* -> lose-answer')
  assert.equal((await apply()).exit, 'done')
  for (const kind of ['flow', 'variable', 'zone'] as const) {
    assert.deepEqual(await namesOf(kind), wanted(kind))
  }
})

test('16: what somebody changed on the target since is not written over', TIMEOUT, async () => {
  const [step] = homes.plan.steps.filter(({ verb, expects }) => verb === 'update' && expects)
  const device = Object.values(homes.target.state.devices).find(({ id }) => id === step?.target)
  assert.ok(device)
  device.name = 'By hand'
  const { exit } = await apply()
  assert.equal(exit, 'drift')
  assert.equal(homes.target.state.devices[device.id]?.name, 'By hand')
})

test(
  '17: what somebody makes meanwhile stays, and is asked about where it might be ours',
  TIMEOUT,
  async () => {
    homes.target.faults.add('nth 2 logic.createVariable -> drop')
    const id = 'cccccccc-1111-4111-8111-111111111111'
    const controller = new AbortController()
    const onProgress = ({ done }: { done: number }): void => {
      if (done < 3 || homes.target.state.variables[id]) return
      homes.target.state.variables[id] = { id, name: 'By hand', type: 'string', value: '' }
    }
    const first = await apply({ onProgress, signal: controller.signal })
    assert.equal(first.exit, 'decisions-needed')
    assert.deepEqual(
      first.strangers.map(({ name }) => name),
      ['By hand'],
    )
    assert.equal((await apply({ strangers: [id] })).exit, 'done')
    assert.deepEqual(await namesOf('variable'), [...wanted('variable'), 'By hand'].sort())
  },
)

test('18: a key that dies stops it; with another one it goes on', TIMEOUT, async () => {
  const key = homes.target.createKey(['homey'])
  await using hub = await openHub({ address: homes.target.address, key })
  homes.target.faults.add('nth 4 flow.createFlow -> expire-session')
  const { exit, reason } = await apply({}, hub)
  assert.equal(exit, 'not-permitted', reason ?? '')
  assert.equal((await apply()).exit, 'done')
  assert.deepEqual(await namesOf('flow'), wanted('flow'))
})

test('19: refusals, failures and a restart: nothing is lost or doubled', TIMEOUT, async () => {
  homes.target.faults.add('POST every 9 -> refuse 500')
  homes.target.faults.add('PUT every 7 -> refuse 500')
  homes.target.faults.add('nth 4 zones.createZone -> restart 200ms')
  homes.target.faults.add('logic.createVariable times 3 -> refuse 429')
  const options = {
    sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, Math.min(ms, 50))),
  }
  const { exit, reason } = await apply(options)
  assert.equal(exit, 'done', reason ?? '')
  assert.deepEqual(await namesOf('flow'), wanted('flow'))
})

test('19: what the hub has not is asked for once, and the rest goes on', TIMEOUT, async () => {
  const before = homes.target.requests.length
  homes.target.faults.add('dashboards.createDashboard -> refuse 500 missing_api_method')
  const { exit, reason } = await apply()
  assert.equal(exit, 'refused', reason ?? '')
  const asked = homes.target.requests
    .slice(before)
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/dashboard'))
  assert.equal(asked.length, homes.snapshot.objects.dashboard.size)
  assert.ok(asked.length > 0)
  assert.deepEqual(await namesOf('flow'), wanted('flow'))
})

test('20: no secret is in the journal', TIMEOUT, async () => {
  await apply()
  const text = await readFile(path, 'utf8')
  const secrets = [...(homes.snapshot.secrets?.values() ?? [])].map((one) => JSON.stringify(one))
  assert.ok(secrets.length > 1)
  for (const secret of secrets) assert.equal(text.includes(secret.replace(/^"|"$/g, '')), false)
  assert.equal(text.includes(homes.target.key ?? ''), false)
})

test('25: rolled back, what a person changed or put in stays', TIMEOUT, async () => {
  assert.equal((await apply()).exit, 'done')
  const { state } = homes.target
  const [edited, ...flows] = Object.values(state.flows).filter(({ folder }) => folder === null)
  const folder = Object.values(state.flowFolders)[0]
  assert.ok(edited && folder && flows[0])
  edited.name = 'Edited'
  const foreign = { ...structuredClone(flows[0]), id: 'dddddddd-1111-4111-8111-111111111111' }
  state.flows[foreign.id] = { ...foreign, name: 'Foreign', folder: folder.id }
  await using journal = await openJournal(path)
  const { plan, hub: target } = homes
  const back = await rollBack({ plan, target, journal, options: FAST })
  assert.equal(back.exit, 'done')
  assert.deepEqual(await namesOf('flow'), ['Edited', 'Foreign'])
  assert.ok(homes.target.state.flowFolders[folder.id])
  assert.equal(back.notes.length >= 2, true, back.notes.join('\n'))
  const now = await homes.look()
  const changed: readonly string[] = ['flow', 'flow-folder']
  for (const kind of KIND_NAMES.filter((one) => !changed.includes(one))) {
    assert.deepEqual(hashesOf(now, kind), hashesOf(homes.baseline, kind), kind)
  }
})

test('paused, it stops cleanly and goes on', TIMEOUT, async () => {
  const controller = new AbortController()
  const onProgress = ({ done }: { done: number }): void => {
    if (done === 20) controller.abort()
  }
  const { exit } = await apply({ onProgress, signal: controller.signal })
  assert.equal(exit, 'stopped')
  assert.equal((await apply()).exit, 'done')
  assert.deepEqual(await namesOf('flow'), wanted('flow'))
})

test(
  'what goes on at the target goes off at the source if that is asked for, and back',
  TIMEOUT,
  async () => {
    const enabled = (): number =>
      Object.values(homes.source.state.flows).filter((flow) => flow.enabled).length
    const before = enabled()
    const { plan, hub: target, snapshot, sourceHub: source } = homes
    await using journal = await openJournal(path)
    const options = { ...FAST, disableSource: true }
    const { exit } = await applyPlan({ plan, target, source, snapshot, journal, options })
    assert.equal(exit, 'done')
    const off = plan.steps.filter(
      ({ kind, body }) => kind === 'flow' && JSON.stringify(body).includes('"enabled":true'),
    ).length
    assert.ok(off > 0)
    assert.equal(enabled(), before - off)
    assert.equal((await rollBack({ plan, target, source, journal, options: FAST })).exit, 'done')
    assert.equal(enabled(), before)
    assert.equal((await homes.look()).manifest.root, homes.baseline.manifest.root)
  },
)

test('leftovers of another run are not built over, and can be cleaned up', TIMEOUT, async () => {
  const controller = new AbortController()
  const onProgress = ({ done }: { done: number }): void => {
    if (done === 45) controller.abort()
  }
  await apply({ onProgress, signal: controller.signal })
  path = `${path}-another`
  assert.equal((await apply()).exit, 'decisions-needed')
  const found = await leftovers(homes.hub)
  assert.ok(found.length > 0)
  assert.equal(
    (await cleanUp(homes.hub, found)).every(({ kept }) => kept === undefined),
    true,
  )
  assert.deepEqual(await leftovers(homes.hub), [])
})

test(
  'a hub that asks for pauses is asked more slowly, and everything arrives',
  TIMEOUT,
  async () => {
    homes.target.faults.add('POST every 5 times 3 -> refuse 429')
    const { exit, reason } = await apply()
    assert.equal(exit, 'done', reason ?? '')
    assert.deepEqual(await namesOf('flow'), wanted('flow'))
  },
)
