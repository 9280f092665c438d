// The cloud by itself, as any OAuth client meets it: the page, codes, tokens, what is refused and how.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startVirtualAccount, startVirtualHomey } from '../index.ts'

async function world() {
  let time = Date.UTC(2026, 0, 5, 12)
  const clock = () => new Date(time)
  const homey = await startVirtualHomey({ home: 'empty', clock })
  const account = await startVirtualAccount({ hubs: [homey], clock })
  const close = async () => {
    await account.close()
    await homey.close()
  }
  const wait = (seconds: number) => {
    time += seconds * 1000
  }
  return { homey, account, wait, [Symbol.asyncDispose]: close }
}

type World = Awaited<ReturnType<typeof world>>

const CALLBACK = 'http://localhost:4000/callback'

function authoriseUrl({ account }: World, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    ...{ client_id: account.clientId, redirect_uri: CALLBACK, response_type: 'code' },
    ...more,
  })
  return `${account.url}/oauth2/authorise?${query}`
}

async function codeFrom(here: World, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { user: email, password } = here.account
  const response = await fetch(authoriseUrl(here, more), {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ email, password }),
  })
  assert.equal(response.status, 302)
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

async function token({ account }: World, form: Readonly<Record<string, string>>) {
  const { clientId: client_id, clientSecret: client_secret } = account
  const response = await fetch(`${account.url}/oauth2/token`, {
    ...{ method: 'POST', body: new URLSearchParams({ client_id, client_secret, ...form }) },
  })
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}

test('the page names the program and leads back with code and state', async () => {
  await using here = await world()
  const page = await (await fetch(authoriseUrl(here, { state: '<x>' }))).text()
  assert.match(page, /Sign in to allow My program/)
  assert.match(page, /name="state" value="&lt;x&gt;"/)
  const { user: email, password } = here.account
  const wrong = await fetch(authoriseUrl(here), {
    ...{ method: 'POST', body: new URLSearchParams({ email, password: 'no' }) },
  })
  assert.equal(wrong.status, 401)
  const right = await fetch(authoriseUrl(here, { state: 'abc' }), {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ email, password }) },
  })
  const location = new URL(right.headers.get('location') ?? '')
  assert.equal(location.origin + location.pathname, CALLBACK)
  assert.equal(location.searchParams.get('state'), 'abc')
})

test('nobody is sent to an address that the program does not have', async () => {
  await using here = await world()
  const elsewhere = authoriseUrl(here, { redirect_uri: 'https://elsewhere.example' })
  const response = await fetch(elsewhere, { method: 'POST', redirect: 'manual' })
  assert.equal(response.status, 400)
  assert.equal(response.headers.get('location'), null)
})

test('a code is used once and within half a minute', async () => {
  await using here = await world()
  const code = await codeFrom(here)
  const grant = { grant_type: 'authorization_code', code }
  const { status, body } = await token(here, grant)
  assert.equal(status, 200)
  assert.deepEqual([body['token_type'], body['expires_in']], ['bearer', 3660])
  assert.match(String(body['access_token']), /^[0-9a-f]{40}$/)
  assert.match(String(body['refresh_token']), /^[0-9a-f]{40}$/)
  const again = await token(here, grant)
  assert.deepEqual([again.status, again.body['error']], [400, 'invalid_grant'])
  const late = await codeFrom(here)
  here.wait(31)
  const { body: refused } = await token(here, { grant_type: 'authorization_code', code: late })
  assert.equal(refused['error'], 'invalid_grant')
})

test('a refresh token is used once, an access token lasts an hour and a minute', async () => {
  await using here = await world()
  const code = await codeFrom(here, { scope: 'homey.flow.readonly,homey.flow' })
  const { body } = await token(here, { grant_type: 'authorization_code', code })
  const me = (bearer: string) =>
    fetch(`${here.account.url}/user/me`, { headers: { authorization: `Bearer ${bearer}` } })
  assert.equal((await me(body['access_token'] ?? '')).status, 200)
  const held = Object.values(here.account.state.accessTokens).map(({ scopes }) => scopes)
  assert.deepEqual(held, [['homey.flow.readonly']])
  here.wait(3660)
  const expired = await me(body['access_token'] ?? '')
  assert.equal(expired.status, 401)
  assert.equal(((await expired.json()) as { error: string }).error, 'invalid_token')
  const refresh = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' }
  const renewed = await token(here, refresh)
  assert.equal((await me(renewed.body['access_token'] ?? '')).status, 200)
  assert.equal((await token(here, refresh)).body['error'], 'invalid_grant')
})

test('programs and grant types that do not exist are refused in the words of OAuth', async () => {
  await using here = await world()
  const wrong = await token(here, { client_secret: 'no', grant_type: 'password' })
  assert.deepEqual([wrong.status, wrong.body['error']], [401, 'invalid_client'])
  const odd = await token(here, { grant_type: 'magic' })
  assert.deepEqual([odd.status, odd.body['error']], [400, 'unsupported_grant_type'])
  const own = await token(here, { grant_type: 'client_credentials' })
  assert.equal(own.body['refresh_token'], undefined)
})

test('the cloud tells all of a hub', async () => {
  await using here = await world()
  const { user: username, password } = here.account
  const { body } = await token(here, { grant_type: 'password', username, password })
  const headers = { authorization: `Bearer ${body['access_token']}` }
  const me = (await (await fetch(`${here.account.url}/user/me`, { headers })).json()) as {
    _id: string
    homeys: Record<string, unknown>[]
  }
  const [hub] = me.homeys
  assert.equal(me._id, Object.values(here.homey.state.users)[0]?.athomId)
  assert.deepEqual(
    [hub?.['_id'], hub?.['role'], hub?.['apiVersion'], hub?.['platform'], hub?.['state']],
    [here.homey.id, 'owner', 3, 'local', 'online'],
  )
  assert.deepEqual(
    [hub?.['localUrl'], hub?.['localUrlSecure'], hub?.['remoteUrl'], hub?.['remoteUrlForwarded']],
    [here.homey.address, null, here.homey.address, null],
  )
})

test('a hub lets in nobody with a token that is altered, old or for somebody else', async () => {
  await using here = await world()
  const { user: username, password } = here.account
  const { body } = await token(here, { grant_type: 'password', username, password })
  const delegate = async (audience: string): Promise<string> => {
    const response = await fetch(`${here.account.url}/delegation/token?audience=${audience}`, {
      ...{ method: 'POST', headers: { authorization: `Bearer ${body['access_token']}` } },
    })
    return (await response.json()) as string
  }
  const logIn = async (bearer: string): Promise<number> => {
    const response = await fetch(`${here.homey.address}/api/manager/users/login`, {
      ...{ method: 'POST', body: JSON.stringify({ token: bearer }) },
      headers: { 'content-type': 'application/json' },
    })
    return response.status
  }
  const good = await delegate('homey')
  const [header, payload, signature] = good.split('.')
  const altered = Buffer.from(payload ?? '', 'base64url')
    .toString()
    .replace('readonly', '')
  const forged = [header, Buffer.from(altered).toString('base64url'), signature].join('.')
  assert.equal(await logIn(good), 200)
  assert.equal(await logIn(forged), 401)
  assert.equal(await logIn(await delegate('elsewhere')), 401)
  assert.equal(await logIn('nonsense'), 401)
  const session = Object.values(here.homey.state.sessions).at(-1)
  assert.equal(session?.name, 'My program')
  assert.equal(session?.expiresAt, '2026-01-06T12:00:00.000Z')
  here.wait(61)
  assert.equal(await logIn(good), 401)
})

test('only a program of Athom registers programs, and only with scopes for third parties', async () => {
  await using here = await world()
  const { account } = here
  const grant = { grant_type: 'password', username: account.user, password: account.password }
  const call = async (bearer: string | undefined, method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
    const url = `${account.url}/user/me/client${path}`
    const response = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : undefined }
  }
  const third = (await token(here, grant)).body['access_token']
  assert.equal((await call(third, 'GET', '')).status, 403)
  const cli = { client_id: account.cliClientId, client_secret: 'any' }
  const first = (await token(here, { ...grant, ...cli })).body['access_token']
  const wanted = {
    name: 'Panel',
    redirectUri: [CALLBACK],
    scopes: ['homey.flow', 'homey.mood.set'],
  }
  const { body: made } = await call(first, 'POST', '', wanted)
  assert.deepEqual(made.scopes, ['homey.mood.set'])
  assert.equal((await call(first, 'GET', '')).body.length, 2)
  assert.equal((await call(first, 'PUT', `/${made.id}`, { name: 'Wall' })).body.name, 'Wall')
  assert.equal((await call(first, 'DELETE', `/${made.id}`)).status, 204)
})

test('the login of the CLI is written as the CLI reads it', async () => {
  await using here = await world()
  const directory = await mkdtemp(join(tmpdir(), 'virtual-cli-'))
  try {
    const file = await here.account.writeCliLogin(directory)
    const { homeyApi, activeHomey } = JSON.parse(await readFile(file, 'utf8'))
    assert.deepEqual(activeHomey, { id: here.homey.id, name: here.homey.name, platform: 'local' })
    assert.equal(homeyApi.token.grant_type, 'authorization_code')
    const entry = homeyApi[`homey-${here.homey.id}`]
    assert.deepEqual(entry.session.scopes, ['resource', 'account.homeys.readonly', 'homey'])
    assert.deepEqual(entry.session.intersectedScopes, ['resource', 'homey'])
    const response = await fetch(`${here.homey.address}/api/manager/zones/zone`, {
      headers: { authorization: `Bearer ${entry.token}` },
    })
    assert.equal(response.status, 200)
  } finally {
    await rm(directory, { recursive: true })
  }
})
