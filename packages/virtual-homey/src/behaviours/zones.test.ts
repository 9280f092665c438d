// Zones through the official client, and the tree that must stay one whatever is asked.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { loadSpecification } from '@latchkey/catalogue/specification'
import fc from 'fast-check'
import { empty } from '../homes/empty.ts'
import { houseOn } from '../homes/house.ts'
import { respond } from '../http/respond.ts'
import { routesOf } from '../http/routes.ts'
import { startVirtualHomey } from '../index.ts'
import { seededRandom } from '../random.ts'
import { openSession } from '../sessions/session.ts'
import { tokenOf } from '../sessions/token.ts'
import { blankState } from '../state/homey-state.ts'
import { newHub } from '../state/hub.ts'

const { HomeyAPI } = createRequire(import.meta.url)('homey-api')

test('zones are created, read, updated and deleted', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: homey.key })
  const [root] = Object.values(homey.state.zones)
  const zone = await api.zones.createZone({
    zone: { name: 'Attic', icon: 'attic', parent: root?.id },
  })
  assert.match(zone.id, /^[0-9a-f-]{36}$/)
  assert.equal((await api.zones.getZone({ id: zone.id })).name, 'Attic')
  const renamed = await api.zones.updateZone({ id: zone.id, zone: { name: 'Loft' } })
  assert.deepEqual([renamed.name, renamed.parent, renamed.active], ['Loft', root?.id, false])
  await api.zones.deleteZone({ id: zone.id })
  assert.deepEqual(Object.keys(await api.zones.getZones()), [root?.id])
})

test('a zone is deleted only if it is empty and not the root', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: homey.key })
  const named = (name: string) =>
    Object.values(homey.state.zones).find((zone) => zone.name === name)?.id
  const deleting = (name: string) => api.zones.deleteZone({ id: named(name) })
  await assert.rejects(deleting('Home'), { message: 'The Root Zone Cannot Be Deleted' })
  await assert.rejects(deleting('Downstairs'), { message: 'Zone Has Child Zones' })
  await assert.rejects(deleting('Kitchen'), { message: 'Zone Has Devices' })
  const update = { id: named('Downstairs'), zone: { parent: named('Kitchen') } }
  await assert.rejects(api.zones.updateZone(update), {
    message: 'A Zone Cannot Be Moved Into Itself',
  })
  assert.equal((await api.zones.getZone({ id: named('Hall') })).active, true)
})

test('no sequence of calls leaves a zone without a way to the root', {
  timeout: 30_000,
}, async () => {
  const routes = routesOf(loadSpecification('pro-2023'))
  const step = fc.record({
    kind: fc.constantFrom('create', 'move', 'delete'),
    zone: fc.nat(9),
    other: fc.nat(9),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { hub, call } = smallHub(routes)
      for (const { kind, zone, other } of steps) {
        const ids = Object.keys(hub.state.zones)
        const [id, parent] = [ids[zone % ids.length], ids[other % ids.length]]
        if (kind === 'create') await call('POST', '', { name: 'Zone', icon: 'home', parent })
        if (kind === 'move') await call('PUT', `/${id}`, { parent })
        if (kind === 'delete') await call('DELETE', `/${id}`, {})
      }
      const zones = hub.state.zones
      assert.equal(Object.values(zones).filter((zone) => zone.parent === null).length, 1)
      for (const start of Object.values(zones)) {
        let at = start
        for (let climbed = 0; at.parent !== null; climbed++) {
          const above = zones[at.parent]
          assert.ok(above && climbed < 100, 'an orphan or a circle')
          at = above
        }
      }
    }),
    { numRuns: 100 },
  )
})

function smallHub(routes: ReturnType<typeof routesOf>) {
  const system = { id: 'a'.repeat(24), name: 'H', version: '1', bootedAt: '', timezone: 'UTC' }
  const state = blankState({ ...system, externalAddress: null })
  const hub = newHub(state, () => new Date(0), seededRandom('zones'))
  empty.describe(houseOn(hub))
  const [userId = ''] = Object.keys(hub.state.users)
  const session = openSession(hub, { userId, type: 'PAT', name: 'Key', scopes: ['homey.zone'] })
  const headers = { authorization: `Bearer ${tokenOf(session)}` }
  const call = async (method: string, path: string, body: unknown) => {
    const request = { method, path: `/api/manager/zones/zone${path}`, headers }
    const answer = await respond(hub, routes, { ...request, body: JSON.stringify(body) })
    assert.ok(answer.status < 500)
  }
  return { hub, call }
}
