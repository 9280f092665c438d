// Live events, and the document of the API.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signedIn } from './browser.ts'
import { live } from './live.ts'
import { openWorld } from './world.ts'

const ZONES = '/api/manager/zones/zone'

test('events arrive as they are written, to their owner alone, and go on after an id', async () => {
  await using world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  const ben = await signedIn(world, 'Ben')
  const { key } = await world.fullKey('Panel', ['zone:read'])
  using annSees = live(world, ann)
  using benSees = live(world, ben)
  await Promise.all([annSees.until('begun'), benSees.until('begun')])
  await world.send('GET', ZONES, { key })
  await annSees.until('"client":"Panel"')
  assert.match(annSees.text(), /^: begun\n\nid: \d+\nevent: audit\ndata: \{.*\}\n\n$/)
  assert.ok(!annSees.text().includes(key))
  assert.equal(benSees.text(), ': begun\n\n')
  using again = live(world, ann, { 'last-event-id': '0' })
  await again.until('"client":"Panel"')
})

test('a stream ends when its owner signs out, and when the gateway stops', async () => {
  const world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  const ben = await signedIn(world, 'Ben')
  using annSees = live(world, ann)
  using benSees = live(world, ben)
  await Promise.all([annSees.until('begun'), benSees.until('begun')])
  await ann.ask('POST', '/sign-out')
  await annSees.ended
  await world[Symbol.asyncDispose]()
  await benSees.ended
})

test('an owner has only so many streams', async () => {
  await using world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  using stack = new DisposableStack()
  const streams = Array.from({ length: 10 }, () => stack.use(live(world, ann)))
  await Promise.all(streams.map((one) => one.until('begun')))
  assert.equal((await ann.ask('GET', '/events')).status, 503)
})

test('the document has every route, what it takes and who may call it', async () => {
  await using world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  const document = (await ann.ask('GET', '/openapi.json')).json<{
    openapi: string
    paths: Record<string, Record<string, { security?: unknown[]; requestBody?: object }>>
  }>()
  assert.equal(document.openapi, '3.1.0')
  const { guarded, open } = world.installation.ownerApi.routes
  for (const route of [...guarded, ...open]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    const operation = document.paths[path]?.[route.method.toLowerCase()]
    assert.ok(operation, `${route.method} ${path}`)
    assert.equal(operation.security !== undefined, open.includes(route))
    assert.equal(operation.requestBody !== undefined, route.body !== undefined)
  }
})
