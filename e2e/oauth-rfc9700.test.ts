// The lines of RFC 9700 that no attack case has, and those of API keys: what is not offered cannot be asked for, and
// nothing stands where a browser keeps or shows it.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { Owner } from './consenting.ts'
import { newClient, post, register, request } from './oauth-client.ts'
import { openWorld } from './world.ts'

const READ = '/api/manager/devices/device'

test('RFC 9700, 2.1.2, 2.4, 4.15, 4.17: no implicit grant, no passwords, no client for itself, no messages between windows', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const asks = async (more: Readonly<Record<string, string>>) => {
    const { to } = request(world, client, 'device:read', more)
    const { headers, text } = await ann.browser.get(to.replace(world.url, ''))
    return { text, location: String(headers['location'] ?? '') }
  }
  const types = ['token', 'id_token', 'code token', 'code id_token', 'none', 'x']
  for (const response_type of types) {
    const { location, text } = await asks({ response_type })
    assert.match(location + text, /unsupported_response_type|unauthorized_client/, response_type)
    assert.doesNotMatch(location, /access_token|code=|^\/consent/, response_type)
  }
  for (const response_mode of [
    'fragment',
    'web_message',
    'jwt',
    'query.jwt',
    'form_post.jwt',
    'x',
  ]) {
    const { location, text } = await asks({ response_mode })
    const isKept = response_mode === 'fragment' && location.startsWith('/consent')
    assert.ok(isKept || /unsupported_response_mode|invalid_request/.test(location + text), location)
  }
  const secret = await register(world, { token_endpoint_auth_method: 'client_secret_post' })
  const { client_id: id, client_secret: shown } = secret.body
  const known = { client_id: String(id), client_secret: String(shown) }
  const grants = ['password', 'client_credentials', 'implicit', 'urn:openid:params:grant-type:ciba']
  for (const grant_type of grants) {
    const fields = { ...known, grant_type, username: 'Ann', password: 'x', scope: 'device:read' }
    const { status, body } = await post(world, '/token', fields)
    assert.deepEqual([status, body['error']], [400, 'unsupported_grant_type'], grant_type)
    const made = await register(world, { grant_types: [grant_type], response_types: [] })
    assert.equal(made.status, 400, grant_type)
  }
  const reply = await world.send('GET', '/.well-known/oauth-authorization-server')
  const metadata = reply.json<Record<string, readonly string[]>>()
  assert.deepEqual(metadata['response_types_supported'], ['code'])
  assert.deepEqual(metadata['grant_types_supported']?.toSorted(), [
    ...['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  ])
  assert.deepEqual(await world.owner('GET', '/keys'), [])
})

test('case 15: an error leads to the page of nobody by itself, unless its owner added the app', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const evil = 'https://evil.example/sign-in'
  const client = await newClient(world, { redirect_uris: [evil] })
  const errors: readonly Record<string, string>[] = [
    { scope: 'nonsense:read' },
    { prompt: 'none' },
    { code_challenge_method: 'plain' },
    { response_type: 'token' },
    { response_mode: 'fragment', scope: 'nonsense:read' },
    { response_mode: 'form_post', scope: 'nonsense:read' },
  ]
  for (const more of errors) {
    const { to } = request(world, client, 'device:read', { redirect_uri: evil, ...more })
    const { status, headers, text } = await ann.browser.get(to.replace(world.url, ''))
    assert.equal(status, 400, JSON.stringify(more))
    assert.deepEqual([headers['location'], headers['refresh']], [undefined, undefined])
    assert.match(text, /Go on to evil\.example/, 'the owner sees where it leads')
    assert.doesNotMatch(text, /<form|forms\[0\]/)
  }
  const redirectUris = ['https://app.example.org/back']
  const own = await world.owner<{ id: string }>('POST', '/clients', { name: 'Mine', redirectUris })
  const trusted = request(world, own.id, 'nonsense:read').to.replace(world.url, '')
  const sent = await ann.browser.get(trusted)
  assert.match(String(sent.headers['location']), /^https:\/\/app\.example\.org\/back\?error=/)
  const here = await newClient(world, {
    ...{ redirect_uris: ['http://127.0.0.1/back'], application_type: 'native' },
  })
  const local = { redirect_uri: 'http://127.0.0.1:5000/back' }
  const program = request(world, here, 'nonsense:read', local).to.replace(world.url, '')
  const told = await ann.browser.get(program)
  assert.match(String(told.headers['location']), /^http:\/\/127\.0\.0\.1:5000\/back\?error=/)
})

test('RFC 9700, 2.6, 4.2, 4.12, 4.16: metadata for all origins, the way to consent for none; it tells nobody and is framed by nobody', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const origin = 'https://page.example'
  const metadata = '/.well-known/oauth-authorization-server'
  const open = await world.send('GET', metadata, { headers: { origin } })
  assert.ok(['*', origin].includes(String(open.headers['access-control-allow-origin'])))
  const { to } = request(world, client, 'device:read')
  const path = to.replace(world.url, '')
  const begun = await ann.browser.get(path, { origin })
  assert.equal(begun.headers['access-control-allow-origin'], undefined)
  assert.equal(begun.status, 303)
  const question = { origin, 'access-control-request-method': 'GET' }
  const asked = await world.send('OPTIONS', '/authorize', { headers: question })
  assert.equal(asked.headers['access-control-allow-origin'], undefined)
  const opened = await ann.open(to)
  const { headers, text } = opened.page
  assert.equal(headers['referrer-policy'], 'no-referrer')
  assert.equal(headers['x-frame-options'], 'DENY')
  assert.match(
    String(headers['content-security-policy']),
    /default-src 'none'.*frame-ancestors 'none'/,
  )
  assert.equal(headers['access-control-allow-origin'], undefined)
  assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\//, 'nothing of others')
  const answered = await ann.browser.post(opened.path.split('?')[0] ?? '', { decision: 'deny' })
  assert.ok([200, 303].includes(answered.status), 'never 307: the form is not sent on')
})

test('case 25: a key is found by its hash alone, opens its Homey alone, and ends to the second', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const end = now + 60_000
  const { key } = await world.fullKey('Panel', ['device:read'], '1m')
  const status = async (shown: string, path = READ) =>
    (await world.send('GET', path, { key: shown })).status
  assert.equal(await status(key), 200)
  const body = key.slice(3, -6)
  const other = (text: string) => `lk_${text}${checksum(text)}`
  assert.equal(other(body), key, 'the checksum is no secret')
  const last = body.at(-1) === 'a' ? 'b' : 'a'
  const wrong = [
    other(`${body.slice(0, -1)}${last}`),
    other(`${body.slice(0, 20)}${'x'.repeat(23)}`),
    `${key}x`,
    key.slice(0, -1),
    key.toUpperCase(),
    hash('sha256', key),
    'lk_',
    '',
  ]
  for (const one of wrong) assert.equal(await status(one), 401, one)
  for (const path of [`${READ}?token=${key}`, `${READ}?access_token=${key}`, `${READ}/${key}`]) {
    assert.equal((await world.send('GET', path)).status, 401, 'in the query it is none')
    assert.equal(await status(key, path), 400, 'and is refused there')
  }
  const basic = { authorization: `Basic ${Buffer.from(`:${key}`).toString('base64')}` }
  assert.equal((await world.send('GET', READ, { headers: basic })).status, 401)
  for (const [method, path] of [
    ['GET', '/owner/v1/keys'],
    ['GET', '/owner/v1/hubs'],
    ['POST', '/owner/v1/keys'],
    ['POST', '/owner/v1/stop'],
  ] as const) {
    const reply = await world.send(method, path, { key, ...(method === 'POST' && { body: {} }) })
    assert.ok([401, 403].includes(reply.status), `${path} ${reply.status}`)
  }
  now = end - 1
  assert.equal(await status(key), 200)
  now = end
  assert.equal(await status(key), 401)
})

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The checksum of a key, worked out anew: anybody can. */
function checksum(text: string): string {
  let rest = crc32(text)
  let sum = ''
  for (let at = 0; at < 6; at++) {
    sum = ALPHABET[rest % ALPHABET.length] + sum
    rest = Math.floor(rest / ALPHABET.length)
  }
  return sum
}
