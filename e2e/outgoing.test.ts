// What strangers name is fetched from the internet or not at all: the guard by itself, with a server that counts as
// the internet and a listener on the network at home that must never hear of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FetchRefused, guardedFetch } from '@latchkey/gateway'
import { json, openOutside, openTrap } from './outside.ts'

/** Why a fetch was refused; undefined if it was not. */
const refusal = (fetched: Promise<Response>): Promise<string | undefined> =>
  fetched.then(
    () => undefined,
    (error) => {
      assert.ok(error instanceof FetchRefused, String(error))
      return error.reason
    },
  )

test('case 23: no address of a machine, a home or a cloud is fetched from, however it is written', async () => {
  await using trap = await openTrap()
  const told: string[] = []
  const names: Readonly<Record<string, readonly string[]>> = {
    'loop.example.org': ['127.0.0.1'],
    'home.example.org': ['192.168.1.20', '127.0.0.1'],
    'cloud.example.org': ['169.254.169.254'],
    'six.example.org': ['::1', 'fd00::1', 'fe80::1', '::ffff:127.0.0.1'],
    '192-168-1-20.homey.homeylocal.com': ['192.168.1.20'],
  }
  // Public addresses only, as a gateway has it.
  const fetch = guardedFetch({
    resolve: async (name) => {
      told.push(name)
      return names[name] ?? ['127.0.0.1']
    },
  })
  const hosts = [
    ...['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '2130706433', '0x7f.1'],
    ...['127.1', '0177.0.0.1', '0.0.0.0', '[::]', '10.0.0.1', '172.16.0.1', '192.168.1.1'],
    ...['169.254.169.254', '[fd00:ec2::254]', '100.64.0.1', '[::ffff:10.0.0.1]', '[fe80::1]'],
    ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', '224.0.0.1', '198.51.100.1', 'localhost'],
    ...Object.keys(names),
  ]
  for (const host of hosts) {
    const found = await refusal(fetch(`https://${host}:${trap.port}/client`))
    assert.equal(found, 'address', host)
  }
  const unsafe = [
    ...[`http://127.0.0.1:${trap.port}/`, `https://a:b@loop.example.org:${trap.port}/`],
    ...['file:///etc/passwd', 'gopher://127.0.0.1/', 'data:application/json,{}', 'client', ''],
  ]
  for (const url of unsafe) assert.equal(await refusal(fetch(url)), 'not-https', url)
  assert.equal(trap.knocks(), 0, 'no packet')
  assert.deepEqual(new Set(told), new Set([...Object.keys(names), 'localhost']))
})

test('case 23: a name is resolved once, and who answers is held to that address', async () => {
  await using outside = await openOutside()
  await using trap = await openTrap('127.0.0.1', outside.port)
  const fetch = guardedFetch(outside.outgoing)
  outside.pages.set('/client', json({ ok: true }))
  const good = await fetch(outside.at('app', '/client'))
  assert.deepEqual(await good.json(), { ok: true })
  // Public when it is judged, at home when it would be connected to.
  outside.names.set('rebind.example.org', [['127.0.0.2'], ['127.0.0.1']])
  assert.equal((await fetch(outside.at('rebind', '/client'))).status, 200)
  assert.equal(outside.resolved.filter((name) => name === 'rebind.example.org').length, 1)
  assert.equal(await refusal(fetch(outside.at('rebind', '/client'))), 'address', 'moved home')
  outside.names.set('both.example.org', [['127.0.0.1', '127.0.0.2', '192.168.1.1']])
  assert.equal((await fetch(outside.at('both', '/client'))).status, 200, 'only where it may')
  outside.pages.set('/away', (_request, response) => {
    const location = `https://127.0.0.1:${trap.port}/admin`
    response.writeHead(302, { location, 'content-type': 'application/json' }).end('{}')
  })
  assert.equal(await refusal(fetch(outside.at('app', '/away'))), 'redirect')
  const wrong = `https://other.example.com:${outside.port}/client`
  assert.equal(await refusal(fetch(wrong)), 'unreachable', 'of another name')
  assert.equal(trap.knocks(), 0)
})

test('case 23: what is large, slow or no JSON is let go of', async () => {
  await using outside = await openOutside()
  const fetch = guardedFetch(outside.outgoing)
  const at = (path: string) => outside.at('app', path)
  const long = `"${'x'.repeat(6_000)}"`
  outside.pages.set('/large', json(long))
  outside.pages.set('/endless', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      while (response.write(' '.repeat(1_000)));
    }
    response.on('drain', more)
    more()
  })
  outside.pages.set('/zipped', json('{}', { 'content-encoding': 'gzip' }))
  outside.pages.set('/page', json('<html>', { 'content-type': 'text/html' }))
  outside.pages.set('/slow', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{')
  })
  outside.pages.set('/silent', () => {})
  assert.equal(await refusal(fetch(at('/large'))), 'too-large')
  assert.equal(await refusal(fetch(at('/endless'))), 'too-large')
  assert.equal((await fetch(at('/large'), { maxBytes: 8_000 })).status, 200, 'where more may be')
  assert.equal(await refusal(fetch(at('/zipped'))), 'not-json')
  assert.equal(await refusal(fetch(at('/page'))), 'not-json')
  assert.equal((await fetch(at('/nothing'))).status, 404)
  const late = ['/slow', '/silent'].map((path) => refusal(fetch(at(path), { within: 250 })))
  assert.deepEqual(await Promise.all(late), ['too-slow', 'too-slow'])
  const hanging = guardedFetch({ ...outside.outgoing, resolve: () => new Promise(() => {}) })
  assert.equal(await refusal(hanging(at('/client'), { within: 250 })), 'too-slow')
  const gone = AbortSignal.abort()
  assert.equal(await refusal(fetch(at('/client'), { signal: gone })), 'too-slow')
})

test('case 23: so many at once, and no more', async () => {
  await using outside = await openOutside()
  const fetch = guardedFetch(outside.outgoing)
  const waiting: (() => void)[] = []
  const all = Promise.withResolvers<void>()
  outside.pages.set('/held', (request, response) => {
    waiting.push(() => json({})(request, response))
    if (waiting.length === 8) all.resolve()
  })
  const held = Array.from({ length: 8 }, () => fetch(outside.at('app', '/held')))
  await all.promise
  assert.equal(await refusal(fetch(outside.at('app', '/held'))), 'busy')
  for (const answer of waiting) answer()
  assert.ok((await Promise.all(held)).every(({ status }) => status === 200))
  outside.pages.set('/client', json({}))
  assert.equal((await fetch(outside.at('app', '/client'))).status, 200)
})
