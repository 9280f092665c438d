// The wire: headers, bodies that cannot be meant, faults, and the log of what arrived.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import test from 'node:test'
import { type Fault, startVirtualHomey, type VirtualHomey } from '../index.ts'

function send(
  homey: VirtualHomey,
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${homey.address}${path}`, {
    method,
    headers: { authorization: `Bearer ${homey.key}`, ...headers },
    ...(body !== undefined && { body }),
  })
}

async function errorOf(answer: Promise<Response>): Promise<string> {
  const response = await answer
  const { error } = (await response.json()) as { error: string }
  return `${response.status} ${error}`
}

const ZONE = '/api/manager/zones/zone'

test('ping says who answers', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty', id: 'ab'.repeat(12) })
  const ping = `${homey.address}/api/manager/system/ping`
  const response = await fetch(ping)
  assert.equal(response.headers.get('x-homey-id'), 'ab'.repeat(12))
  assert.ok(response.headers.get('x-homey-version'))
  assert.equal(await response.text(), 'true')
  assert.equal(await (await fetch(`${ping}?id=${'cd'.repeat(12)}`)).text(), 'false')
})

test('answers are JSON of one kind, or nothing', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  const list = await send(homey, 'GET', `${ZONE}/`)
  assert.equal(list.headers.get('content-type'), 'application/json; charset=utf-8')
  const name = await send(homey, 'PUT', '/api/manager/system/name', '{"name":"Home"}')
  assert.deepEqual([name.status, await name.text()], [204, ''])
  assert.equal(homey.name, 'Home')
  const lost = send(homey, 'GET', '/api/manager/zones/nothing')
  assert.match(await errorOf(lost), /^404 Not Found/)
  const other = send(homey, 'GET', ZONE, undefined, { 'x-homey-id': 'c'.repeat(24) })
  assert.equal(await errorOf(other), '400 Invalid Homey ID')
})

test('ids come raw or encoded', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  const uri = 'homey:manager:notifications'
  const id = `${uri}:create_notification`
  const base = '/api/manager/flow/flowcardaction'
  const raw = await send(homey, 'GET', `${base}/${uri}/${id}`)
  const encoded = `${base}/${encodeURIComponent(uri)}/${encodeURIComponent(id)}`
  assert.equal(raw.status, 200)
  assert.equal((await send(homey, 'GET', encoded)).status, 200)
  assert.equal(homey.requests.at(-1)?.path, encoded)
  assert.equal(await errorOf(send(homey, 'GET', `${ZONE}/%E0%A4%A`)), '400 Malformed Path')
})

test('bodies are checked against the specification', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  const [parent] = Object.keys(homey.state.zones)
  const zone = { name: 'A', icon: 'home', parent }
  const post = (body: unknown) =>
    errorOf(send(homey, 'POST', ZONE, typeof body === 'string' ? body : JSON.stringify(body)))
  assert.equal(await post('{"name":'), '400 Invalid JSON')
  assert.equal(await post([]), '400 Invalid Parameter: zone must be of type object')
  assert.equal(await post({ ...zone, icon: undefined }), '400 Missing Parameter: icon (in zone)')
  const wrong = '400 Invalid Parameter: name must be of type string (in zone)'
  assert.equal(await post({ ...zone, name: 7 }), wrong)
  assert.equal(await post('x'.repeat(1024 * 1024 + 1)), '413 Request Entity Too Large')
  const more = await send(homey, 'POST', ZONE, JSON.stringify({ ...zone, id: 'mine', extra: 1 }))
  assert.deepEqual(Object.keys((await more.json()) as object).includes('extra'), false)
  assert.equal(Object.keys(homey.state.zones).length, 2)
})

test('images and icons are bytes', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const [image] = Object.values(homey.state.images)
  const png = await fetch(`${homey.address}${image?.url}`)
  assert.equal(png.headers.get('content-type'), 'image/png')
  assert.equal((await png.bytes()).subarray(1, 4).toString(), '80,78,71')
  const icon = await fetch(`${homey.address}/api/icon/anything`)
  assert.equal(icon.headers.get('content-type'), 'image/svg+xml')
})

test('an app without routes of ours echoes', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const path = '/api/app/com.example.echo/a/b?x[y]=1&list[]=2'
  const echo = await send(homey, 'POST', path, '{"hello":true}')
  const { userId: _userId, ...rest } = (await echo.json()) as Record<string, unknown>
  assert.deepEqual(rest, {
    method: 'POST',
    path: '/a/b',
    query: { x: { y: '1' }, list: ['2'] },
    body: { hello: true },
  })
  assert.equal((await fetch(`${homey.address}${path}`)).status, 401)
})

test('faults happen to the requests they are chosen for', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  const [parent] = Object.keys(homey.state.zones)
  const create = () =>
    send(homey, 'POST', ZONE, JSON.stringify({ name: 'A', icon: 'home', parent }))
  const count = () => Object.keys(homey.state.zones).length
  const commit = (fault: Fault) => {
    homey.fault = ({ operation }) => (operation === 'zones.createZone' ? fault : undefined)
  }
  commit({ kind: 'drop' })
  await assert.rejects(create())
  assert.equal(count(), 1)
  commit({ kind: 'lose-answer' })
  await assert.rejects(create())
  assert.equal(count(), 2)
  commit({
    kind: 'status',
    status: 429,
    error: 'Too many requests',
    headers: { 'retry-after': '1' },
  })
  assert.equal(await errorOf(create()), '429 Too many requests')
  commit({ kind: 'raw', status: 200, headers: { 'content-type': 'application/json' }, body: '{' })
  assert.equal(await (await create()).text(), '{')
  commit({ kind: 'delay', ms: 30 })
  const before = performance.now()
  assert.equal((await create()).status, 200)
  assert.ok(performance.now() - before >= 29)
  assert.equal((await send(homey, 'GET', ZONE)).status, 200)
  const statuses = homey.requests.map((seen) => seen.status)
  assert.deepEqual(statuses, [0, 0, 429, 200, 200, 200])
})

test('closing cuts a request that is being delayed', { timeout: 10_000 }, async () => {
  const homey = await startVirtualHomey({ home: 'empty', latency: 60_000 })
  const waiting = assert.rejects(send(homey, 'GET', ZONE))
  await new Promise((resolve) => {
    request(`${homey.address}/api/manager/system/ping`)
      .on('error', resolve)
      .end(() => void homey.close())
  })
  await waiting
})
