// What keys left, and the red switch, at the command line: with a gateway that runs, and with none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { flowOf } from './limited.ts'
import { running } from './terminal.ts'
import { BUILDER, caller, house, until } from './traces-world.ts'
import { typed as latchkey } from './typed.ts'
import { send, temporaryDirectory } from './world.ts'

const FLOWS = '/api/manager/flow/flow'
const IN_TIME = { timeout: 300_000 }

test('traces, revoke --undo, stop and resume', IN_TIME, async () => {
  using directory = temporaryDirectory()
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const at = ['--data', directory.path]
  const run = async (...words: string[]) => {
    const { code, out, err } = await latchkey([...words, ...at], homey.key ?? '')
    assert.equal(code, 0, err)
    return out
  }
  await run('hub', 'add', '--name', 'Home', '--address', homey.address, '--key', '-')
  const before = house({ homey })
  const made = JSON.parse(
    await run(
      ...['key', 'create', '--hub', 'Home', '--name', 'Helper', '--json', '--expires', '1d'],
      ...['--undo', 'restore', '--permission', ...BUILDER],
    ),
  )
  {
    await using gateway = await running<{ url: string }>(['start', '--port', '0', ...at, '--json'])
    const { url } = gateway.ready
    await caller(url, made.key)('POST', FLOWS, flowOf([], { name: 'Left\u001b[31m behind' }))
    const traces = await run('key', 'traces', made.id)
    assert.match(traces, /What "Helper" left behind/)
    assert.match(traces, /Flow "Left\?\[31m behind" was created/)
    const shown = await run('key', 'show', made.id)
    assert.match(shown, /then +everything that it changed is put back as it was/)
    assert.match(shown, /was created/)
    assert.match(
      await run('stop', '--undo', 'off'),
      /Stopped: nobody but you reaches Home.*switched off/s,
    )
    assert.equal((await send(url, 'GET', FLOWS, { key: made.key })).status, 403)
    assert.match(await run('key', 'show', made.id), /state +stopped/)
    assert.match(await run('resume', '--hub', 'Home'), /Goes on: Home.*switched on again/s)
    assert.match(await run('resume'), /Was not stopped: Home/)
    assert.equal((await send(url, 'GET', FLOWS, { key: made.key })).status, 200)
  }
  homey.fault = () => ({ kind: 'drop' })
  const waits = await run('key', 'revoke', made.id, '--undo', 'restore')
  assert.match(waits, /revoked at/)
  assert.match(waits, /The undo waits/)
  homey.fault = undefined
  await using gateway = await running<{ url: string }>(['start', '--port', '0', ...at, '--json'])
  await until(async () => house({ homey }) === before)
  assert.equal((await send(gateway.ready.url, 'GET', FLOWS, { key: made.key })).status, 401)
  await until(async () => (await run('key', 'show', made.id)).includes('behind" deleted'))
  const wrong = await latchkey(['key', 'revoke', made.id, '--undo', 'everything', ...at])
  assert.equal(wrong.code, 64)
  assert.match(wrong.err, /off, restore, leave/)
})
