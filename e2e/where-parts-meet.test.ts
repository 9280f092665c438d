// Where parts meet that were made by themselves: what one of them refuses is not to be had through another, and what
// an owner takes away in one place is not given back in the next.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  type ClientFileView,
  type ClientView,
  type DirectoryFile,
  type KeyView,
  newDirectoryKey,
  privateKeyIn,
  publicHalf,
  signDirectory,
} from '@latchkey/gateway'
import { Owner } from './consenting.ts'
import { BACK, newClient, post, redeem, refresh, register, request } from './oauth-client.ts'
import { Prover } from './proving.ts'
import { ask, asked, decline, grant, status } from './requesting.ts'
import { letIn, manifestFor, registered, review, submit } from './vetted.ts'
import { openWorld, type World } from './world.ts'

const ZONES = '/api/manager/zones/zone'
const DEVICES = '/api/manager/devices/device'
const HOUR = 3_600_000
const MORE = { include_granted_scopes: 'true' }

let world: World
let ann: Owner
const clock = { ahead: 0 }
const now = () => Date.now() + clock.ahead
before(async () => {
  world = await openWorld({ now })
  ann = await Owner.of(world)
})
after(async () => {
  assert.deepEqual(world.errors, [])
  await world[Symbol.asyncDispose]()
})

const opens = async (key: string, path = DEVICES) => (await world.send('GET', path, { key })).status
const stateOf = async (id: string) =>
  (await world.owner<ClientFileView>('GET', `/clients/${id}`)).state
/** The grant that was made last. */
async function lastGrant(): Promise<KeyView> {
  const last = (await world.owner<readonly KeyView[]>('GET', '/keys')).at(-1)
  assert.ok(last)
  return last
}
/** A code for a client, by what the owner does with the page. */
async function codeFor(
  client: string,
  scope: string,
  more: Record<string, string> = {},
  fields = {},
) {
  const { to, verifier } = request(world, client, scope, more)
  const back = await ann.consent(to, { fields })
  return { code: back.searchParams.get('code') ?? '', verifier }
}

test('what was reviewed bounds what is asked for later as well, and what an owner can give of it', async () => {
  const { id, change } = await registered(world)
  const { access } = await letIn(world, ann, id, 'device:read')
  const early = await asked(world, access, { permissions: ['zone:read', 'flow:read'] })
  await submit(world, id, manifestFor(['device:read', 'zone:read']))
  await review(world, id, 1)
  const beyond = await ask(world, access, { permissions: ['device:control'] })
  assert.deepEqual([beyond.status, beyond.json()['error']], [422, 'permission_refused'])
  assert.match(beyond.text, /not in the manifest that was reviewed: device:control/)
  await assert.rejects(grant(world, early.id), /not in the manifest that was reviewed: flow:read/)
  assert.equal((await status(world, access, early.id)).state, 'open')
  await grant(world, early.id, { permissions: ['zone:read'] })
  assert.equal(await opens(access, ZONES), 200)
  const late = await asked(world, access, {
    permissions: ['zone:update'],
    reason: 'Renames.',
  }).catch(() => undefined)
  assert.equal(late, undefined)
  await change({ client_name: 'Homey Official' })
  const changed = await ask(world, access, { permissions: ['mood:read'] })
  assert.deepEqual([changed.status, changed.json()['error']], [422, 'permission_refused'])
})

test('nothing is given to a client that is suspended, whenever it asked', async () => {
  const { id } = await registered(world)
  const { access } = await letIn(world, ann, id, 'device:read')
  const { id: waits } = await asked(world, access, { permissions: ['zone:read'] })
  await world.owner('POST', `/clients/${id}/suspend`)
  await assert.rejects(grant(world, waits), /4\d\d .*suspended/)
  const page = await ann.browser.get(`/permission-requests/${waits}`)
  assert.doesNotMatch(page.text, /name="decision" value="grant"/)
  assert.deepEqual((await lastGrant()).permissions, ['device:read'])
  await world.owner('POST', `/clients/${id}/resume`)
  await grant(world, waits)
  assert.equal(await opens(access, ZONES), 200)
})

test('what a client had before a review it keeps, with what the review lets it ask for', async () => {
  const { id } = await registered(world)
  await letIn(world, ann, id, 'device:read mood:read')
  await submit(world, id, manifestFor(['zone:read']))
  await review(world, id, 1)
  const { code, verifier } = await codeFor(id, 'zone:read', MORE)
  const got = await redeem(world, id, code, verifier)
  assert.equal(got.body['scope'], 'device:read mood:read zone:read')
})

test('what a review takes out while the page is open is not given any more', async () => {
  const { id } = await registered(world)
  await submit(world, id, manifestFor(['device:read', 'zone:read']))
  await review(world, id, 1)
  const opened = await ann.open(request(world, id, 'device:read zone:read').to)
  await submit(world, id, manifestFor(['device:read'], { version: '2.0.0' }))
  await review(world, id, 2)
  const { to, page } = await ann.decide(opened)
  assert.deepEqual([to, page.status], [undefined, 404])
})

const KEY = privateKeyIn(newDirectoryKey())
const iso = (time: number) => new Date(time).toISOString()
const directory = (version: number, redirectUris: readonly string[]): Promise<string> => {
  const { permissions, ...rest } = manifestFor(['device:read'])
  const manifest = { ...rest, permissions: permissions.map((one) => ({ ...one, optional: false })) }
  const file: DirectoryFile = {
    ...{ type: 'latchkey-directory', name: 'Friends', version },
    ...{ issued: iso(now()), expires: iso(now() + 24 * HOUR) },
    clients: [{ manifest, logo: null, reviewed: iso(now()), findings: [] }],
    suspended: [{ name: 'Bad', redirectUris, because: 'It sells.', since: iso(now()) }],
  }
  return signDirectory(file, KEY)
}
const subscribe = async (text: string) =>
  world.owner('POST', '/directories', { source: '/tmp/friends', key: publicHalf(KEY), text })

test('a client that a directory suspends does not escape by changing itself, nor by an older copy', async () => {
  const bad = 'https://bad.example/back'
  const client = await registered(world, { client_name: 'Bad', redirect_uris: [bad] })
  const to = request(world, client.id, 'device:read', { redirect_uri: bad })
  const code = (await ann.consent(to.to)).searchParams.get('code') ?? ''
  const got = await redeem(world, client.id, code, to.verifier, { redirect_uri: bad })
  const access = String(got.body['access_token'])
  assert.equal(await opens(access), 200)
  const pieces = await directory(3, [bad])
  await subscribe(pieces)
  assert.equal(await opens(access), 403)
  const warned = world.warnings.length
  await client.change({ redirect_uris: ['https://good.example/back'] }).catch(() => {})
  assert.equal(await stateOf(client.id), 'suspended')
  await world.owner('POST', '/directories/Friends/update', { text: pieces })
  assert.equal(await opens(access), 403, 'it is the same client, whatever it says of itself')
  assert.equal((await refresh(world, client.id, String(got.body['refresh_token']))).status, 400)
  assert.equal(world.warnings.length, warned)
  await world.owner('DELETE', '/directories/Friends')
  assert.equal(await opens(access), 200, 'nobody suspends it any more')
  await assert.rejects(subscribe(await directory(2, [])), /version 3 is known already/)
  await subscribe(await directory(3, [bad]))
  assert.equal(await stateOf(await newClient(world, { redirect_uris: [bad] })), 'suspended')
  await world.owner('DELETE', '/directories/Friends')
})

test('of clients that strangers register nothing is kept that outlives them, and nobody is warned', async () => {
  const bad = 'https://worse.example/back'
  await subscribe(await directory(4, [bad]))
  const warned = world.warnings.length
  for (const redirect of [bad, BACK]) {
    const id = await newClient(world, { redirect_uris: [redirect] })
    await ann.browser.get(
      request(world, id, 'device:read', { redirect_uri: redirect }).to.replace(world.url, ''),
    )
    assert.equal(await stateOf(id), redirect === bad ? 'suspended' : 'listed')
    clock.ahead += 25 * HOUR
    await newClient(world, { redirect_uris: ['https://new.example/back'] })
    clock.ahead -= 25 * HOUR
    const left = await world.owner<readonly ClientView[]>('GET', '/clients')
    assert.ok(!left.some((one) => one.id === id), 'it was not used, and has gone')
  }
  assert.equal(world.warnings.length, warned)
  await world.owner('DELETE', '/directories/Friends')
})

test('a token that is bound to a key is no account without it, and one for agents is none at all', async () => {
  const body = { name: 'Old app', redirectUris: [BACK], confidential: true, athomCompatible: true }
  const client = await world.owner<{ id: string; secret: string }>('POST', '/clients', body)
  const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
  const prover = new Prover(now)
  const account = async (more: Record<string, string>, headers: Record<string, string>) => {
    const { code, verifier } = await codeFor(client.id, 'device:read', more)
    const fields = { grant_type: 'authorization_code', code, redirect_uri: BACK }
    const proven = { ...headers, authorization: basic }
    const got = await post(world, '/token', { ...fields, code_verifier: verifier, ...more }, proven)
    assert.equal(got.status, 200, JSON.stringify(got.body))
    return String(got.body['access_token'])
  }
  const bound = await account({}, { dpop: prover.proof('POST', `${world.url}/token`) })
  const agents = await account({ resource: `${world.url}/mcp` }, {})
  for (const token of [bound, agents]) {
    for (const scheme of ['Bearer', 'DPoP']) {
      const headers = { authorization: `${scheme} ${token}` }
      assert.equal((await world.send('GET', '/user/me', { headers })).status, 401)
      const delegated = await world.send('POST', '/delegation/token', { headers, body: {} })
      assert.equal(delegated.status, 401)
    }
  }
  assert.equal((await world.send('GET', '/user/me', { key: await account({}, {}) })).status, 200)
})

test('what was given for a month and taken away is given for an hour, if that is what an owner says', async () => {
  const { key, id } = await world.fullKey('Panel', ['device:read'])
  const long = await asked(world, key, { permissions: ['zone:read'], expires: '30d' })
  await grant(world, long.id)
  assert.equal(await opens(key, ZONES), 200)
  await world.owner('PUT', `/keys/${id}`, { dropPermissions: ['zone:read'] })
  assert.equal(await opens(key, ZONES), 403)
  const short = await asked(world, key, { permissions: ['zone:read'], expires: '1h' })
  await grant(world, short.id)
  assert.equal(await opens(key, ZONES), 200)
  clock.ahead += 2 * HOUR
  assert.equal(await opens(key, ZONES), 403, 'an hour is over')
  clock.ahead -= 2 * HOUR
})

test('an edit of a key takes back nothing that another gave it, or took, at the same time', async () => {
  const { key, id } = await world.fullKey('Panel', ['device:read', 'mood:read'])
  const wanted = await asked(world, key, { permissions: ['zone:read'] })
  const edit = (change: object) => world.owner('PUT', `/keys/${id}`, change)
  await Promise.all([
    // The name is looked up at the Homey, and the others are quicker.
    edit({
      addPermissions: ['flow:read'],
      restrictions: { askFirst: [{ devices: ['Ceiling light'] }] },
    }),
    edit({ dropPermissions: ['mood:read'] }),
    edit({ restrictions: { tools: { find: 'deny' } } }),
    grant(world, wanted.id),
  ])
  const { permissions, restrictions } = await world.owner<KeyView>('GET', `/keys/${id}`)
  assert.deepEqual(permissions, ['device:read', 'flow:read', 'zone:read'])
  assert.deepEqual(Object.keys(restrictions ?? {}).sort(), ['askFirst', 'tools'])
})

test('a grant that takes the place of another keeps what an owner said of tools, and of its end', async () => {
  const client = await newClient(world, { client_name: 'Heir' })
  const first = await codeFor(client, 'device:read')
  await redeem(world, client, first.code, first.verifier)
  const { id } = await lastGrant()
  await world.owner('PUT', `/keys/${id}`, {
    ...{ restrictions: { tools: { find: 'deny' } }, onEnd: 'off' },
  })
  const next = await codeFor(client, 'zone:read', MORE, { 'ask:change': 'on', life: '7d' })
  const got = await redeem(world, client, next.code, next.verifier)
  const { restrictions, ...heir } = await lastGrant()
  assert.notEqual(heir.id, id)
  assert.deepEqual(restrictions?.askFirst, [{ dangers: ['change'] }])
  assert.deepEqual(restrictions?.tools, { find: 'deny' })
  assert.equal(heir.onEnd, 'off')
  assert.equal(await opens(String(got.body['access_token']), ZONES), 200)
})

test('what an owner takes from a grant before another takes its place is not kept', async () => {
  const cases: readonly (readonly [string, (id: string) => Promise<unknown>, number])[] = [
    ['nothing', async () => {}, 200],
    [
      'a permission',
      (id) => world.owner('PUT', `/keys/${id}`, { dropPermissions: ['device:read'] }),
      403,
    ],
    [
      'hours',
      (id) => world.owner('PUT', `/keys/${id}`, { restrictions: { tools: { find: 'deny' } } }),
      403,
    ],
    ['all', (id) => world.owner('DELETE', `/keys/${id}`), 403],
  ]
  for (const [name, take, expected] of cases) {
    const client = await newClient(world, { client_name: name })
    const first = await codeFor(client, 'device:read mood:read')
    await redeem(world, client, first.code, first.verifier)
    const { id } = await lastGrant()
    const next = await codeFor(client, 'zone:read', MORE)
    const twin = name === 'nothing' ? await codeFor(client, 'zone:read', MORE) : undefined
    await take(id)
    const got = await redeem(world, client, next.code, next.verifier)
    const access = String(got.body['access_token'])
    assert.equal(await opens(access), expected, name)
    assert.equal(await opens(access, ZONES), 200, `${name}: what was asked for was given`)
    if (!twin) continue
    const second = await redeem(world, client, twin.code, twin.verifier)
    assert.equal(await opens(String(second.body['access_token'])), expected, `${name}: the twin`)
  }
})

/** What of the grants of a client counts, in the order of their making. */
async function liveOf(name: string): Promise<readonly string[]> {
  const keys = await world.owner<readonly KeyView[]>('GET', '/keys')
  const live = keys.filter((one) => one.name === name && one.state === 'live')
  return live.map(({ permissions }) => permissions.join(' '))
}

test('of consents before any of them is redeemed the last one is left, with what was given on the way', async () => {
  const client = await newClient(world, { client_name: 'Eager' })
  const first = await codeFor(client, 'device:read')
  const got = await redeem(world, client, first.code, first.verifier)
  const middle = await codeFor(client, 'zone:read', MORE)
  const last = await codeFor(client, 'mood:read', MORE)
  assert.equal((await liveOf('Eager')).length, 3)
  const all = 'device:read mood:read zone:read'
  const end = await redeem(world, client, last.code, last.verifier)
  assert.equal(end.body['scope'], all)
  assert.deepEqual(await liveOf('Eager'), [all])
  assert.equal(await opens(String(got.body['access_token'])), 401, 'the first of them')
  const late = await redeem(world, client, middle.code, middle.verifier)
  assert.deepEqual([late.status, late.body['error']], [400, 'invalid_grant'])
  assert.deepEqual(await liveOf('Eager'), [all])
})

test('a grant that its client never came for ends with its next consent, and is no place to be taken', async () => {
  const client = await newClient(world, { client_name: 'Forgetful' })
  const first = await codeFor(client, 'device:read')
  await redeem(world, client, first.code, first.verifier)
  await codeFor(client, 'zone:read', MORE)
  await codeFor(client, 'flow:read')
  clock.ahead += 2 * HOUR
  const last = await codeFor(client, 'mood:read', MORE)
  const all = 'device:read mood:read'
  assert.deepEqual(await liveOf('Forgetful'), ['device:read', all])
  await redeem(world, client, last.code, last.verifier)
  assert.deepEqual(await liveOf('Forgetful'), [all])
})

test('names that hide something are shown plain, in lists as on pages', async () => {
  const { id } = await registered(world, { client_name: 'Pa\u202enel\u001b[2J\u200b' })
  await submit(world, id, manifestFor(['device:read'], { name: 'Panel[2J' }))
  const all = await world.owner<readonly ClientView[]>('GET', '/clients')
  assert.equal(all.find((one) => one.id === id)?.name, 'Panel[2J')
  const standing = await world.owner<{ name: string }>('POST', `/clients/${id}/suspend`)
  assert.equal(standing.name, 'Panel[2J')
  const { text } = await ann.browser.get('/clients')
  assert.doesNotMatch(text, /[\u202e\u200b]/)
  for (const redirect of [
    'https://a.example/\u001b[2J',
    'https://a.example/\u202e',
    'b.c:/\u202e',
  ]) {
    const { status: told } = await register(world, { redirect_uris: [redirect] })
    assert.equal(told, 400, JSON.stringify(redirect))
    const asks = { name: 'X', redirectUris: [redirect] }
    await assert.rejects(world.owner('POST', '/clients', asks), /400/)
  }
  for (const more of [
    { contact: 'dev\u001b[2J@a.example' },
    { contact: 'dev\u202e@a.example' },
    { homepage: 'https://a.example/\u202e' },
  ]) {
    const manifest = manifestFor(['device:read'], { name: 'Panel[2J', ...more })
    await assert.rejects(submit(world, id, manifest), /422/, JSON.stringify(more))
  }
})

test('pages of what is another owner’s are not there', async () => {
  const bob = await Owner.of(world, 'Bob')
  await bob.browser.get('/')
  const { key } = await world.fullKey('Panel', ['device:read'])
  const { id } = await asked(world, key, { permissions: ['zone:read'] })
  const { id: client } = await registered(world)
  await letIn(world, ann, client, 'device:read')
  for (const path of [`/permission-requests/${id}`, `/clients/${client}`]) {
    assert.equal((await bob.browser.get(path)).status, 404, path)
    const forms = { decision: 'grant', 'p:zone:read': 'on', do: 'suspend' }
    assert.equal((await bob.browser.post(path, forms)).status, 404, path)
    assert.ok(!(await bob.browser.get(path.replace(/\/[^/]+$/, ''))).text.includes(path))
  }
  assert.equal(await stateOf(client), 'self-asserted')
  await decline(world, id)
})
