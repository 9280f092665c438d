// The table against the specification: every operation has a row, every row an operation, and every
// operation answers over HTTP without a fault of ours.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS, type Generation } from '../generations/generation.ts'
import { routesOfGeneration } from '../generations/routes.ts'
import type { Route } from '../http/routes.ts'
import { startVirtualHomey } from '../index.ts'
import type { HomeyState } from '../state/homey-state.ts'
import { plausibleArguments, rank } from './plausible.test-support.ts'
import { BEHAVIOURS, countByKind } from './table.ts'

const EXISTING: Readonly<Record<Generation, number>> = {
  'pro-2019': 259,
  'pro-2023': 352,
  cloud: 260,
}

function namesOf(generation: Generation): string[] {
  return routesOfGeneration(generation).all.map((route) => route.name)
}

test('every operation of the three has a row and every row is an operation', () => {
  for (const generation of GENERATIONS) {
    const names = namesOf(generation)
    assert.equal(names.length, EXISTING[generation])
    assert.deepEqual(
      names.filter((name) => !BEHAVIOURS.has(name)),
      [],
    )
    console.log(`${generation}: ${names.length} operations`, JSON.stringify(countByKind(names)))
  }
  const everything = new Set(GENERATIONS.flatMap(namesOf))
  assert.deepEqual([...BEHAVIOURS.keys()].sort(), [...everything].sort())
})

test('every documented row says why', () => {
  const silent = [...BEHAVIOURS].filter(([, row]) => row.kind === 'documented' && !row.reason)
  assert.deepEqual(silent, [])
  const reasons = Map.groupBy(
    [...BEHAVIOURS].filter(([, row]) => row.kind === 'documented'),
    ([, row]) => row.reason,
  )
  for (const [reason, rows] of reasons) {
    const names = rows.map(([name]) => `${name} (${generationsOf(name).join(', ')})`)
    console.log(`documented, since ${reason}:\n    ${names.join('\n    ')}`)
  }
})

function generationsOf(name: string): Generation[] {
  return GENERATIONS.filter((generation) => routesOfGeneration(generation).named(name))
}

for (const generation of GENERATIONS) {
  test(`every operation of a ${generation} answers over HTTP`, { timeout: 60_000 }, async () => {
    // A clock on which requests are far apart: an older hub would refuse them otherwise.
    let time = Date.UTC(2026, 0, 5, 12)
    const clock = () => {
      time += 150
      return new Date(time)
    }
    await using homey = await startVirtualHomey({ home: 'apartment', generation, clock })
    const answers: Record<string, string[]> = {}
    // Deletions come last, so that the others find what they ask for; a session of its own for each.
    const routes = routesOfGeneration(generation).all
    const inOrder = routes.toSorted((a, b) => rank(a) - rank(b))
    for (const route of inOrder) {
      const { method, path, body } = requestFor(homey.state, generation, route)
      const response = await fetch(`${homey.address}${path}`, {
        method,
        headers: { authorization: `Bearer ${homey.signIn()}` },
        ...(method !== 'GET' && method !== 'DELETE' && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const { name } = route
      const missing = text.includes('missing_api_method')
      assert.equal(missing, name === 'insights.getStorageInfo', name)
      assert.ok(response.status < 500 || missing, `${name}: ${response.status} ${text}`)
      assert.equal(response.headers.get('x-homey-id'), homey.id, name)
      assert.doesNotMatch(text, /Not Found: (GET|PUT|POST|DELETE)/, name)
      answers[response.status] = [...(answers[response.status] ?? []), name]
    }
    const counts = Object.entries(answers).map(([status, names]) => [status, names.length])
    console.log(generation, 'by status:', JSON.stringify(Object.fromEntries(counts)))
    const refused = Object.entries(answers).flatMap(([status, names]) =>
      Number(status) < 400
        ? []
        : names.filter((name) => BEHAVIOURS.get(name)?.kind !== 'documented'),
    )
    const here = namesOf(generation)
    const expected = Object.keys(REFUSED).filter(
      (name) => here.includes(name) && (ONLY[name] ?? GENERATIONS).includes(generation),
    )
    assert.deepEqual(refused.sort(), expected.sort())
  })
}

/** What is refused although its row is not a documented one, and why. */
const REFUSED = {
  'devices.createGroup': 'the light was put into another group just before',
  'drivers.deletePairSessionDevice': 'the session was deleted just before',
  'drivers.getPairSession': 'none is open yet when the reads are made',
  'insights.deleteLog': 'all logs were deleted just before',
  'insights.deleteLogEntries': 'the log was deleted just before',
  'speech-output.uninstallVoice': 'a voice of the hub stays',
  'users.acceptSharingInvite': 'nobody was invited with this token',
  'users.deletePersonalAccessToken': 'a user id is no key',
  'users.deleteUser': 'the owner stays',
  'users.deleteUserMe': 'the owner stays',
  'users.login': 'there is no cloud here',
}

/** Where the order of the calls is such that this one comes too late. */
const ONLY: Readonly<Record<string, readonly Generation[]>> = {
  'insights.deleteLog': ['pro-2019'],
  'insights.deleteLogEntries': ['pro-2023', 'cloud'],
  'users.deleteUser': ['pro-2023'],
}

function requestFor(state: HomeyState, generation: Generation, route: Route) {
  const { manager, operation } = route
  let path = `/api/manager/${manager}${operation.path}`
  let body: unknown = {}
  const query = new URLSearchParams()
  const values = plausibleArguments(state, generation, route)
  for (const [parameter, { in: place, root, type }] of Object.entries(operation.parameters ?? {})) {
    const value = values[parameter]
    if (place === 'path') path = path.replace(`:${parameter}`, String(value))
    else if (place === 'query' && type !== 'object') query.set(parameter, String(value))
    else if (root) body = value
    else if (place === 'body') body = { ...(body as object), [parameter]: value }
  }
  return { method: operation.method.toUpperCase(), path: `${path}?${query}`, body }
}
