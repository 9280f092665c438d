// Backing up, restoring, letting keys count again and changing the sealing key, as at a terminal; the
// gateway runs all the while.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { latchkey, running } from './terminal.ts'
import { typed } from './typed.ts'
import { send, temporaryDirectory } from './world.ts'

const FLOWS = '/api/manager/flow/flow'
const PASSPHRASE = 'correct horse battery staple'

interface Ready {
  readonly url: string
  readonly demo: { readonly key: string }
}

test('a backup of a running gateway is restored elsewhere, and its keys wait', async () => {
  using directory = temporaryDirectory()
  const [data, restored, file] = ['old', 'new', 'home.latchkey'].map((name) =>
    join(directory.path, name),
  ) as [string, string, string]
  await using gateway = await running<Ready>([
    ...['start', '--demo', '--port', '0', '--data', data, '--json'],
  ])
  const { key } = gateway.ready.demo
  assert.equal((await send(gateway.ready.url, 'GET', FLOWS, { key })).status, 200)

  const backup = ['backup', '--data', data, '--out', file]
  const onLine = await typed([...backup, '--passphrase', PASSPHRASE])
  assert.equal(onLine.code, 64)
  assert.match(onLine.err, /can be read by others\. Use --passphrase -/)
  const short = await typed([...backup, '--passphrase', '-'], 'short')
  assert.match(short.err, /at least 12 letters/)
  assert.deepEqual(readdirSync(directory.path), ['old'])
  const made = await latchkey([...backup, '--passphrase', '-'], PASSPHRASE)
  assert.equal(made.code, 0, made.err)
  assert.match(made.out, /Everything is in .*home\.latchkey/)

  const rotated = await typed(['seal', 'rotate', '--data', data, '--json'])
  assert.equal(rotated.code, 0, rotated.err)
  assert.ok(JSON.parse(rotated.out).resealed >= 1)
  assert.equal((await send(gateway.ready.url, 'GET', FLOWS, { key })).status, 200)

  const restore = ['restore', file, '--data', restored, '--passphrase-env', 'WORDS']
  const wrong = await typed([...restore, '--json'], '', { WORDS: 'wrong horse' })
  assert.deepEqual(JSON.parse(wrong.err), {
    error: 'passphrase_wrong',
    message: 'This is not the passphrase of the backup.',
  })
  const done = await latchkey(restore, '', { WORDS: PASSPHRASE })
  assert.equal(done.code, 0, done.err)
  assert.match(done.out, /all 1 are suspended[\s\S]*latchkey key resume ID/)

  const verified = await typed(['audit', 'verify', '--data', restored])
  assert.equal(verified.code, 0, verified.out + verified.err)

  const keys = await typed(['key', 'list', '--data', restored, '--json'])
  const [{ id, state }] = JSON.parse(keys.out)
  assert.equal(state, 'suspended')
  const neither = await typed(['key', 'resume', '--data', restored])
  assert.match(neither.err, /Name a key, or say --all\./)
  const resumed = await typed(['key', 'resume', '--all', '--data', restored])
  assert.match(resumed.out, new RegExp(`${id} .* live`))
  const again = await typed(['key', 'resume', '--all', '--data', restored])
  assert.match(again.out, /No key is suspended\./)
})
