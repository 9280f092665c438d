// Killed between keeping how something was and changing it, and between changing it and hearing of it: the
// next gateway on the same data undoes what happened, and nothing that did not.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { type MadeKeyView, openInstallation, type RevokedKeyView } from '@latchkey/gateway'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { flowOf } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import { running } from './terminal.ts'
import { BUILDER, caller, house, over, until } from './traces-world.ts'
import { ownerOf, send, temporaryDirectory } from './world.ts'

const IN_TIME = { timeout: 180_000 }
const FLOWS = '/api/manager/flow/flow'
/** How long the hub thinks about a write, in milliseconds; the gateway is dead long before. */
const HELD = 5_000

/** A call of the owner API at the control socket of a gateway that runs. */
function owner<T>(data: string, method: string, path: string, body?: object): Promise<T> {
  return new Promise((done, fail) => {
    const headers = body ? { 'content-type': 'application/json' } : {}
    const options = { socketPath: join(data, 'control.sock'), method, path, headers }
    const sent = request(options, (answer) => {
      let text = ''
      answer.on('data', (piece) => {
        text += String(piece)
      })
      answer.on('end', () => done(JSON.parse(text)))
    })
    sent.on('error', fail)
    sent.end(body && JSON.stringify(body))
  })
}

for (const [name, address] of Object.entries(bothDatabases())) {
  // What the hub did in the end no database knows: SQLite has both.
  for (const happens of name === 'SQLite' ? [false, true] : [true]) {
    const what = happens ? 'writes that it did not hear of' : 'writes that never happened'
    test(`${name}: killed in the midst of ${what}`, IN_TIME, async () => {
      using directory = temporaryDirectory()
      const data = directory.path
      await using homey = await startVirtualHomey({ home: 'apartment' })
      const url = await address()
      const env: NodeJS.ProcessEnv = url === undefined ? {} : { DATABASE_URL: url }
      const before = house({ homey })
      const [changed, deleted] = Object.values(homey.state.flows)
      let key = ''
      let id = ''
      {
        const words = ['start', '--port', '0', '--data', data, '--json']
        await using gateway = await running<{ url: string }>(words, env)
        const hub = { name: 'Home', address: homey.address, key: homey.key }
        await owner(data, 'POST', '/hubs', hub)
        const wanted = { hub: 'Home', name: 'Helper', permissions: [...BUILDER] }
        const made = await owner<MadeKeyView>(data, 'POST', '/keys', wanted)
        key = made.key
        id = made.id
        // Each is held at the hub until the gateway is dead, and is done then, or never.
        let arrived = 0
        homey.fault = ({ method, path }) => {
          if (method === 'GET' || !path.startsWith(FLOWS)) return undefined
          arrived++
          return { kind: 'several', ms: HELD, ...(!happens && { ending: { kind: 'drop' } }) }
        }
        const sent = [
          send(gateway.ready.url, 'POST', FLOWS, { key, body: flowOf([], { name: 'Made' }) }),
          send(gateway.ready.url, 'PUT', `${FLOWS}/${changed?.id}`, { key, body: { name: 'New' } }),
          send(gateway.ready.url, 'DELETE', `${FLOWS}/${deleted?.id}`, { key }),
        ].map((one) => one.catch(() => undefined))
        await until(async () => arrived === 3)
        await gateway.kill('SIGKILL')
        await Promise.all(sent)
        assert.equal(house({ homey }), before, 'it died too late')
      }
      homey.fault = undefined
      if (happens) await until(async () => homey.state.flows[deleted?.id ?? ''] === undefined)
      assert.equal(house({ homey }) === before, !happens)
      // By then nothing of the first one can be under way any more.
      const now = () => Date.now() + 60_000
      await using installation = await openInstallation({ data, databaseUrl: url, now })
      const api = ownerOf(installation)
      const { undo } = await api<RevokedKeyView>('DELETE', `/keys/${id}?undo=restore`)
      assert.ok(undo)
      const came = await over({ owner: api }, undo.id)
      assert.deepEqual(came.left, [])
      assert.equal(house({ homey }), before)
    })
  }
}

// Going on with an undo on PostgreSQL is in traces-undo.test.ts, there with a gateway that is closed.
test('killed in the midst of an undo, the next one goes on with it', IN_TIME, async () => {
  using directory = temporaryDirectory()
  const data = directory.path
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const before = house({ homey })
  const flows = Object.values(homey.state.flows)
  let undoing = ''
  {
    const words = ['start', '--port', '0', '--data', data, '--json']
    await using gateway = await running<{ url: string }>(words)
    const hub = { name: 'Home', address: homey.address, key: homey.key }
    await owner(data, 'POST', '/hubs', hub)
    const wanted = { hub: 'Home', name: 'Helper', permissions: [...BUILDER] }
    const { id, key } = await owner<MadeKeyView>(data, 'POST', '/keys', wanted)
    const call = caller(gateway.ready.url, key)
    for (const flow of flows.slice(0, 3)) await call('DELETE', `${FLOWS}/${flow.id}`)
    await call('PUT', `${FLOWS}/${flows[3]?.id}`, { name: 'Changed' })
    await call('POST', FLOWS, flowOf([], { name: 'Made' }))
    // The second one that is made again is made, and the gateway dies before it hears of it.
    let made = 0
    homey.fault = ({ method }) => {
      if (method === 'GET' || (method === 'POST' && ++made < 2)) return undefined
      return { kind: 'delay', ms: HELD }
    }
    const path = `/keys/${id}?undo=restore`
    const { undo } = await owner<RevokedKeyView>(data, 'DELETE', path)
    undoing = undo?.id ?? ''
    await until(async () => made === 2)
    await gateway.kill('SIGKILL')
  }
  const there = () => Object.keys(homey.state.flows).length
  await until(async () => there() === flows.length)
  homey.fault = undefined
  const now = () => Date.now() + 60_000
  await using installation = await openInstallation({ data, now })
  installation.takeCare()
  await over({ owner: ownerOf(installation) }, undoing)
  assert.equal(house({ homey }), before)
})
