// A call over the socket is the request that the same client makes over HTTP: the official client is asked
// both ways for every operation that it has.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { loadSpecification, type SpecificationParameter } from '@latchkey/catalogue/specification'
import { readCall } from './api-call.ts'

const require = createRequire(import.meta.url)
const KEY = `lk_${'a'.repeat(49)}`

interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

interface SocketMessage {
  readonly uri: string
  readonly operation: string
  readonly args: object
}

/** The official client over a connection that only notes what it would send. */
function noting() {
  const HomeyAPIV3Local = require('homey-api/lib/HomeyAPI/HomeyAPIV3Local.js')
  const api = new HomeyAPIV3Local({ properties: { id: 'x' }, token: KEY, baseUrl: 'http://x' })
  const noted: { http?: HttpRequest; socket?: SocketMessage } = {}
  let overSocket = false
  api.isConnected = () => overSocket
  api.call = async (request: HttpRequest) => {
    noted.http = request
    return {}
  }
  api.__apiRequest = async (message: SocketMessage) => {
    noted.socket = JSON.parse(JSON.stringify(message))
    return {}
  }
  return async (manager: string, operation: string, args: object) => {
    for (overSocket of [false, true]) {
      await api[manager][operation]({ ...args, $cache: false, $updateCache: false })
    }
    return noted
  }
}

function sample(name: string, parameter: SpecificationParameter): unknown {
  const type = Array.isArray(parameter.type) ? parameter.type[0] : parameter.type
  if (parameter.in === 'path') return type === 'number' ? 7 : `homey:device:${name}`
  const values: Record<string, unknown> = {
    number: 0.5,
    boolean: false,
    array: [1, { a: null }],
    string: "it's ä & ö=1",
  }
  return values[type ?? ''] ?? { deep: { list: ['x', { y: 1 }], none: null, text: 'a b' } }
}

test('every operation is the same request over the socket as over HTTP', async () => {
  const ask = noting()
  let compared = 0
  for (const { id, idCamelCase, operations } of Object.values(
    loadSpecification('pro-2023').managers,
  )) {
    for (const [name, { parameters = {}, method }] of Object.entries(operations)) {
      const given = Object.entries(parameters).map(([key, one]) => [key, sample(key, one)])
      const { http, socket } = await ask(idCamelCase, name, Object.fromEntries(given))
      assert.ok(http && socket, name)
      const { request } = readCall(socket, KEY, 'pro-2023')
      const where = `${id}.${name}`
      const [path = '', query = ''] = http.path.split('?')
      assert.equal(request.method, http.method.toUpperCase(), where)
      const bare = (one: string) => one.replace(/\/$/, '')
      assert.equal(bare(decodeURIComponent(request.rawPath)), bare(path), where)
      assert.equal(request.rawQuery, query, where)
      assert.equal(request.authorization, `Bearer ${KEY}`)
      const hasBody = /put|post/i.test(method)
      const body = (await request.readBody(() => true)).toString()
      if (hasBody) assert.deepEqual(JSON.parse(body), JSON.parse(JSON.stringify(http.body)), where)
      else assert.equal(body, '', where)
      compared++
    }
  }
  assert.ok(compared > 300, String(compared))
})

const request = (message: unknown) => readCall(message, KEY, 'pro-2023').request

test('what is not declared is left behind, and the quirks of the client with it', async () => {
  const args = { $validate: true, query: {}, deviceId: 'd', capabilityId: 'dim', value: 1 }
  const more = {
    transactionId: 't',
    transactionTime: 5,
    $body: { value: 2 },
    __proto__: { opts: 1 },
  }
  const { rawQuery, readBody } = request({
    ...{ uri: 'homey:manager:devices', operation: 'setCapabilityValue' },
    args: { ...args, ...more },
  })
  assert.equal(rawQuery, '')
  assert.deepEqual(JSON.parse((await readBody(() => true)).toString()), {
    value: 1,
    transactionId: 't',
  })
})

test('an operation of an older hub alone is meant in its own words', () => {
  const say = { uri: 'homey:manager:speech-output', operation: 'say', args: { text: 'hello' } }
  assert.equal(readCall(say, KEY, 'pro-2019').request.rawPath, '/api/manager/speech-output/say')
  assert.match(readCall(say, KEY, 'pro-2023').request.rawPath, /^\/socket\.io\//)
})

test('a query that is nested without end is none', () => {
  let deep: unknown = 'x'
  for (let at = 0; at < 100; at++) deep = { deep }
  const message = {
    ...{ uri: 'homey:manager:flow', operation: 'getFlowCardAutocomplete' },
    args: { type: 'flowcardaction', uri: 'u', id: 'i', name: 'n', query: 'q', args: deep },
  }
  assert.equal(request(message).rawQuery, '%')
})
