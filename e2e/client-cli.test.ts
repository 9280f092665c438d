// `latchkey client` and `latchkey directory` as they are typed: a manifest is checked, handed in, reviewed and
// published, and believed by another installation.
import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { typed } from './typed.ts'
import { because, manifestFor } from './vetted.ts'
import { temporaryDirectory } from './world.ts'

test('client check says line, path and what to do; 0 is good, 1 too much, 2 wrong', async () => {
  using directory = temporaryDirectory()
  const file = join(directory.path, 'latchkey.json')
  const check = async (text: string, ...more: readonly string[]) => {
    writeFileSync(file, text)
    return typed(['client', 'check', file, ...more])
  }
  const text = (permissions: readonly string[], more: object = {}) =>
    JSON.stringify(manifestFor(permissions, more), undefined, 2)
  const good = await check(text(['device:read']))
  assert.deepEqual([good.code, good.err], [0, ''])
  assert.match(good.out, /is good/)
  const much = await check(text(['preset:full-control', 'flow:update']))
  assert.equal(much.code, 1)
  assert.match(
    much.out,
    /latchkey\.json:\d+: too much: permissions\[0\]\.permission: .*full control/,
  )
  assert.match(much.out, /ask for preset:control instead/)
  assert.match(much.out, /"preset:full-control" includes "flow:update"/)
  const wrong = await check(text(['device:reed', 'audio:update']))
  assert.equal(wrong.code, 2)
  const line =
    text(['device:reed', 'audio:update'])
      .split('\n')
      .findIndex((one) => one.includes('device:reed')) + 1
  assert.match(
    wrong.out,
    new RegExp(`latchkey\\.json:${line}: wrong: .*Did you mean "device:read"`),
  )
  const absent = await check(text(['audio:update']), '--json')
  const { result, findings } = JSON.parse(absent.out)
  assert.deepEqual(
    [absent.code, result, findings[0].level, findings[0].code],
    [0, 'good', 'note', 'absent'],
  )
  assert.equal((await check('{ "name": ')).code, 2)
  assert.equal((await check('[]')).code, 2)
  const missing = await typed(['client', 'check', join(directory.path, 'none.json')])
  assert.deepEqual([missing.code, /cannot be read \(ENOENT\)/.test(missing.err)], [2, true])
})

test('a manifest is handed in, reviewed, suspended, and published for another installation', async () => {
  using directory = temporaryDirectory()
  const at = (name: string) => join(directory.path, name)
  const here = (...words: readonly string[]) => typed([...words, '--data', at('here')])
  const there = (...words: readonly string[]) => typed([...words, '--data', at('there')])
  writeFileSync(at('latchkey.json'), JSON.stringify(manifestFor(['device:read', 'zone:read'])))
  writeFileSync(at('wrong.json'), JSON.stringify(manifestFor(['device:reed'])))
  const refused = await here('client', 'submit', at('wrong.json'))
  assert.deepEqual([refused.code, /latchkey client check/.test(refused.err)], [2, true])
  const submitted = await here('client', 'submit', at('latchkey.json'))
  assert.equal(submitted.code, 0, submitted.err)
  const id = /client_id\s+(\S+)/.exec(submitted.out)?.[1] ?? ''
  const shown = await here('client', 'show', id)
  assert.match(shown.out, /submitted: waits for a review/)
  assert.ok(shown.out.includes(because('zone:read')), shown.out)
  assert.equal((await here('client', 'review', id)).code, 64)
  const other = await here('client', 'review', id, '--approve', '--number', '7')
  assert.deepEqual([other.code, /Number|version 1 waits/.test(other.err)], [1, true])
  const reviewed = await here('client', 'review', id, '--approve', '--finding', 'Reads only.')
  assert.deepEqual([reviewed.code, reviewed.out.trim()], [0, 'Panel: reviewed here.'])
  const none = await here('client', 'review', 'nobody', '--approve')
  assert.deepEqual([none.code, /no client "nobody"/.test(none.err)], [1, true])
  const publish = ['directory', 'publish', '--out', at('friends.json'), '--key', at('key.pem')]
  const nameless = await here(...publish)
  assert.deepEqual([nameless.code, /--name/.test(nameless.err)], [64, true])
  const published = await here(...publish, '--name', 'Friends')
  assert.equal(published.code, 0, published.err)
  assert.equal(statSync(at('key.pem')).mode & 0o777, 0o600)
  const key = /: ([\w-]{43})$/m.exec(published.out)?.[1] ?? ''
  const wrong = await there('directory', 'subscribe', at('friends.json'), '--key', 'A'.repeat(43))
  assert.deepEqual([wrong.code, /not signed with the key/.test(wrong.err)], [1, true])
  const believed = await there('directory', 'subscribe', at('friends.json'), '--key', key)
  assert.deepEqual([believed.code, believed.err], [0, ''])
  const first = readFileSync(at('friends.json'), 'utf8')
  await here('client', 'suspend', id, '--because', 'It sells what it sees.')
  const again = await here(...publish, '--json')
  assert.equal(JSON.parse(again.out).suspended, 1)
  assert.match((await there('directory', 'update', 'Friends')).out, /counts now/)
  assert.match((await there('directory', 'update', 'Friends')).out, /Nothing is newer/)
  writeFileSync(at('friends.json'), first)
  const back = await there('directory', 'update', 'Friends')
  assert.deepEqual([back.code, /is known already/.test(back.err)], [1, true])
  assert.match((await there('directory', 'list')).out, /Friends.*is known already/)
  const away = await there('directory', 'subscribe', 'https://127.0.0.1/x', '--key', key)
  assert.deepEqual([away.code, /is not on the internet/.test(away.err)], [69, true])
  assert.equal((await there('directory', 'remove', 'Friends')).code, 0)
  assert.match((await here('client', 'list')).out, /Panel\s+suspended/)
  assert.match((await here('client', 'resume', id)).out, /reviewed here/)
})
