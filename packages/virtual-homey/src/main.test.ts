// The command: it says where the hub is, keeps it running, saves it when it stops, and says what was
// wrong with its options.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { readCommand } from './command-line.ts'
import { startVirtualHomey } from './index.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

function run(...words: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--conditions=latchkey-source', MAIN, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

test('the hub runs until it is stopped, and is saved', { timeout: 20_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'virtual-homey-'))
  const file = join(folder, 'hub.json')
  const child = run('--home', 'empty', '--json', '--save', file, '--fault', 'GET -> refuse 429')
  try {
    const [line] = child.stdout ? await once(child.stdout, 'data') : []
    const { address, key, controlToken, generation } = JSON.parse(String(line))
    assert.deepEqual([generation, controlToken.length], ['pro-2023', 32])
    const headers = { authorization: `Bearer ${key}` }
    const refused = await fetch(`${address}/api/manager/zones/zone`, { headers })
    assert.equal(refused.status, 429)
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [0, null])
    await using again = await startVirtualHomey({ state: file })
    assert.equal(again.key, key)
  } finally {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
})

test('options become a hub', () => {
  assert.deepEqual(readCommand(['--home', 'villa', '--generation', 'cloud', '--port', '8080']), {
    options: { home: 'villa', generation: 'cloud', port: 8080, latency: 0 },
    ...{ faults: [], json: false, save: undefined },
  })
  assert.deepEqual(readCommand(['--state', 'x.json'])?.options, {
    ...{ state: 'x.json', port: 0, latency: 0 },
  })
  assert.equal(readCommand(['--help']), undefined)
  assert.throws(() => readCommand(['--generation', 'old']), /There is no "old" here/)
  assert.throws(() => readCommand(['--port', 'x']), /--port is a number from 0 to 65535, not "x"/)
  assert.throws(() => readCommand(['--colour', 'red']), /--colour/)
})
