// What a key reaches, at the command line: in words and as data, and when the Homey is away.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { typed as latchkey } from './typed.ts'
import { temporaryDirectory } from './world.ts'

test('key show says what the key reaches; with the Homey away it says that this is not known', async () => {
  const { path: data, ...place } = temporaryDirectory()
  using _directory = place
  const at = ['--data', data]
  let id = ''
  {
    await using homey = await startVirtualHomey({ home: 'apartment' })
    const hub = ['hub', 'add', '--name', 'Home', '--address', homey.address, '--key', '-', ...at]
    assert.equal((await latchkey(hub, homey.key)).code, 0)
    const create = ['key', 'create', '--hub', 'Home', '--name', 'Panel', '--json', ...at]
    const made = await latchkey([
      ...create,
      '--permission',
      'device:control,security-device:control',
    ])
    id = JSON.parse(made.out).id
    const { out, code } = await latchkey(['key', 'show', id, ...at])
    assert.equal(code, 0)
    assert.match(out, /\nreach: control\n/)
    assert.match(out, /Directly it:\n {2}controls \d+ devices: Front door \(lock\)/)
    const json = JSON.parse((await latchkey(['key', 'show', id, '--json', ...at])).out)
    assert.equal(json.reach.known, true)
  }
  const { out, code } = await latchkey(['key', 'show', id, ...at])
  assert.equal(code, 0)
  assert.match(out, /reach: The state of the Homey is not known now/)
})
