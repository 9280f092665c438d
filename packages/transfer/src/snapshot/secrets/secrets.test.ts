// Finding secrets, hiding them and putting them back: fifty that look as real ones do, in every place, and
// what only looks like one.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { openHome, TAKING } from '../../homes.test-support.ts'
import type { JsonObject } from '../../json.ts'
import type { Secrecy } from '../../kinds/kind.ts'
import { takeSnapshot } from '../take-snapshot.ts'
import { concealed } from './conceal.ts'
import { isTelling } from './names.ts'
import { secretStretches } from './patterns.ts'
import { reveal } from './reveal.ts'
import { Vault } from './vault.ts'

test('names that say that they hold a secret', () => {
  const always = ['password', 'wifiPassword', 'api_key', 'apiKey', 'APIKey', 'client-secret', 'psk']
  const strict = [...always, 'accessToken', 'refresh_token', 'pinCode', 'PIN', 'Authorization']
  for (const name of strict) assert.ok(isTelling(name, 'content'), name)
  for (const name of [...strict, 'token', 'key', 'userKeys', 'auth', 'userCodes']) {
    assert.ok(isTelling(name, 'settings'), name)
    assert.ok(!isTelling(name, 'none'))
  }
  for (const name of [
    'keyboard',
    'spinning',
    'mapping',
    'author',
    'shopping',
    'passive',
    'opinion',
  ]) {
    assert.ok(!isTelling(name, 'settings'), name)
  }
  // A key in a flow is one on a remote control.
  for (const name of ['key', 'token', 'droptoken']) assert.ok(!isTelling(name, 'content'), name)
})

const found = (text: string): string[] =>
  secretStretches(text).map(({ start, end }) => text.slice(start, end))

test('what secrets look like in texts and code', () => {
  const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${'aB3_'.repeat(6)}`
  const rows: readonly (readonly [string, string])[] = [
    [`token ${jwt} end`, jwt],
    ['rtsp://admin:hunter2!@192.168.1.9/stream', 'hunter2!'],
    ['Authorization: Bearer abc.def-123456', 'abc.def-123456'],
    ['https://x.example/a?apikey=Zx9-8812&b=1', 'Zx9-8812'],
    ["const password = 'correct horse'", 'correct horse'],
    ['{"api_key": "12345abc"}', '12345abc'],
    ['https://hooks.slack.com/services/T00/B00/XXXX', 'services/T00/B00/XXXX'],
    ['https://calendar.example/private-9f3a/basic.ics', 'private-9f3a/basic.ics'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['aGk3Lk29dkS8fj2LqP0xZt7Bn4Wm1Cv6', 'aGk3Lk29dkS8fj2LqP0xZt7Bn4Wm1Cv6'],
  ]
  for (const [text, secret] of rows) assert.deepEqual(found(text), [secret], text)
})

test('what is no secret', () => {
  const id = '7e0f3a52-0d2b-4a59-9c1e-0a1b2c3d4e5f'
  const texts = [
    ...[id, `homey:device:${id}`, `[[homey:device:${id}|measure_temperature]] degrees`],
    ...['Good morning, the door is open', 'getCapabilityValueOfAllTheDevices', 'token: [[tag]]'],
    ...[`const lamp = '${id}'`, 'https://www.example.com/a/page/about/lamps.html', '#ff00ff'],
    ...['const token = args[0]', 'Homey.devices.getDevices()', '00:15:8d:00:01:23:45:67'],
    ...['living_room_ceiling_lamp_left_side', 'homey:app:com.athom.homeyscript:runCodeWithArg_v2'],
  ]
  for (const text of texts) assert.deepEqual(found(text), [], text)
})

const SECRECIES: readonly Secrecy[] = ['settings', 'content', 'none']

test('whatever is hidden comes back, whatever it was', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('password', '$secret', '$code', 'hmac', 'a ⟦secret x⟧ b', 'Bearer abcdefgh1'),
  )
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      ...[word, fc.integer(), fc.boolean(), fc.constant(null)],
      ...[
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(word, tie('json'), { maxKeys: 4, noNullPrototype: true }),
      ],
    ),
  }))
  const content = fc.dictionary(word, json, {
    maxKeys: 4,
    noNullPrototype: true,
  }) as fc.Arbitrary<JsonObject>
  fc.assert(
    fc.property(content, fc.constantFrom(...SECRECIES), (content, secrecy) => {
      const vault = new Vault(randomBytes(32))
      const object = { id: 'x', name: null, content, facts: {} }
      const hidden = concealed('app-setting', object, secrecy, vault)
      const { content: back, missing } = reveal(hidden, vault.values)
      assert.deepEqual(back, content)
      assert.deepEqual(missing, [])
    }),
    { numRuns: 500 },
  )
})

test('without the secrets their places are told', () => {
  const vault = new Vault(randomBytes(32))
  const content = { password: 'hunter2', text: 'Bearer abcdefgh1 is it', plain: 'plain' }
  const object = concealed(
    'app-setting',
    { id: 'x', name: null, content, facts: {} },
    'settings',
    vault,
  )
  const { content: open, missing } = reveal(object)
  assert.equal(missing.length, 2)
  assert.equal(open['plain'], 'plain')
  assert.match(String(open['text']), /^Bearer ⟦secret [0-9a-f]{20}⟧ is it$/)
})

test('the HMAC says whether a secret changed, and no more', () => {
  const stub = (key: Uint8Array, value: string) => new Vault(key).put(['option', 'pin'], value)
  const [one, other] = [randomBytes(32), randomBytes(32)]
  assert.deepEqual(stub(one, '0417'), stub(one, '0417'))
  assert.notEqual(stub(one, '0417').hmac, stub(one, '0418').hmac)
  assert.notEqual(stub(one, '0417').hmac, stub(other, '0417').hmac)
  assert.equal(stub(one, '0417').$secret, stub(other, '9999').$secret)
})

test('all fifty secrets of the villa are hidden, and so are its PIN and passwords', async () => {
  await using home = await openHome({ home: 'villa' })
  const { secrets = new Map(), ...snapshot } = await takeSnapshot(home.hub, TAKING)
  const open = JSON.stringify(snapshot.objects, (_, value: unknown) =>
    value instanceof Map ? [...value.values()] : value,
  )
  assert.ok(!open.includes('SECRET-'))
  const kept = JSON.stringify([...secrets.values()])
  const planted = new Set(JSON.stringify(home.homey.state).match(/SECRET-[\w-]*\w/g))
  const elsewhere = new Set(JSON.stringify(home.homey.state.sessions).match(/SECRET-[\w-]*\w/g))
  const there = [...planted].filter((secret) => !elsewhere.has(secret))
  assert.ok(there.length >= 50, String(there.length))
  assert.deepEqual(
    there.filter((secret) => !kept.includes(secret)),
    [],
  )
  assert.ok([...secrets.values()].includes('0417'))
})

test('few things are hidden that are no secrets', async () => {
  await using home = await openHome({ home: 'villa' })
  const { secrets = new Map() } = await takeSnapshot(home.hub, TAKING)
  const plain = [...secrets].filter(([, value]) => !JSON.stringify(value).includes('SECRET-'))
  // The PIN of Google Assistant, and the key of the HMACs.
  assert.deepEqual(
    plain.map(([, value]) => value).filter((value) => value !== secrets.get('hmac-key')),
    ['0417'],
  )
})
