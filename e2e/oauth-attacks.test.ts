// Attacks on the authorization server, by their numbers in the list of the issue; on SQLite and PostgreSQL where it
// is the database that must hold.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Owner } from './consenting.ts'
import { BACK, ledTo, newClient, post, redeem, refresh, register, request } from './oauth-client.ts'
import { bothDatabases } from './postgres.ts'
import { openWorld, type World } from './world.ts'

const READ = '/api/manager/devices/device'

/** A client with a code that was not redeemed. */
async function withCode(world: World, ann: Owner, scope = 'device:read') {
  const client = await newClient(world)
  const { to, verifier } = request(world, client, scope)
  const code = (await ann.consent(to)).searchParams.get('code') ?? ''
  return { client, code, verifier }
}

async function withTokens(world: World, ann: Owner, scope = 'device:read') {
  const { client, code, verifier } = await withCode(world, ann, scope)
  const { body } = await redeem(world, client, code, verifier)
  return {
    ...{ client, code, verifier },
    access: String(body['access_token']),
    refreshToken: String(body['refresh_token']),
  }
}

const opens = async (world: World, token: string) =>
  (await world.send('GET', READ, { key: token })).status

test('case 8: a foreign Host is turned away, and metadata always show the issuer', async () => {
  await using world = await openWorld()
  for (const path of ['/.well-known/oauth-authorization-server', '/device', '/authorize']) {
    const reply = await world.send('GET', path, { headers: { host: 'evil.example' } })
    assert.equal(reply.status, 421, path)
  }
  const port = new URL(world.url).port
  const headers = { host: `localhost:${port}`, 'x-forwarded-host': 'evil.example' }
  const reply = await world.send('GET', '/.well-known/oauth-authorization-server', { headers })
  const metadata = reply.json<Record<string, unknown>>()
  assert.equal(metadata['issuer'], world.url)
  assert.equal(metadata['token_endpoint'], `${world.url}/token`)
  assert.deepEqual(metadata['code_challenge_methods_supported'], ['S256'])
  assert.equal(metadata['authorization_response_iss_parameter_supported'], true)
  assert.ok(!reply.text.includes('evil') && !reply.text.includes('localhost'))
})

test('case 14: unknown and malformed scopes are refused, never dropped', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const wrong = [
    ...['device:read nonsense:read', 'hub.device.read', 'openid device:read', 'DEVICE:READ'],
    ...['device:read\tzone:read', 'device:read"', 'device:read\0', '__proto__', ''],
    Array.from({ length: 600 }, (_, at) => `x${at}:read`).join(' '),
  ]
  for (const scope of wrong) {
    const { to } = request(world, client, scope)
    const reply = await ann.browser.get(to.replace(world.url, ''))
    const back = ledTo(world, reply)
    if (scope === '') continue
    assert.equal(
      back.searchParams.get('error'),
      'invalid_scope',
      `${scope.slice(0, 40)} ${reply.text}`,
    )
    assert.equal(back.searchParams.get('iss'), world.url)
  }
})

test('case 15: where the answer goes is exactly what was registered', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const wrong = [
    ...['https://app.example.org@evil.example/back', 'https://app.example.org:444/back'],
    ...['https://APP.example.org/back', 'https://app.example.org/back/', `${BACK}/..;/x`],
    ...[`${BACK}%2e`, 'https://app.example.org\\@evil.example/back', `${BACK}?x=1`, `${BACK}#x`],
    ...['http://app.example.org/back', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:,x'],
    ...['com.evil.app:/back', 'http://127.0.0.1/back', 'http://localhost/back', '//evil.example'],
    ...[
      'https://xn--pp-1ia.example.org/back',
      'https://app.example.org.evil.example/back',
      '/back',
    ],
  ]
  for (const uri of wrong) {
    const { to } = request(world, client, 'device:read', { redirect_uri: uri })
    const reply = await ann.browser.get(to.replace(world.url, ''))
    assert.equal(reply.status, 400, uri)
    assert.equal(reply.headers['location'], undefined, uri)
    assert.match(reply.text, /redirect_uri|cannot be answered/, uri)
  }
  const redirects = ['javascript:alert(1)', 'data:,x', 'http://app.example.org/back', `${BACK}#x`]
  for (const uri of redirects) {
    assert.equal((await register(world, { redirect_uris: [uri] })).status, 400, uri)
  }
})

test('case 16: without PKCE, with plain, or with another verifier there is no token', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const wrong = [
    { code_challenge: undefined, code_challenge_method: undefined },
    { code_challenge_method: 'plain' },
    { code_challenge: 'short' },
  ]
  for (const more of wrong) {
    const reply = await ann.browser.get(
      request(world, client, 'device:read', more).to.replace(world.url, ''),
    )
    const back = ledTo(world, reply)
    assert.equal(back.searchParams.get('error'), 'invalid_request', JSON.stringify(more))
  }
  const { client: known, code, verifier } = await withCode(world, ann)
  for (const other of ['', 'x'.repeat(43), verifier.slice(0, 42)]) {
    assert.equal((await redeem(world, known, code, other)).status, 400, other)
  }
  assert.equal((await redeem(world, known, code, verifier)).status, 200)
})

for (const [name, database] of Object.entries(bothDatabases())) {
  test(`case 17: 50 at once redeem a code: one wins; a replay later ends the family (${name})`, async () => {
    let now = Date.now()
    await using world = await openWorld({ databaseUrl: await database(), now: () => now })
    const ann = await Owner.of(world)
    const { client, code, verifier } = await withCode(world, ann)
    const all = await Promise.all(
      Array.from({ length: 50 }, () => redeem(world, client, code, verifier)),
    )
    const good = all.filter(({ status }) => status === 200)
    assert.equal(good.length, 1)
    assert.ok(all.every(({ status, body }) => status === 200 || body['error'] === 'invalid_grant'))
    const access = String(good[0]?.body['access_token'])
    assert.equal(await opens(world, access), 200, 'the winner keeps what it has')
    now += 11_000
    assert.equal((await redeem(world, client, code, verifier)).status, 400)
    assert.equal(await opens(world, access), 401)
    const refreshToken = String(good[0]?.body['refresh_token'])
    assert.equal((await refresh(world, client, refreshToken)).status, 400)
    assert.deepEqual(world.errors, [])
  })

  test(`case 17: 50 at once use a refresh token: at most three, of one family; a replay later ends it (${name})`, async () => {
    let now = Date.now()
    await using world = await openWorld({ databaseUrl: await database(), now: () => now })
    const ann = await Owner.of(world)
    const { client, refreshToken } = await withTokens(world, ann)
    const all = await Promise.all(
      Array.from({ length: 50 }, () => refresh(world, client, refreshToken)),
    )
    const good = all.filter(({ status }) => status === 200)
    assert.equal(good.length, 3)
    assert.ok(all.every(({ status, body }) => status === 200 || body['error'] === 'invalid_grant'))
    const [access = ''] = good.map(({ body }) => String(body['access_token']))
    assert.equal(await opens(world, access), 200)
    const keys = await world.owner<readonly { name: string; state: string }[]>('GET', '/keys')
    assert.deepEqual(
      keys.map(({ name: of, state }) => [of, state]),
      [['Panel', 'live']],
    )
    now += 11_000
    assert.equal((await refresh(world, client, refreshToken)).status, 400)
    assert.equal(await opens(world, access), 401)
    const later = await world.owner<readonly { state: string }[]>('GET', '/keys')
    assert.equal(later[0]?.state, 'revoked')
  })
}

test('case 18: what is no access token for this gateway opens nothing', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const { client, code, refreshToken } = await withTokens(world, ann)
  for (const token of [code, refreshToken, client]) {
    assert.equal(await opens(world, token), 401)
  }
  const { to } = request(world, client, 'device:read', { resource: 'https://other.example/' })
  const reply = await ann.browser.get(to.replace(world.url, ''))
  const back = ledTo(world, reply)
  assert.equal(back.searchParams.get('error'), 'invalid_target')
  const other = await newClient(world)
  assert.equal((await refresh(world, other, refreshToken)).status, 400, 'of another client')
})

test('case 19: every request is asked, and a yes counts in the browser where it was said', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const { client } = await withTokens(world, ann)
  const { to } = request(world, client, 'device:read')
  const cross = await ann.browser.get(to.replace(world.url, ''), { 'sec-fetch-site': 'cross-site' })
  assert.match(String(cross.headers['location']), /^\/consent\//, 'asked again')
  const quiet = await ann.browser.get(
    request(world, client, 'device:read', { prompt: 'none' }).to.replace(world.url, ''),
  )
  const back = ledTo(world, quiet)
  assert.equal(back.searchParams.get('error'), 'login_required')
  const opened = await ann.open(request(world, client, 'device:read').to)
  const bob = await Owner.of(world, 'Bob')
  assert.equal(
    (await bob.browser.get(opened.path)).status,
    404,
    'the request is of another browser',
  )
  const forged = await ann.browser.post(
    ...([opened.path.split('?')[0] ?? '', { decision: 'allow' }] as const),
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  )
  assert.equal(forged.status, 403)
  const end = await ann.decide(opened)
  assert.match(end.to ?? '', /code=/)
  const replayed = await ann.browser.post(opened.path.split('?')[0] ?? '', { decision: 'allow' })
  assert.equal(replayed.status, 404, 'a form is good once')
})

test('case 20: the form may only narrow what was asked', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const wider: readonly Record<string, string>[] = [
    { 'p:flow:read': 'on' },
    { where: 'some', 'd:00000000-0000-4000-8000-000000000000': 'on' },
    { where: 'some' },
  ]
  for (const fields of wider) {
    const opened = await ann.open(request(world, client, 'device:read').to)
    const { to, page } = await ann.decide(opened, { fields })
    assert.equal(to, undefined)
    assert.equal(page.status, 400, JSON.stringify(fields))
    assert.equal(page.headers['x-frame-options'], 'DENY')
  }
  assert.deepEqual(await world.owner('GET', '/keys'), [])
  const opened = await ann.open(request(world, client, 'preset:full-control').to)
  const red = await ann.decide(opened, { fields: { stage: 'full', typed: 'yes' } })
  assert.equal(red.to, undefined)
  assert.match(red.page.text, /Type exactly/)
  assert.deepEqual(await world.owner('GET', '/keys'), [])
  const given = await ann.decide(
    { path: opened.path, page: red.page },
    { fields: { typed: 'Full control' } },
  )
  assert.match(given.to ?? '', /code=/)
  const [key] = await world.owner<readonly { danger: string; expires: string }[]>('GET', '/keys')
  assert.equal(key?.danger, 'full')
  assert.ok(
    Date.parse(key?.expires ?? '') < Date.now() + 8 * 86_400_000,
    'for a week unless more is said',
  )
})

test('case 20: full control needs a session that has just begun', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const opened = await ann.open(request(world, client, 'preset:full-control').to)
  now += 6 * 60_000
  const fields = { stage: 'full', typed: 'full control' }
  const late = await ann.decide(opened, { fields })
  assert.equal(late.to, undefined)
  assert.match(late.page.text, /Sign in once more/)
  const again = await ann.signInAgain(`${opened.path}?here`)
  const end = await ann.decide(again, { fields })
  assert.match(end.to ?? '', /code=/, `${again.path} ${again.page.status} ${end.page.text}`)
})

test('case 21: what a client says of itself is text, cut, and told to be its own word', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const names = [
    '<img src=x onerror=alert(1)>',
    '\u202egnp.efas',
    'x'.repeat(10_000),
    'Homey Official \u{1F6E1}\u{FE0F}',
  ]
  for (const name of names) {
    const client = await newClient(world, { client_name: name, logo_uri: 'https://10.0.0.1/x.png' })
    const { page } = await ann.open(request(world, client, 'device:read').to)
    assert.equal(page.status, 200)
    assert.match(page.text, /Nobody has reviewed this app/)
    assert.doesNotMatch(page.text, /<img|\u202e|\u{1F6E1}|10\.0\.0\.1|x{61}/u)
  }
})

test('case 22: registering is limited, small, and forgotten when it comes to nothing', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const first = await register(world, { client_secret: 'mine', unknown_field: 1 })
  assert.equal(first.status, 201)
  assert.equal(first.body['client_secret'], undefined)
  const huge = await register(world, { client_name: 'x'.repeat(200_000) })
  assert.ok(huge.status >= 400 && huge.status < 500, String(huge.status))
  const statuses = new Set<number>()
  for (let at = 0; at < 25; at++) statuses.add((await register(world)).status)
  assert.deepEqual([...statuses], [201, 429])
  const other = await fetch(`${world.url}/register/${String(first.body['client_id'])}`, {
    headers: { authorization: 'Bearer another' },
  })
  assert.equal(other.status, 401)
  now += 25 * 3_600_000
  const ann = await Owner.of(world)
  const { to } = request(world, String(first.body['client_id']), 'device:read')
  assert.equal((await ann.browser.get(to.replace(world.url, ''))).status, 400)
})

test('case 24: a device waits between its polls, and only its own code counts, once', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const ann = await Owner.of(world)
  const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
  const device = { grant_types: [GRANT, 'refresh_token'], response_types: [], redirect_uris: [] }
  const [client, other] = [await newClient(world, device), await newClient(world, device)]
  const asked = await post(world, '/device/code', { client_id: client, scope: 'device:read' })
  assert.deepEqual([asked.status, asked.body['interval']], [200, 5])
  assert.equal(asked.body['verification_uri'], `${world.url}/device`)
  const code = String(asked.body['device_code'])
  const poll = async (by: string) => {
    const fields = { grant_type: GRANT, client_id: by, device_code: code }
    return (await post(world, '/token', fields)).body['error']
  }
  assert.equal(await poll(client), 'authorization_pending')
  assert.equal(await poll(client), 'slow_down')
  now += 6_000
  assert.equal(await poll(other), 'invalid_grant', 'of another client')
  const typing = await ann.browser.get('/device')
  const secret = (text: string) => /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const wrong = { xsrf: secret(typing.text), user_code: 'AAAA-AAAA' }
  const missed = await ann.browser.post('/device', wrong)
  assert.match(missed.text, /This code does not work/)
  const typed = { xsrf: secret(missed.text), user_code: String(asked.body['user_code']) }
  const checked = await ann.browser.post('/device', typed)
  assert.match(checked.text, /Is this your device/)
  const yes = { ...typed, xsrf: secret(checked.text), confirm: 'yes' }
  const sent = await ann.browser.post('/device', yes)
  const opened = await ann.open(String(sent.headers['location']))
  assert.match(opened.page.text, /The app is on another device/)
  const end = await ann.decide(opened)
  assert.match(end.page.text, /The device is connected/)
  now += 6_000
  const fields = { grant_type: GRANT, client_id: client, device_code: code }
  const got = await post(world, '/token', fields)
  assert.equal(got.status, 200, JSON.stringify(got.body))
  assert.equal(await opens(world, String(got.body['access_token'])), 200)
  now += 6_000
  assert.equal(await poll(client), 'invalid_grant', 'a code is good once')
  const bare = await fetch(`${world.url}/device`, { method: 'POST', body: new URLSearchParams() })
  assert.ok(bare.status < 500, `${bare.status}`)
  const statuses = new Set<number>()
  for (const letter of 'BCDFGH') {
    const next = await ann.browser.get('/device')
    const miss = { xsrf: secret(next.text), user_code: `BBBB-BBB${letter}` }
    statuses.add((await ann.browser.post('/device', miss)).status)
  }
  assert.ok(statuses.has(429), 'guessing is slowed')
})
