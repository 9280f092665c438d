// Answers of hubs as values, and what a hub says when it says no.
import assert from 'node:assert/strict'
import test from 'node:test'
import { errorText, type HubAnswer, isJson, readValue } from './answer.ts'
import { MAX_ANSWER, MAX_READING, readBody } from './reading.ts'

function answer(body: string, contentType?: string, status = 200): HubAnswer {
  return { status, contentType, version: undefined, body: Buffer.from(body) }
}

const JSON_TYPE = 'application/json; charset=utf-8'

async function* pieces(...sizes: number[]): AsyncGenerator<Buffer> {
  for (const size of sizes) yield Buffer.alloc(size, 'x')
}

test('readBody() reads up to its limit, and not a byte more', async () => {
  assert.equal((await readBody('a', pieces(), false)).length, 0)
  assert.equal((await readBody('a', pieces(4), false, 10)).length, 4)
  assert.equal((await readBody('a', pieces(4, 6), false, 10)).length, 10)
  for (const effect of [true, false]) {
    await assert.rejects(readBody('a', pieces(4, 7), effect, 10), {
      code: 'hub_answer_invalid',
      mayHaveHappened: effect,
    })
  }
})

test('what hubs send at once has room for so much: one leaves as much to others as it takes', async () => {
  const go = Promise.withResolvers<void>()
  async function* slow(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(MAX_ANSWER - 1)
    await go.promise
    yield Buffer.alloc(1)
  }
  const most = MAX_READING / MAX_ANSWER / 2
  const fits = Array.from({ length: most }, () => readBody('a', slow(), false))
  const large = 1024 * 1024 + 1
  while ((await readBody('a', pieces(large), false).catch(() => undefined)) !== undefined) {
    await new Promise(setImmediate)
  }
  assert.equal((await readBody('a', pieces(large - 1), false)).length, large - 1, 'small ones fit')
  await assert.rejects(readBody('a', pieces(large), true), {
    ...{ code: 'hub_busy', mayHaveHappened: true, retryAfter: 1 },
  })
  assert.equal((await readBody('b', pieces(MAX_ANSWER), false)).length, MAX_ANSWER, 'others fit')
  go.resolve()
  assert.equal((await Promise.all(fits)).length, most)
  assert.equal((await readBody('a', pieces(MAX_ANSWER), false)).length, MAX_ANSWER)
})

test('readValue() is JSON where the hub says so, text where not, undefined for nothing', () => {
  assert.deepEqual(readValue(answer('{"a":[1]}', JSON_TYPE), false), { a: [1] })
  assert.equal(readValue(answer('null', JSON_TYPE), false), null)
  assert.equal(readValue(answer('{"a":1}', 'text/plain'), false), '{"a":1}')
  assert.equal(readValue(answer('hé'), false), 'hé')
  assert.equal(readValue(answer('', JSON_TYPE), false), undefined)
  assert.equal(readValue(answer('x', 'text/plain', 204), false), undefined)
  assert.equal(isJson(answer('', 'text/json')), false)
})

test('JSON that is none is an invalid answer, to a write one that may have happened', () => {
  for (const effect of [true, false]) {
    assert.throws(() => readValue(answer('{"a":', JSON_TYPE), effect), {
      code: 'hub_answer_invalid',
      mayHaveHappened: effect,
    })
  }
})

test("errorText() is the hub's own words, or its status", () => {
  const rows: readonly [string, string | undefined, string][] = [
    ['{"error":"missing_api_method","error_description":"Not here"}', JSON_TYPE, 'Not here'],
    ['{"error":"Missing Scopes","stack":"at SessionLocal"}', JSON_TYPE, 'Missing Scopes'],
    ['{"code":1}', JSON_TYPE, 'status 500'],
    ['{"error":{"a":1}}', JSON_TYPE, 'status 500'],
    ['null', JSON_TYPE, 'status 500'],
    ['{', JSON_TYPE, 'status 500'],
    ['Too many requests', 'text/plain', 'Too many requests'],
    ['y'.repeat(5000), undefined, 'y'.repeat(200)],
    [`{"error":"${'z'.repeat(600)}"}`, JSON_TYPE, 'z'.repeat(500)],
  ]
  for (const [body, type, text] of rows) assert.equal(errorText(answer(body, type, 500)), text)
})

test('a key that the hub repeats in its words is cut out', () => {
  const key = `${'0a'.repeat(18)}:${'1b'.repeat(18)}:${'2c'.repeat(20)}`
  const json = JSON.stringify({ error: `Session ${key} failed` })
  assert.equal(errorText(answer(json, JSON_TYPE, 500)), 'Session … failed')
  const long = JSON.stringify({ error: `${'x'.repeat(450)} ${key}` })
  assert.ok(!errorText(answer(long, JSON_TYPE, 500)).includes('0a0a'), 'not even a part of it')
  assert.equal(errorText(answer(`no ${key}!`, 'text/plain', 500)), 'no …!')
})
