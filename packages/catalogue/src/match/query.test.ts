// Only what a call declares goes on in the query, written anew.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { operationById } from '../operations/operations.ts'
import { buildQuery, MAX_QUERY } from './query.ts'

function built(rawQuery: string, id = 'flow.getFlowCardAutocomplete'): string | undefined {
  const operation = operationById('pro-2023', id)
  assert.ok(operation, id)
  return buildQuery(operation, rawQuery)
}

test('what is declared goes on, all else is left out', () => {
  assert.equal(built('name=flow&query=a'), 'name=flow&query=a')
  assert.equal(built('query=a&token=secret&_method=DELETE&x'), 'query=a')
  assert.equal(built('id=a&uri=b&type=c'), '', 'path parameters are no query')
  assert.equal(built('query=a', 'flow.getFlows'), '', 'no call without query has one')
  assert.equal(built('flow=a', 'flow.updateFlow'), '', 'the body is no query')
  assert.equal(built('constructor=1&__proto__=2&toString[x]=3'), '')
  assert.equal(built(''), '')
  assert.equal(built('&&query=a&'), 'query=a')
})

test('objects and lists are declared by the name before the bracket', () => {
  const args = 'args%5Bdroptoken%5D%5Bid%5D=1&args%5Bx%5D%5B%5D=2'
  assert.equal(built('args[droptoken][id]=1&args[x][]=2'), args)
  assert.equal(built(args), args)
  assert.equal(built('argsx[a]=1&[args]=2&args]=3&x[args]=4'), '')
})

test('values are decoded once and written in one way', () => {
  assert.equal(built('query=a+b'), 'query=a%20b')
  assert.equal(built('query=a%20b'), 'query=a%20b')
  assert.equal(built('%71uery=a'), 'query=a')
  assert.equal(built('query=%2526'), 'query=%2526')
  assert.equal(built('query=a=b'), 'query=a%3Db')
  assert.equal(built('query'), 'query=')
  assert.equal(built('query=a%26token%3Db%23c'), 'query=a%26token%3Db%23c')
  assert.equal(built('query=1&query=2'), 'query=1&query=2')
})

test('a malformed or too long query is refused, whatever it is about', () => {
  for (const raw of ['query=%', 'query=%zz', 'query=%ff', '%=1', 'other=%c0%ae', 'query=\ud800']) {
    assert.equal(built(raw), undefined, raw)
  }
  assert.equal(built(`query=${'a'.repeat(MAX_QUERY - 6)}`)?.length, MAX_QUERY)
  assert.equal(built(`query=${'a'.repeat(MAX_QUERY - 5)}`), undefined)
})

test('the Web API of an app may have any query', () => {
  assert.equal(built('a=1&b[c]=2', 'app.get'), 'a=1&b%5Bc%5D=2')
})

test('any string is refused, or comes to declared names and the same values', () => {
  const part = fc.oneof(
    fc.constantFrom('query', 'name', 'args', 'args[a]', 'token', '=', '&', '%26', '%3D', '+', '#'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
      const raw = parts.join('')
      const query = built(raw)
      if (query === undefined) return
      assert.match(query, /^[\w.!~*'()%=&-]*$/)
      const sent = [...new URLSearchParams(query)]
      for (const [name] of sent) assert.match(name, /^(query|name|args)(\[|$)/)
      const said = [...new URLSearchParams(raw)].filter(([name]) =>
        /^(query|name|args)(\[|$)/.test(name),
      )
      if (!raw.includes('?')) assert.deepEqual(sent, said)
    }),
    { numRuns: 3000 },
  )
})
