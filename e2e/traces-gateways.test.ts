// Several gateways on one database: what is to be undone is undone by one of them, once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openInstallation } from '@latchkey/gateway'
import { flowOf } from './limited.ts'
import { postgresOfRun, type TestDatabases } from './postgres.ts'
import { BUILDER, caller, house, tracesOf, until } from './traces-world.ts'
import { openWorld, temporaryDirectory } from './world.ts'

const FLOWS = '/api/manager/flow/flow'

let postgres: TestDatabases
before(async () => {
  postgres = await postgresOfRun()
})
after(async () => {
  await postgres[Symbol.asyncDispose]()
})

test('expiry is seen by all gateways and undone by one', { timeout: 60_000 }, async () => {
  let time = Date.now()
  const now = () => time
  const databaseUrl = await postgres.database()
  const sealingKey = Buffer.alloc(32, 7).toString('base64')
  const auditKey = Buffer.alloc(32, 8).toString('base64')
  const keys = { databaseUrl, sealingKey, auditKey, now }
  await using world = await openWorld(keys)
  using directory = temporaryDirectory()
  await using other = await openInstallation({ data: directory.path, ...keys })
  const state = house(world)
  const made = await world.owner<{ id: string; key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Guest', permissions: [...BUILDER], expires: '1h', onEnd: 'restore' },
  })
  const call = caller(world.url, made.key)
  for (const flow of Object.values(world.homey.state.flows))
    await call('DELETE', `${FLOWS}/${flow.id}`)
  await call('POST', FLOWS, flowOf([]))
  const sent = world.homey.requests.length
  time += 3_700_000
  for (const one of [world.installation, other]) one.takeCare()
  await until(async () => {
    time += 50
    const { undos } = await tracesOf(world, made.id)
    return undos[0]?.state === 'done'
  })
  assert.equal(house(world), state)
  assert.equal((await tracesOf(world, made.id)).undos.length, 1)
  const writes = world.homey.requests.slice(sent).filter(({ method }) => method !== 'GET')
  const paths = writes.map(({ method, path }) => `${method} ${path}`)
  assert.equal(
    paths.filter((one) => one === `POST ${FLOWS}`).length,
    Object.keys(world.homey.state.flows).length,
  )
  assert.equal(paths.filter((one) => one.startsWith('DELETE')).length, 1)
})
