// The socket's `api` message is held to the same rule as a path, and names from JavaScript's own
// objects mean nothing anywhere.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { expand } from '../bundles/expand.ts'
import { GENERATIONS, isGeneration } from '../generation.ts'
import { pathParameters } from '../operations/operation.ts'
import { operationById, operations } from '../operations/operations.ts'
import { required } from '../permissions/required.ts'
import { match, matchSocket } from './match.ts'

test('every call of the specification is found by its URI and name, with its ids', () => {
  const values = fc.array(
    fc.oneof(fc.uuid(), fc.constantFrom('homey:device:a:on', 'ä b', "o'x", 'x.y', '__proto__')),
    { minLength: 4, maxLength: 4 },
  )
  for (const generation of GENERATIONS) {
    for (const operation of operations(generation)) {
      if (!operation.path.startsWith('/api/manager/')) continue
      fc.assert(
        fc.property(values, (drawn) => {
          const names = pathParameters(operation)
          const ids = Object.fromEntries(names.map((name, at) => [name, drawn[at] ?? '']))
          const args = { ...ids, $validate: true, query: {} }
          const uri = `homey:manager:${operation.manager}`
          const found = matchSocket(generation, uri, operation.name, args)
          assert.ok(found.matched, operation.id)
          assert.equal(found.operation, operation)
          assert.deepEqual({ ...found.ids }, ids)
        }),
        { numRuns: 3 },
      )
    }
  }
})

function found(uri: string, name: string, args?: Record<string, unknown>): string {
  const one = matchSocket('pro-2023', uri, name, args)
  return one.matched ? one.operation.id : one.reason
}

test('matchSocket() says what is meant, or why nothing is', () => {
  const flow = 'homey:manager:flow'
  const rows: readonly [string, string, Record<string, unknown> | undefined, string][] = [
    [flow, 'getFlows', undefined, 'flow.getFlows'],
    [flow, 'getFlow', { id: 'a' }, 'flow.getFlow'],
    [flow, 'getFlow', undefined, 'malformed-id'],
    [flow, 'getFlow', {}, 'malformed-id'],
    [flow, 'getflow', { id: 'a' }, 'unknown-operation'],
    [flow, 'eatFlow', { id: 'a' }, 'unknown-operation'],
    [flow, '', {}, 'unknown-operation'],
    ['homey:manager:', 'flow.getFlows', {}, 'unknown-operation'],
    ['homey:manager:Flow', 'getFlows', {}, 'unknown-operation'],
    ['homey:manager:flow ', 'getFlows', {}, 'unknown-operation'],
    ['manager:flow', 'getFlows', {}, 'unknown-operation'],
    ['flow', 'getFlows', {}, 'unknown-operation'],
    ['', 'getFlows', {}, 'unknown-operation'],
    ['homey:app:com.example', 'get', { app: 'com.example' }, 'unknown-operation'],
    ['homey:manager:app', 'get', { app: 'com.example' }, 'unknown-operation'],
    ['homey:manager:homeyscript', 'runScript', { id: 's' }, 'unknown-operation'],
    ['homey:manager:files', 'getImage', { id: 'i' }, 'unknown-operation'],
  ]
  for (const [uri, name, args, expected] of rows) {
    assert.equal(found(uri, name, args), expected, `${uri} ${name}`)
  }
})

test('an id in a message is held to the rule of ids in a path', () => {
  for (const id of [
    ...['', '.', '..', 'a/b', '../../users/user/me', 'a\\b', 'a?b', 'a#b', 'a%2fb', 'a\u0000b'],
    ...['a\nb', '\ud800', undefined, null, 1, true, ['a'], { id: 'a' }, 'a'.repeat(2100)],
  ]) {
    assert.equal(found('homey:manager:flow', 'getFlow', { id }), 'malformed-id', String(id))
  }
})

test('a user called me does not turn one call into another', () => {
  const users = 'homey:manager:users'
  for (const id of ['me', 'Me', 'ME']) {
    for (const name of ['deleteUser', 'getUser', 'updateUser']) {
      assert.equal(found(users, name, { id }), 'malformed-id', `${name} ${id}`)
    }
  }
  assert.equal(found(users, 'deleteUser', { id: 'mee' }), 'users.deleteUser')
  assert.equal(found(users, 'getUserMe', { id: 'x' }), 'users.getUserMe')
})

for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
  test(`${word} means nothing anywhere`, () => {
    for (const one of GENERATIONS) {
      for (const path of [`/${word}`, `/api/${word}`, `/api/manager/${word}/${word}`]) {
        assert.equal(match(one, 'GET', path).matched, false)
      }
      assert.equal(match(one, word, '/api/manager/flow/flow').matched, false)
      assert.equal(matchSocket(one, word, word).matched, false)
      assert.equal(matchSocket(one, `homey:manager:${word}`, 'getFlows').matched, false)
      assert.equal(matchSocket(one, 'homey:manager:flow', word).matched, false)
      assert.equal(operationById(one, word), undefined)
      assert.equal(operationById(one, `flow.${word}`), undefined)
      const { permissions, refused } = expand([word], one)
      assert.deepEqual([permissions, refused[0]?.reason], [[], 'unknown-permission'])
      const update = operationById(one, 'flow.updateFlow')
      assert.ok(update)
      const body = JSON.parse(`{"${word}":{"enabled":true}}`)
      assert.deepEqual(required(update, { ids: { id: word }, body }), {
        kind: 'permissions',
        alternatives: [['flow:update']],
      })
    }
    assert.equal(isGeneration(word), false)
  })
}
