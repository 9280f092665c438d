// From a path to the call that is meant and back: for every call of every generation, in every
// spelling that is tolerated.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { GENERATIONS } from '../generation.ts'
import { type Operation, pathParameters } from '../operations/operation.ts'
import { operationById, operations } from '../operations/operations.ts'
import { buildPath, match } from './match.ts'
import { MAX_PATH } from './path.ts'

const literals = new Set(
  GENERATIONS.flatMap((one) => operations(one))
    .flatMap(({ segments }) => segments)
    .flatMap((one) => ('literal' in one ? [one.literal.toLowerCase()] : [])),
)

/** Values that are no word of the paths themselves; those are in the tests of hostile paths. */
const values = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
    fc.uuid(),
    fc.constantFrom('homey:device:a-b:on', '...', '..a', '~', "it's", 'ä ö', 'x;y', '__proto__'),
  )
  .filter((one) => !/^\.{1,2}$|[\p{Cc}/\\?#%\p{Cs}]/u.test(one))
  .filter((one) => !literals.has(one.toLowerCase()))

function ids({ segments }: Operation, drawn: readonly string[]): Record<string, string> {
  const names = segments.flatMap((one) => ('parameter' in one ? [one.parameter] : []))
  return Object.fromEntries(names.map((name, at) => [name, drawn[at] ?? '']))
}

const everyByte = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

test('every call is found by its path, with its ids, in each tolerated spelling', () => {
  const drawn = fc.array(values, { minLength: 4, maxLength: 4 })
  for (const generation of GENERATIONS) {
    for (const operation of operations(generation)) {
      const { method, path, open } = operation
      fc.assert(
        fc.property(drawn, (some) => {
          const wanted = ids(operation, some)
          const rest = open ? some.slice(1, 3) : []
          const built = buildPath(operation, wanted, rest)
          const encoded = path.replace(/:(\w+)/g, (_, name) => everyByte(wanted[name] ?? ''))
          const all = open ? `${encoded}/${rest.map(everyByte).join('/')}` : encoded
          for (const one of [built, all].flatMap((raw) => [raw, `${raw.replace(/\/$/, '')}/`])) {
            const found = match(generation, method, one)
            assert.ok(found.matched, `${operation.id} ${one}`)
            assert.equal(found.operation, operation)
            assert.deepEqual({ ...found.ids }, wanted)
            assert.deepEqual(found.rest, rest)
          }
        }),
        { numRuns: 6 },
      )
    }
  }
})

function found(method: string, path: string): string {
  const one = match('pro-2023', method, path)
  if (!one.matched) return one.reason
  const { operation, ids, rest } = one
  return [operation.id, ...Object.values(ids), ...rest].join(' ')
}

test('match() says what is meant, or why nothing is', () => {
  const rows: readonly [string, string, string][] = [
    ['GET', '/api/manager/flow/flow', 'flow.getFlows'],
    ['GET', '/api/manager/flow/flow/', 'flow.getFlows'],
    ['GET', '/api/manager/flow/flow/a-b', 'flow.getFlow a-b'],
    ['GET', '/api/manager/flow/flow/a%2Db/', 'flow.getFlow a-b'],
    ['GET', '/api/manager/flow/flow/test', 'flow.getFlow test'],
    ['POST', '/api/manager/flow/flow/test', 'flow.testFlow'],
    ['GET', '/api/manager/users/user/me', 'users.getUserMe'],
    ['DELETE', '/api/manager/users/user/me', 'users.deleteUserMe'],
    ['DELETE', '/api/manager/users/user/mee', 'users.deleteUser mee'],
    [
      'GET',
      '/api/manager/flow/flowcardaction/homey:manager:x/homey:manager:x:y/autocomplete',
      'flow.getFlowCardAutocomplete flowcardaction homey:manager:x homey:manager:x:y',
    ],
    ['PATCH', '/api/manager/flow/flow/a', 'unknown-method'],
    ['get', '/api/manager/flow/flow', 'unknown-method'],
    ['TRACE', '/api/manager/flow/flow', 'unknown-method'],
    ['__proto__', '/api/manager/flow/flow', 'unknown-method'],
    ['DELETE', '/api/manager/flow/flow', 'unknown-method'],
    ['GET', '/', 'unknown-operation'],
    ['GET', '/api', 'unknown-operation'],
    ['GET', '/api/manager/flow/flow/a/b', 'unknown-operation'],
    ['GET', '/API/manager/flow/flow', 'unknown-operation'],
    ['GET', '/api/manager/Flow/flow', 'unknown-operation'],
    ['GET', '/api/manager/flow%6c/flow', 'unknown-operation'],
    ['GET', '/api/manager/flow/flow/%', 'malformed-path'],
    ['GET', '/api/manager/users/user/%6de', 'malformed-path'],
    ['DELETE', '/api/manager/users/user/ME', 'malformed-path'],
    ['DELETE', '/api/manager/users/user/m%45', 'malformed-path'],
    ['GET', '/api/manager/flow/flow/a?x', 'malformed-path'],
    ['GET', 'http://other/api/manager/flow/flow', 'malformed-path'],
    ['GET', '', 'malformed-path'],
  ]
  for (const [method, path, expected] of rows) {
    assert.equal(found(method, path), expected, `${method} ${path}`)
  }
})

test('no path parameter stands beside a word in capitals, so small letters tell them apart', () => {
  const parents = new Map<string, { parameter: boolean; words: string[] }>()
  for (const { segments } of GENERATIONS.flatMap((one) => operations(one))) {
    let parent = ''
    for (const segment of segments) {
      const known = parents.get(parent) ?? { parameter: false, words: [] }
      if ('literal' in segment) known.words.push(segment.literal)
      else known.parameter = true
      parents.set(parent, known)
      parent += `/${'literal' in segment ? segment.literal : ':'}`
    }
  }
  const words = [...parents.values()].flatMap((one) => (one.parameter ? one.words : []))
  assert.deepEqual(
    words.filter((word) => word !== word.toLowerCase()),
    [],
  )
})

test('the Web API of an app is open, that of HomeyScript is not', () => {
  const rows: readonly [string, string, string][] = [
    ['GET', '/api/app/com.example', 'app.get com.example'],
    ['GET', '/api/app/com.example/', 'app.get com.example'],
    ['POST', '/api/app/com.example/a/b%20c', 'app.post com.example a b c'],
    ['DELETE', '/api/app/com.example/a/', 'app.delete com.example a'],
    ['PATCH', '/api/app/com.example/a', 'unknown-method'],
    ['GET', '/api/app/com.example/%2e%2e/b', 'malformed-path'],
    ['GET', '/api/app/com.example/a%2fb', 'malformed-path'],
    ['GET', '/api/app', 'unknown-operation'],
    ['GET', '/api/app/com.athom.homeyscript/script', 'homeyscript.getScripts'],
    ['POST', '/api/app/com.athom.homeyscript/script/s1/run', 'homeyscript.runScript s1'],
    ['GET', '/api/app/com.athom.homeyscript', 'unknown-operation'],
    ['GET', '/api/app/com.athom.homeyscript/', 'unknown-operation'],
    ['GET', '/api/app/com.athom.homeyscript/other', 'unknown-operation'],
    ['DELETE', '/api/app/com.athom.homeyscript/script', 'unknown-method'],
    ['POST', '/api/app/com.athom.homeyscript/script/s1/run/x', 'unknown-operation'],
    ['GET', '/api/app/com.athom.homeyscrip%74/script', 'malformed-path'],
    ['GET', '/api/app/Com.Athom.HomeyScript/script', 'malformed-path'],
    ['GET', '/api/app/com.athom.homeyscript2/script', 'app.get com.athom.homeyscript2 script'],
  ]
  for (const [method, path, expected] of rows) {
    assert.equal(found(method, path), expected, `${method} ${path}`)
  }
})

test('buildPath() writes ids as hubs expect them, and the root of an app with a slash', () => {
  const path = (id: string, ids: Record<string, string>, rest?: string[]) => {
    const operation = operationById('pro-2023', id)
    return operation && buildPath(operation, ids, rest)
  }
  assert.equal(
    path('flow.getFlowCardAction', { id: 'homey:device:a:on,off', uri: 'homey:device:a' }),
    '/api/manager/flow/flowcardaction/homey:device:a/homey:device:a:on,off',
  )
  assert.equal(path('flow.getFlow', { id: 'a b;ü' }), '/api/manager/flow/flow/a%20b%3B%C3%BC')
  assert.equal(path('app.get', { app: 'com.example' }), '/api/app/com.example/')
  assert.equal(path('app.get', { app: 'com.example' }, ['a', 'b']), '/api/app/com.example/a/b')
})

test('a path is looked at up to its longest length', () => {
  const at = (length: number) => '/api/manager/flow/flow/'.padEnd(length, 'a')
  assert.equal(match('cloud', 'GET', at(MAX_PATH)).matched, true)
  assert.deepEqual(match('cloud', 'GET', at(MAX_PATH + 1)), {
    matched: false,
    reason: 'malformed-path',
  })
})

test('the path of an operation without ids is that of the specification, to the last slash', () => {
  for (const generation of GENERATIONS) {
    for (const operation of operations(generation)) {
      if (pathParameters(operation).length > 0 || operation.open) continue
      assert.equal(buildPath(operation, {}), operation.path)
    }
  }
})
