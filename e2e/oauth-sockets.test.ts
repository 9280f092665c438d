// What stands for a grant besides a key counts no longer than the grant, and not a moment longer than itself: on
// sockets as over HTTP, and whatever its client does to keep it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Owner } from './consenting.ts'
import { newClient, redeem, refresh, request, type Told } from './oauth-client.ts'
import { ask, call, hear, openApi, openRoot, told } from './realtime-clients.ts'
import { openWorld, type World } from './world.ts'

const IN_TIME = { timeout: 60_000 }
const VARIABLES = '/api/manager/logic/variable'

/** How long a token lives, in milliseconds. */
const LIFE = 3_600_000

const wordIn = ({ body }: Told, name: string): string => {
  const word = body[name]
  assert.ok(typeof word === 'string', JSON.stringify(body))
  return word
}

/** A client that an owner let in, with the tokens that it got. */
async function letIn(world: World) {
  const owner = await Owner.of(world)
  const clientId = await newClient(world)
  const { to, verifier } = request(world, clientId, 'variable:read')
  const back = await owner.consent(to)
  const got = await redeem(world, clientId, back.searchParams.get('code') ?? '', verifier)
  const tokens = { access: wordIn(got, 'access_token'), refresh: wordIn(got, 'refresh_token') }
  const known = (await owner.browser.get('/owner/v1/keys')).text
  const [grant] = JSON.parse(known) as { readonly id: string }[]
  return { clientId, ...tokens, grantId: grant?.id ?? '' }
}

/** A world whose clock can be put ahead. */
async function openAhead() {
  const clock = { ahead: 0 }
  const world = await openWorld({ now: () => Date.now() + clock.ahead })
  return { world, clock, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() }
}

test(
  'a socket ends with its token, with no message needed; its grant goes on',
  IN_TIME,
  async () => {
    await using opened = await openAhead()
    const { world, clock } = opened
    const { clientId, ...tokens } = await letIn(world)
    clock.ahead = LIFE - 5_000
    const renewed = wordIn(await refresh(world, clientId, tokens.refresh), 'access_token')
    using lasting = await openApi(world.url, renewed)
    using open = await openApi(world.url, tokens.access)
    assert.equal((await call(open.api, 'logic', 'getVariables'))[0], null)
    await told(open.api, 'disconnect')
    const late = await world.send('GET', VARIABLES, { key: tokens.access })
    assert.deepEqual([late.status, late.json()['error']], [401, 'invalid_token'])
    using root = openRoot(world.url)
    const [error] = await ask(root, 'handshakeClient', { token: tokens.access })
    assert.match(error?.error_description ?? '', /has expired/)
    assert.equal(lasting.api.connected, true)
    assert.equal((await call(lasting.api, 'logic', 'getVariables'))[0], null)
    assert.equal((await world.send('GET', VARIABLES, { key: renewed })).status, 200)
  },
)

test(
  'an expired token is told nothing and refused by the clock, whatever timers do',
  IN_TIME,
  async () => {
    await using opened = await openAhead()
    const { world, clock } = opened
    const { access } = await letIn(world)
    using open = await openApi(world.url, access)
    using asking = await openApi(world.url, access)
    using coming = await openApi(world.url, access)
    await ask(open.api, 'subscribe', 'homey:manager:logic')
    const heard = hear(open.api, 'homey:manager:logic')
    const ends = [open, asking, coming].map(({ api }) => told(api, 'disconnect'))
    clock.ahead = LIFE + 1_000
    const [refused] = await call(asking.api, 'logic', 'getVariables')
    assert.deepEqual([refused?.statusCode, refused?.error], [401, 'invalid_token'])
    await ends[1]
    // It is closed before it could be answered.
    coming.api.emit('subscribe', 'homey:manager:logic')
    await ends[2]
    const writer = await world.key('variable:create')
    const body = { name: 'New', type: 'boolean', value: true }
    assert.equal((await world.send('POST', VARIABLES, { key: writer, body })).status, 200)
    await ends[0]
    assert.deepEqual(heard, [])
  },
)

test(
  'a stopped hub: a client may refresh its tokens, which open nothing until it goes on',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { access, clientId, ...tokens } = await letIn(world)
    using open = await openApi(world.url, access)
    const gone = told(open.api, 'disconnect')
    await world.owner('POST', '/stop', { hub: 'Home' })
    await gone
    const renewed = wordIn(await refresh(world, clientId, tokens.refresh), 'access_token')
    for (const token of [access, renewed]) {
      const stopped = await world.send('GET', VARIABLES, { key: token })
      assert.deepEqual([stopped.status, stopped.json()['error']], [403, 'stopped_by_owner'])
      await assert.rejects(openApi(world.url, token), /the owner has stopped/)
    }
    await world.owner('POST', '/resume', { hub: 'Home' })
    for (const token of [access, renewed]) {
      assert.equal((await world.send('GET', VARIABLES, { key: token })).status, 200)
      using again = await openApi(world.url, token)
      assert.equal(again.api.connected, true)
    }
  },
)

test(
  'what the owner revokes ends tokens and their sockets, and no new ones come',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { access, clientId, grantId, ...tokens } = await letIn(world)
    using open = await openApi(world.url, access)
    const gone = told(open.api, 'disconnect')
    await world.owner('DELETE', `/keys/${grantId}`)
    await gone
    const revoked = await world.send('GET', VARIABLES, { key: access })
    assert.equal(revoked.status, 401)
    assert.match(revoked.text, /was revoked/)
    await assert.rejects(openApi(world.url, access), /was revoked/)
    const again = await refresh(world, clientId, tokens.refresh)
    assert.deepEqual([again.status, again.body['error']], [400, 'invalid_grant'])
  },
)

test(
  'a hub that is removed takes tokens along, and all that is kept of them',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { access, clientId, ...tokens } = await letIn(world)
    await world.owner('DELETE', '/hubs/Home')
    assert.equal((await world.send('GET', VARIABLES, { key: access })).status, 401)
    const again = await refresh(world, clientId, tokens.refresh)
    assert.deepEqual([again.status, again.body['error']], [400, 'invalid_grant'])
  },
)
