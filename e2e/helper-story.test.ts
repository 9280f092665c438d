// The whole of it as one story, with the official client: an app that helps with Flows gets little, does what it
// may, is refused the rest, asks once, and leaves the house as it found it.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MadeKeyView } from '@latchkey/gateway'
import { asked } from './asked.ts'
import { PASSWORD, signedIn } from './browser.ts'
import { card, does, flowOf, idOf, officialClient } from './limited.ts'
import { PageVisitor } from './page-visitor.ts'
import { bothDatabases } from './postgres.ts'
import { house, over, ownerEdits, revoke } from './traces-world.ts'
import { openWorld, send, type World } from './world.ts'

const IN_TIME = { timeout: 180_000 }
const REFUSED = { statusCode: 403, message: /^Latchkey: / }

/** The texts that phones were sent. */
const pushed = ({ homey }: World): readonly string[] =>
  (homey.state.effects as readonly { kind: string; text?: string }[])
    .filter(({ kind }) => kind === 'pushed')
    .map(({ text = '' }) => text)

/** Follows the link of the latest push, signs in and says yes. */
async function answerOnThePhone(world: World): Promise<void> {
  while (pushed(world).length === 0) await new Promise((done) => setTimeout(done, 5))
  const link = /https:\/\/latchkey\.example(\/approvals\/\S+)/.exec(pushed(world).at(-1) ?? '')
  const path = link?.[1] ?? ''
  const phone = new PageVisitor(world.url)
  const away = await phone.get(path)
  await phone.get(String(away.headers['location']))
  const back = await phone.post('/sign-in', { name: 'Ann', password: PASSWORD, to: path })
  assert.equal(back.headers['location'], path)
  const page = await phone.get(path)
  assert.match(page.text, /Good evening/)
  assert.equal((await phone.post(path, { answer: 'once' })).status, 303)
}

for (const [name, address] of Object.entries(bothDatabases())) {
  describe(name, () => {
    test(
      'a helper for Flows: makes, is refused, asks once, is gone without a trace',
      IN_TIME,
      async () => {
        await using world = await openWorld({ databaseUrl: await address() })
        world.installation.reachedAt({
          ...{ url: world.url, setupRemote: false, publicUrl: 'https://latchkey.example' },
        })
        await signedIn(world, 'Ann')
        await world.owner('PUT', '/hubs/Home/asking', { users: ['Olivia'] })
        const lamp = idOf(world, 'devices', 'Counter light')
        const onoff = `/api/manager/devices/device/${lamp}/capability/onoff`
        const hub = { key: world.homey.key, body: { value: true } }
        assert.equal((await send(world.homey.address, 'PUT', onoff, hub)).status, 204)
        const before = house(world)

        // It is given the preset, and only drafts.
        const { id, key } = await world.owner<MadeKeyView>('POST', '/keys', {
          ...{ hub: 'Home', name: 'Flow helper', permissions: ['preset:flow-helper'] },
          limits: { drafts: true },
        })
        await using client = await officialClient(world, key, 'HTTP')
        const { flow: flows } = client.api
        const evening = flowOf([does(lamp)], { name: 'Good evening', enabled: false })
        const made = await flows.createFlow({ flow: evening })
        const renamed = { ...evening, name: 'Good evening!' }
        await flows.updateFlow({ id: made.id, flow: renamed })
        await flows.updateFlow({ id: made.id, flow: evening })
        assert.equal(world.homey.state.flows[made.id]?.name, 'Good evening')

        // What it may not do, it is told.
        const lock = Object.values(world.homey.state.devices).find(({ capabilities }) =>
          capabilities.includes('locked'),
        )
        const script = 'homey:app:com.athom.homeyscript:run_code'
        const foreign = Object.keys(world.homey.state.flows).find((one) => one !== made.id) ?? ''
        const untouched = house(world)
        const unlocking = flowOf([does(lock?.id ?? '', 'unlock')], { enabled: false })
        await assert.rejects(flows.createFlow({ flow: unlocking }), REFUSED, 'a lock')
        const coding = flowOf([card(script, { code: '1' }, { group: 'then' })], { enabled: false })
        await assert.rejects(flows.createFlow({ flow: coding }), REFUSED, 'code')
        const others = flows.updateFlow({ id: foreign, flow: { name: 'Mine' } })
        await assert.rejects(others, { message: /^Latchkey: / }, 'a Flow of somebody else')
        const on = flows.updateFlow({ id: made.id, flow: { enabled: true } })
        await assert.rejects(on, REFUSED, 'switching on')
        await assert.rejects(flows.triggerFlow({ id: made.id }), REFUSED, 'starting')
        assert.equal(house(world), untouched, 'the house is as it was')

        // The owner lets it ask for a start, and answers on the phone.
        await world.owner('PUT', `/keys/${id}`, {
          ...{ addPermissions: ['flow:start'], limits: { drafts: null } },
          restrictions: { askFirst: [{ permissions: ['flow:start'] }] },
        })
        await ownerEdits(world, `/api/manager/flow/flow/${made.id}`, { enabled: true })
        const ran = () =>
          world.homey.requests.filter(({ path }) => path.endsWith('/trigger')).length
        const starting = flows.triggerFlow({ id: made.id })
        await asked(world)
        assert.equal(ran(), 0)
        await answerOnThePhone(world)
        await starting
        assert.equal(ran(), 1)
        await ownerEdits(world, `/api/manager/flow/flow/${made.id}`, { enabled: false })

        // It goes, and what it made goes with it.
        const { undo } = await revoke(world, id, 'restore')
        await assert.rejects(flows.getFlows({ $cache: false }), { statusCode: 401 })
        const done = await over(world, undo?.id ?? '')
        assert.deepEqual(
          done.done.map(({ kind, outcome }) => [kind, outcome]),
          [['flow', 'removed']],
        )
        assert.equal(house(world), before, 'the house is as before')
        assert.deepEqual(world.errors, [])
      },
    )
  })
}
