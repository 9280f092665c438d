// Whatever the path, it is refused or it means one call in one spelling: what is judged is what is
// sent (reference, authorization 4.3 and 4.4, 1–4).
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { GENERATIONS, type Generation } from '../generation.ts'
import { operations } from '../operations/operations.ts'
import { buildPath, type Matched, match } from './match.ts'

const HOSTILE = [
  ...['', '.', '..', '...', '%2e', '%2E%2e', '.%2e', '%252e%252e', '%2f', '%2F', '%5c', '\\'],
  ...['%00', '%0a', '%7f', '%c0%ae', '%c0%af', '%ff', '%e0%80%af', '%', '%2', '%zz', '%u002e'],
  ...[';', '..;', '..%3b', ';x=1', '#', '%23', '?', '%3f', '//', '/../', '/./', '..%2f..%2fusers'],
  ...['..\\..\\users', '%5c..%5c', '@evil', 'x.json', '~', '*', ' ', '%20', '\t', '\u0000'],
  ...['me', 'ME', '%6de', 'm%65', '%256de', 'test', 'Test', 'state', 'STATE', 'option', '%6f'],
  ...['com.athom.homeyscript', 'Com.Athom.HomeyScript', 'com.athom.homeyscrip%74'],
  ...['é', '%C3%A9', '\u202e', '%E2%80%AE', '％2e', '．．', '\ud800', '__proto__', 'constructor'],
  ...["'", '"', '<', '{', '|', '^', '`', '%7Bx%7D', '%5E', "a'b", 'a:b', 'a,b', '$&', '$1'],
  ...['homey:device:a', '1e3', 'script', 'run', 'http:', '[', '%5b'],
]
const PREFIXES = ['/', '//evil', 'http://other', '/.', '/..', '/api', '\\']
const SUFFIXES = ['/', '//', '/.', '/..', '.json', '%00', ';a', '#/../x']
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'GET', 'PATCH', 'get', '__proto__']

interface Attack {
  readonly generation: Generation
  readonly method: string
  readonly path: string
}

const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const attacks: fc.Arbitrary<Attack> = fc.constantFrom(...GENERATIONS).chain((generation) =>
  fc
    .record({
      operation: fc.constantFrom(...operations(generation)),
      other: fc.constantFrom(...METHODS),
      fill: fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.uuid()), {
        minLength: 4,
        maxLength: 4,
      }),
      extra: seldom(
        fc.record({ piece: fc.constantFrom(...HOSTILE), at: fc.nat(), slash: fc.boolean() }),
      ),
      spell: seldom(fc.record({ at: fc.nat(), how: fc.constantFrom('hex', 'upper', 'twice') })),
      prefix: seldom(fc.constantFrom(...PREFIXES)),
      suffix: seldom(fc.constantFrom(...SUFFIXES)),
    })
    .map(({ operation, other, fill, extra, spell, prefix, suffix }) => {
      let at = 0
      let path = operation.path.replace(/:\w+/g, () => fill[at++] ?? 'x')
      if (operation.open) path += `/${fill[2]}/${fill[3]}`
      if (extra) path = inserted(path, extra.piece, extra.at, extra.slash)
      if (spell) path = spelled(path, spell.at, spell.how)
      const method = fill[0] === '' ? other : operation.method
      return { generation, method, path: `${prefix ?? ''}${path}${suffix ?? ''}` }
    }),
)

function inserted(path: string, piece: string, at: number, slash: boolean): string {
  const place = at % (path.length + 1)
  return `${path.slice(0, place)}${slash ? '/' : ''}${piece}${path.slice(place)}`
}

function spelled(path: string, at: number, how: string): string {
  const place = at % path.length
  const letter = path.charAt(place)
  const hex = letter.charCodeAt(0).toString(16)
  const said = { hex: `%${hex}`, upper: letter.toUpperCase(), twice: `%25${hex}` }[how] ?? letter
  return `${path.slice(0, place)}${said}${path.slice(place + 1)}`
}

/** Fails unless the match is the one meaning of this path, and can be sent on. */
function assertOneMeaning({ generation, method, path }: Attack, found: Matched): void {
  const { operation, ids, rest } = found
  const built = buildPath(operation, ids, rest)
  assert.equal(operation.method, method)
  const again = match(generation, method, built)
  assert.ok(again.matched, built)
  assert.equal(again.operation, operation)
  assert.deepEqual([again.ids, again.rest], [ids, rest])
  assert.equal(buildPath(again.operation, again.ids, again.rest), built)
  assert.equal(new URL(built, 'http://x').pathname, built)
  assert.doesNotMatch(built, /\/\.{1,2}(\/|$)|\/\/|\\|[?#;]|%2f|%5c|%2e|%00|%25/i)
  for (const value of [...Object.values(ids), ...rest]) {
    assert.doesNotMatch(value, /^\.{0,2}$|[\p{Cc}/\\?#%]/u)
  }
  assertLiteralsAsTheyStand(path, found)
}

/** The fixed words of a path arrive byte for byte, and nothing is left over. */
function assertLiteralsAsTheyStand(path: string, { operation, rest }: Matched): void {
  const raw = path.replace(/\/$/, '').split('/').slice(1)
  assert.equal(raw.length, operation.segments.length + rest.length, path)
  operation.segments.forEach((segment, at) => {
    if ('literal' in segment) assert.equal(raw[at], segment.literal, path)
  })
}

test('a hostile path is refused, or means one call in one spelling', { timeout: 25_000 }, () => {
  const seen = { refused: 0, matched: 0 }
  fc.assert(
    fc.property(attacks, (attack) => {
      const found = match(attack.generation, attack.method, attack.path)
      seen[found.matched ? 'matched' : 'refused']++
      if (found.matched) assertOneMeaning(attack, found)
    }),
    { numRuns: 50_000 },
  )
  console.log('hostile paths:', seen)
  assert.ok(seen.matched > 2000 && seen.refused > 2000, JSON.stringify(seen))
})

test('any string at all is refused, or means one call in one spelling', () => {
  const any = fc.string({ unit: 'binary', maxLength: 60 })
  fc.assert(
    fc.property(any, fc.constantFrom(...GENERATIONS), (tail, generation) => {
      for (const path of [tail, `/api/manager/flow/flow/${tail}`, `/api/app/${tail}`]) {
        const found = match(generation, 'GET', path)
        if (found.matched) assertOneMeaning({ generation, method: 'GET', path }, found)
      }
    }),
    { numRuns: 3000 },
  )
})

test('HomeyScript is never just any app', () => {
  const pieces = fc.array(fc.constantFrom('script', 's1', 'run', 'x', 'RUN', '%20'), {
    maxLength: 4,
  })
  const spellings = fc.constantFrom(
    ...['com.athom.homeyscript', 'COM.ATHOM.HOMEYSCRIPT', '%63om.athom.homeyscript'],
    ...['com%2eathom%2ehomeyscript', 'com.athom.HomeyScript'],
  )
  fc.assert(
    fc.property(spellings, pieces, fc.constantFrom(...METHODS), (app, rest, method) => {
      const found = match('pro-2023', method, ['/api/app', app, ...rest].join('/'))
      if (found.matched) assert.equal(found.operation.manager, 'homeyscript')
    }),
    { numRuns: 1000 },
  )
})

const REFUSED = [
  '/api/manager/devices/device/..%2f..%2fusers%2fuser',
  '/api/manager/devices/device/../../users/user',
  '/api/manager/devices/device/%2e%2e/%2e%2e/users/user',
  '/api/manager/devices/device/%252e%252e',
  '/api/manager/devices/device/..;/',
  '/api/manager/devices/device/..\\..\\users',
  '/api/manager/devices/device/%5c',
  '/api/manager/devices/device/%c0%ae%c0%ae',
  '/api/manager/devices/device/abc%00',
  '/api/manager/devices/device/a%2Fb',
  '/api/manager/devices/device/abc#/../../users',
  '/api/manager/devices/device/abc?x=/api/manager/users',
  '/api/manager/devices//device',
  '/api/manager/devices/device//',
  '//evil/api/manager/users',
  'http://other.host/api/manager/users/user',
  '/API/Manager/devices/device',
  '/api/manager/devices/device/é',
  'api/manager/devices/device',
  '*',
]

for (const path of REFUSED) {
  test(`GET ${path} is refused`, () => assert.equal(match('pro-2023', 'GET', path).matched, false))
}
