// Who gets in, with what, and in which words the others are refused.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { startVirtualHomey, type VirtualHomey } from '../index.ts'

const { HomeyAPI } = createRequire(import.meta.url)('homey-api')

function ask(homey: VirtualHomey, path: string, token?: string, body?: unknown): Promise<Response> {
  return fetch(`${homey.address}/api/manager${path}`, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })
}

async function errorOf(answer: Promise<Response>): Promise<[number, string]> {
  const response = await answer
  const { error } = (await response.json()) as { error: string }
  return [response.status, error]
}

test('a token opens its own session only', { timeout: 10_000 }, async () => {
  const time = { now: new Date('2026-01-01T00:00:00Z') }
  await using homey = await startVirtualHomey({ home: 'apartment', clock: () => time.now })
  const zones = (token?: string) => errorOf(ask(homey, '/zones/zone', token))
  const [user, session, secret = ''] = homey.key.split(':')
  assert.deepEqual(await zones(), [401, 'Missing Session ID in Token'])
  assert.deepEqual(await zones('nonsense'), [401, 'Missing Session ID in Token'])
  assert.deepEqual(await zones(`${homey.key}:x`), [401, 'Missing Session ID in Token'])
  const altered = `${secret.startsWith('0') ? '1' : '0'}${secret.slice(1)}`
  assert.deepEqual(await zones(`${user}:${session}:${altered}`), [401, 'Session Not Found'])
  assert.deepEqual(await zones(`${user}:__proto__:${secret}`), [401, 'Session Not Found'])
  assert.deepEqual(await zones(`${session}:${session}:${secret}`), [401, 'Session Not Found'])
  const login = { username: 'o', password: 'p', clientId: 'c', clientName: 'Test' }
  const me = '/users/user/me/local-credentials'
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: homey.signIn() })
  await api.users.updateUserMeLocalCredentials({ username: 'o', password: 'p' })
  const token = (await (await ask(homey, '/users/login-local', undefined, login)).json()) as string
  assert.equal((await ask(homey, '/zones/zone', token)).status, 200, me)
  const wrong = ask(homey, '/users/login-local', undefined, { ...login, password: 'q' })
  assert.deepEqual(await errorOf(wrong), [401, 'Invalid Username Or Password'])
  time.now = new Date('2026-01-02T00:00:01Z')
  assert.deepEqual(await zones(token), [401, 'Session Not Found'])
  const jwt = ask(homey, '/users/login', undefined, { token: 'a.b.c' })
  assert.deepEqual(await errorOf(jwt), [401, 'Invalid Token'])
})

test('a key reaches what its scopes cover', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const key = homey.createKey(['homey.zone', 'homey.device.readonly'])
  assert.equal((await ask(homey, '/zones/zone', key)).status, 200)
  const refused = await ask(homey, '/flow/flow', key)
  assert.equal(refused.status, 403)
  const { error, stack } = (await refused.json()) as Record<string, string>
  assert.equal(error, 'Missing Scopes')
  assert.match(stack ?? '', /SessionLocal\.checkScopes/)
  const me = (await (await ask(homey, '/sessions/session/me', key)).json()) as object
  assert.deepEqual(
    { ...me, id: '', userId: '', userAthomId: '', createdAt: '' },
    {
      ...{ id: '', userId: '', userAthomId: '', createdAt: '' },
      ...{ type: 'PAT', clientId: null, clientName: 'Key', agent: 'virtual-homey' },
      ...{ userName: 'Olivia', expiresAt: null },
      scopes: ['homey.zone', 'homey.device.readonly'],
      intersectedScopes: ['homey.zone', 'homey.device.readonly'],
    },
  )
})

test('a role narrows what a session may do', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const guest = homey.signIn('guest')
  assert.equal((await ask(homey, '/devices/device', guest)).status, 200)
  assert.deepEqual(await errorOf(ask(homey, '/users/user', guest, { role: 'guest' })), [
    403,
    'Missing Scopes',
  ])
})

test('only the owner manages keys, and never with a key', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const make = (token: string, scopes: string[]) =>
    ask(homey, '/users/pat', token, { name: 'Tablet', scopes })
  assert.deepEqual(await errorOf(make(homey.key, ['homey'])), [403, 'Invalid Session Type'])
  assert.deepEqual(await errorOf(make(homey.signIn('manager'), [])), [403, 'Must Be Owner'])
  const narrow = homey.signIn('owner', ['homey.zone.readonly'])
  assert.deepEqual(await errorOf(make(narrow, ['homey.zone'])), [403, 'Missing Scopes'])
  const owner = homey.signIn()
  const made = (await (await make(owner, ['homey.zone.readonly'])).json()) as Record<string, string>
  assert.equal((await ask(homey, '/zones/zone', made['token'])).status, 200)
  const listed = (await (await ask(homey, '/users/pat', owner)).json()) as { token?: string }[]
  assert.equal(listed.length, 2)
  assert.ok(listed.every((key) => key.token === undefined))
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: owner })
  await api.users.deletePersonalAccessToken({ id: made['id'] })
  assert.deepEqual(await errorOf(ask(homey, '/zones/zone', made['token'])), [
    401,
    'Session Not Found',
  ])
})
