// Signed directories: one installation publishes what it reviewed, another believes it because of a key that it
// pinned, from a file and over loopback; what is forged, older or expired is not taken, and the last copy stays.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  type ClientFileView,
  type DirectoryDraft,
  type DirectoryFile,
  type DirectoryView,
  newDirectoryKey,
  privateKeyIn,
  publicHalf,
  readDirectory,
  signDirectory,
} from '@latchkey/gateway'
import { Owner } from './consenting.ts'
import { BACK, newClient, request } from './oauth-client.ts'
import { type Outside, openOutside } from './outside.ts'
import { letIn, manifestFor, refusal, registered, review, submit } from './vetted.ts'
import { openWorld, type World } from './world.ts'

const DAY = 86_400_000
const KEY = privateKeyIn(newDirectoryKey())
const PUBLIC = publicHalf(KEY)
const iso = (time: number) => new Date(time).toISOString()

/** A directory that vouches for Panel for a day. */
const listing = (more: Partial<DirectoryFile> = {}): DirectoryFile => ({
  ...{ type: 'latchkey-directory', name: 'Friends', version: 1 },
  ...{ issued: iso(Date.now()), expires: iso(Date.now() + DAY) },
  clients: [
    {
      ...{ manifest: manifest(), logo: null, reviewed: '2026-11-01T12:00:00.000Z' },
      findings: ['Reads only.'],
    },
  ],
  suspended: [],
  ...more,
})

const manifest = (): DirectoryFile['clients'][number]['manifest'] => {
  const { permissions, ...rest } = manifestFor(['device:read'])
  return { ...rest, permissions: permissions.map((one) => ({ ...one, optional: false })) }
}

const suspending = (redirectUris: readonly string[], version = 2) =>
  listing({
    ...{ version, clients: [] },
    suspended: [
      { name: 'Panel', redirectUris, because: 'It sells what it sees.', since: iso(Date.now()) },
    ],
  })

const signed = (file: DirectoryFile) => signDirectory(file, KEY)
const subscribe = async (world: World, file: DirectoryFile, source = '/tmp/friends.json') =>
  world.owner<DirectoryView>('POST', '/directories', {
    ...{ source, key: PUBLIC, text: await signed(file) },
  })
const update = (world: World, text?: string) =>
  world.owner<DirectoryView & { changed: boolean }>('POST', '/directories/Friends/update', {
    ...(text !== undefined && { text }),
  })
const stateOf = async (world: World, id: string) =>
  (await world.owner<ClientFileView>('GET', `/clients/${id}`)).state

// One world for all; each test leaves no directory behind.
let world: World
let ann: Owner
let outside: Outside
let source = ''
let served: { status: number; text: string } = { status: 500, text: '' }
const clock = { ahead: 0 }

before(async () => {
  outside = await openOutside()
  outside.pages.set('/friends.json', (_request, response) => {
    response.writeHead(served.status, { 'content-type': 'application/json' }).end(served.text)
  })
  source = outside.at('friends', '/friends.json')
  const now = () => Date.now() + clock.ahead
  world = await openWorld({ outgoing: outside.outgoing, now })
  ann = await Owner.of(world)
})
after(async () => {
  assert.deepEqual(world.errors, [])
  await world[Symbol.asyncDispose]()
  await outside[Symbol.asyncDispose]()
})

test('what is forged, unsigned, changed or signed by another is not taken', async () => {
  const good = await signed(listing())
  assert.equal((await readDirectory(good, PUBLIC)).name, 'Friends')
  const parts = JSON.parse(good) as Record<string, string>
  const other = privateKeyIn(newDirectoryKey())
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const wrong = [
    await signDirectory(listing(), other),
    JSON.stringify({ ...parts, payload: encoded(listing({ version: 9 })) }),
    JSON.stringify({ ...parts, signature: '' }),
    JSON.stringify({
      ...parts,
      protected: encoded({ alg: 'none', typ: 'latchkey-directory+json' }),
      signature: '',
    }),
    JSON.stringify({ ...parts, header: { jwk: other.export({ format: 'jwk' }) } }),
    JSON.stringify(listing()),
    'x'.repeat(2_000_000),
    '',
  ]
  for (const text of wrong)
    await assert.rejects(readDirectory(text, PUBLIC), { name: 'DirectoryRefused' })
  await assert.rejects(readDirectory(good, publicHalf(other)), /not signed with the key/)
  await assert.rejects(readDirectory(good, 'nonsense'), /43 letters/)
  const odd = await signDirectory(
    { ...listing(), clients: [{ x: 1 }] } as unknown as DirectoryFile,
    KEY,
  )
  await assert.rejects(readDirectory(odd, PUBLIC), /signed, but not understood: clients\.0/)
})

test('a directory vouches for what it lists, as long as it counts, and bounds what is asked', async () => {
  const { id, change } = await registered(world)
  const twins = [
    await newClient(world, { client_name: 'Panel', redirect_uris: ['https://evil.example/back'] }),
    await newClient(world, { client_name: 'Panel+', redirect_uris: [BACK] }),
    await newClient(world, { client_name: 'Panel', logo_uri: 'https://evil.example/x.png' }),
  ]
  const made = await subscribe(world, listing())
  assert.deepEqual([made.id, made.version, made.clients, made.expired], ['Friends', 1, 1, false])
  // What strangers registered is kept for a day only.
  await letIn(world, ann, id, 'device:read')
  const { page } = await ann.open(request(world, id, 'device:read').to)
  assert.match(page.text, /The directory “Friends” vouches for this app.*November 1, 2026/)
  assert.match(page.text, /It says why/)
  for (const twin of twins) assert.equal(await stateOf(world, twin), 'self-asserted', twin)
  assert.equal((await refusal(world, ann, id, 'device:control')).error, 'invalid_scope')
  clock.ahead = 2 * DAY
  assert.equal(await stateOf(world, id), 'self-asserted', 'it vouches no longer than it says')
  clock.ahead = 0
  assert.equal(await stateOf(world, id), 'listed')
  await submit(world, id, manifestFor(['device:read']))
  await review(world, id, 1)
  const reviewed = await ann.open(request(world, id, 'device:read').to)
  assert.match(reviewed.page.text, /reviewed this app/, 'what was reviewed here counts more')
  const withdrawn = await review(world, id, 1, 'return')
  assert.equal(withdrawn.state, 'listed', 'the directory still vouches')
  await change({ client_name: 'Homey Official' })
  assert.equal(await stateOf(world, id), 'self-asserted')
  const { page: changed, error } = await refusal(world, ann, id, 'device:read')
  assert.ok(error !== null || /not what it was/.test(changed.text))
  await world.owner('DELETE', '/directories/Friends')
})

test('a directory suspends here; older copies, other keys and silence do not end that', async () => {
  const { id } = await registered(world)
  const shared = ['http://127.0.0.1/back', 'http://localhost/back']
  const local = await newClient(world, { redirect_uris: shared, application_type: 'native' })
  const tokens = await letIn(world, ann, id, 'device:read')
  const opens = async () =>
    (await world.send('GET', '/api/manager/devices/device', { key: tokens.access })).status
  await assert.rejects(
    world.owner('POST', '/directories', { source, key: PUBLIC }),
    /503.*it answered 500/,
  )
  served = { status: 200, text: await signed(listing()) }
  await world.owner('POST', '/directories', { source, key: PUBLIC })
  assert.equal(await opens(), 200)
  served = { status: 200, text: await signed(suspending([BACK, ...shared])) }
  assert.equal((await update(world)).changed, true)
  assert.equal(await opens(), 403, 'what was granted is halted')
  assert.equal(await stateOf(world, id), 'suspended')
  assert.equal(await stateOf(world, local), 'self-asserted', 'programs of all makers wait there')
  assert.ok(world.warnings.some((one) => one.includes(`${id} is suspended by a directory`)))
  const { page } = await refusal(world, ann, id, 'device:read')
  assert.match(
    page.text,
    /This app is suspended.*It sells what it sees, says the directory Friends/s,
  )
  const again = await newClient(world, { client_name: 'Another name', redirect_uris: [BACK] })
  assert.equal(await stateOf(world, again), 'suspended', 'another name is no way out')
  const other = privateKeyIn(newDirectoryKey())
  const refused: readonly (readonly [number, string, RegExp])[] = [
    [200, await signed(listing({ version: 1 })), /version 2 is known already/],
    [200, await signed(listing({ version: 2 })), /version 2 is known already/],
    [200, await signDirectory(listing({ version: 3 }), other), /not signed with the key/],
    [
      200,
      await signed(listing({ version: 3, expires: iso(Date.now() - DAY) })),
      /It counted until/,
    ],
    [200, await signed(listing({ version: 3, name: 'Foes' })), /Foes/],
    [503, '', /The last copy goes on counting/],
  ]
  for (const [status, text, said] of refused) {
    served = { status, text }
    await assert.rejects(update(world), said)
    assert.equal(await opens(), 403, String(said))
    const [kept] = await world.owner<readonly DirectoryView[]>('GET', '/directories')
    assert.deepEqual(
      [kept?.version, said.test(kept?.problem ?? '')],
      [2, true],
      kept?.problem ?? '',
    )
  }
  await assert.rejects(world.owner('POST', `/clients/${id}/resume`), /409.*directory:Friends/)
  served = { status: 200, text: await signed(listing({ version: 3 })) }
  await update(world)
  assert.equal(await opens(), 200)
  assert.equal(await stateOf(world, id), 'listed')
  served = { status: 200, text: await signed(suspending([BACK], 4)) }
  // A running gateway looks by itself.
  world.installation.takeCare()
  while ((await opens()) === 200) await new Promise(setImmediate)
  assert.equal(await opens(), 403)
  await world.owner('DELETE', '/directories/Friends')
  assert.equal(await opens(), 200, 'nobody suspends it any more')
})

test('what was reviewed and suspended here can be published; what others say is theirs', async () => {
  const [good, bad, unknown] = [
    await registered(world),
    await registered(world, { client_name: 'Bad', redirect_uris: ['https://bad.example/back'] }),
    await registered(world, { client_name: 'Unknown' }),
  ]
  await submit(world, good.id, manifestFor(['device:read']))
  await review(world, good.id, 1, 'approve', ['Reads only.'])
  await world.owner('POST', `/clients/${bad.id}/suspend`, { because: 'It steals.' })
  await subscribe(world, suspending(['https://app.example.org/other'], 5))
  const draft = await world.owner<DirectoryDraft>('GET', '/directory')
  assert.deepEqual(
    draft.clients.map(({ manifest: { name }, findings }) => [name, findings]),
    [['Panel', ['Reads only.']]],
  )
  assert.deepEqual(
    draft.suspended.map(({ name, because }) => [name, because]),
    [['Bad', 'It steals.']],
  )
  assert.equal(await stateOf(world, unknown.id), 'self-asserted')
})
