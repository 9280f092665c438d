// The generated matrix: a key with one of the 45 permissions that were asked for, against every
// operation of the V3 local specification. It reaches the hub with just that and nothing else; the
// operations that need no permission are answered without the hub.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  loadSpecification,
  type SpecificationOperation,
  type SpecificationParameter,
} from '@latchkey/catalogue/specification'
import { Agent, request } from 'undici'
import { ASKED_FOR, SCRIPT_ROUTES } from './permissions-45.ts'
import { openWorld } from './world.ts'

const ALWAYS = new Set(['sessions.getSessionMe', 'system.ping'])
const ID = '7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10'

interface Call {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly body: string | undefined
  readonly permission?: string
}

function sampleOf(parameter: Omit<SpecificationParameter, 'in'>): unknown {
  const type = Array.isArray(parameter.type) ? parameter.type[0] : parameter.type
  const values: Record<string, unknown> = { number: 1, boolean: true, array: [], string: 'text' }
  if (type !== 'object' || !parameter.properties) return values[type ?? ''] ?? {}
  const entries = Object.entries(parameter.properties).map(([name, one]) => [name, sampleOf(one)])
  return Object.fromEntries(entries)
}

function callOf(id: string, manager: string, operation: SpecificationOperation): Call {
  let path = `/api/manager/${manager}${operation.path}`
  let body: unknown = {}
  const query: string[] = []
  for (const [name, parameter] of Object.entries(operation.parameters ?? {})) {
    if (parameter.in === 'path') path = path.replace(`:${name}`, ID)
    else if (parameter.in === 'query') query.push(`${name}=text`)
    else if (parameter.root) body = sampleOf(parameter)
    else body = { ...(body as object), [name]: sampleOf(parameter) }
  }
  const method = operation.method.toUpperCase()
  const takesBody = method === 'POST' || method === 'PUT'
  if (query.length > 0) path += `?${query.join('&')}`
  return { id, method, path, body: takesBody ? JSON.stringify(body) : undefined }
}

const CALLS: readonly Call[] = Object.values(loadSpecification('pro-2023').managers).flatMap(
  (manager) =>
    Object.entries(manager.operations).map(([name, operation]) =>
      callOf(`${manager.id}.${name}`, manager.id, operation),
    ),
)

const SCRIPT_CALLS: readonly Call[] = SCRIPT_ROUTES.map(([method, route, permission]) => ({
  id: `homeyscript ${method} ${route}`,
  method,
  path: `/api/app/com.athom.homeyscript${route}`,
  body: method === 'POST' || method === 'PUT' ? '{"name":"a","code":"b"}' : undefined,
  permission,
}))

test('45 permissions × every operation: just that, and the always ones', async () => {
  await using world = await openWorld()
  await using stack = new AsyncDisposableStack()
  const agent = stack.adopt(new Agent({ keepAliveTimeout: 30_000 }), (one) => one.close())
  const wrong: string[] = []
  let size = 0
  for (const [permission, opened] of Object.entries(ASKED_FOR)) {
    const key = await world.key(permission)
    for (const call of [...CALLS, ...SCRIPT_CALLS]) {
      size++
      const expected = ALWAYS.has(call.id)
        ? 'always'
        : opened.includes(call.id) || call.permission === permission
          ? 'hub'
          : 'refused'
      const before = world.homey.requests.at(-1)
      const answer = await request(`${world.url}${call.path}`, {
        ...{ dispatcher: agent, method: call.method as 'GET', body: call.body ?? null },
        headers: {
          authorization: `Bearer ${key}`,
          ...(call.body !== undefined && { 'content-type': 'application/json' }),
        },
      })
      const text = await answer.body.text()
      const reached = isAbout(call, world.homey.requests.at(-1), before)
      const refused = answer.statusCode === 403 && text.includes('"Latchkey: ')
      const got = reached ? 'hub' : refused ? 'refused' : answer.statusCode === 200 ? 'always' : '?'
      if (got !== expected) wrong.push(`${permission} ${call.id}: ${expected}, got ${got} ${text}`)
    }
  }
  console.log(
    `matrix: ${Object.keys(ASKED_FOR).length} permissions × ${CALLS.length} operations and ${SCRIPT_CALLS.length} HomeyScript routes = ${size} calls, wrong answers: ${wrong.length}`,
  )
  assert.deepEqual(wrong, [])
  assert.deepEqual([Object.keys(ASKED_FOR).length, CALLS.length], [45, 352])
  assert.deepEqual(world.errors, [])
})

// Filters may ask the hub for more, but what was asked for is the last thing that the hub saw, or
// its first; what it never is, is another operation.
function isAbout(call: Call, last: { path: string } | undefined, before: unknown): boolean {
  if (last === undefined || last === before) return false
  const path = call.path.split('?')[0]
  assert.ok(
    last.path.split('?')[0] === path || last.path.includes('settings_obj'),
    `${call.id} reached the hub as ${last.path}`,
  )
  return true
}
