// A home through the gateway is the same home: whatever the hub is, a client that speaks V3 takes the
// snapshot that the owner takes at the hub itself, as far as its permissions go.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { openHub, type SnapshotOptions, takeSnapshot } from '@latchkey/transfer'
import { openWorld } from './world.ts'

const TAKING: SnapshotOptions = {
  tool: 'latchkey test',
  now: () => new Date('2026-05-01T08:00:00Z'),
  random: (bytes) => randomBytes(bytes),
}

/** What the preset leaves out, on purpose or not: the snapshot says so by name where it is missing. */
const BESIDES = {
  'pro-2019': [],
  'pro-2023': ['energy-dongle:read', 'google-pin:read'],
  cloud: ['energy-dongle:read', 'google-pin:read'],
} as const

for (const generation of ['pro-2019', 'pro-2023', 'cloud'] as const) {
  test(`a ${generation} through the gateway is the same home`, { timeout: 120_000 }, async () => {
    await using world = await openWorld({ generation })
    const { homey, url } = world
    const key = homey.key ?? homey.signIn()
    await using near = await openHub({ address: homey.address, key })
    await using far = await openHub({
      address: url,
      key: await world.key('preset:transfer-source', ...BESIDES[generation]),
    })
    assert.deepEqual(far.facts, near.facts)
    const expected = await takeSnapshot(near, TAKING)
    const found = await takeSnapshot(far, TAKING)
    const why = found.manifest.unread.filter(({ why }) => why !== 'absent' && why !== 'untold')
    assert.deepEqual(why, [])
    assert.deepEqual(found.manifest.counts, expected.manifest.counts)
    assert.equal(found.manifest.root, expected.manifest.root)
    assert.equal(found.cards.length, expected.cards.length)
    assert.equal(found.secrets?.size, expected.secrets?.size)
    const denied = (await world.audit()).filter(({ verdict }) => verdict === 'deny')
    assert.deepEqual(denied, [])
  })
}

test('what a grant does not cover is told by the permission that it lacks', async () => {
  await using world = await openWorld()
  const key = await world.key('zone:read', 'device:read', 'device-settings:read', 'system:read')
  await using hub = await openHub({ address: world.url, key })
  const { objects, manifest, secrets } = await takeSnapshot(hub, TAKING)
  assert.ok(objects.zone.size > 0 && objects.device.size > 0)
  const flows = manifest.unread.find(({ kind }) => kind === 'flow')
  assert.equal(flows?.why, 'not-permitted')
  assert.match(flows?.reason ?? '', /flow:read/)
  // The gateway shows no passwords to this grant; that they are missing is told.
  assert.equal(secrets?.size ?? 0, 0)
  assert.ok(
    manifest.unread.some(({ kind, reason }) => kind === 'device' && /password/.test(reason)),
  )
})

test('what goes wrong behind the gateway is what goes wrong at the hub', async () => {
  await using world = await openWorld()
  const key = await world.key('preset:full-control')
  await using hub = await openHub({ address: world.url, key })
  const { homey } = world
  homey.faults.add('flow.createFlowFolder nth 1 -> lose-answer')
  const creating = hub.call('flow.createFlowFolder', { flowfolder: { name: 'Once' } })
  await assert.rejects(creating, { code: 'hub_answer_invalid', mayHaveHappened: true })
  const made = Object.values(homey.state.flowFolders).filter(({ name }) => name === 'Once')
  assert.equal(made.length, 1)
  await homey.close()
  await assert.rejects(takeSnapshot(hub, TAKING), { code: 'hub_offline', mayHaveHappened: false })
})
