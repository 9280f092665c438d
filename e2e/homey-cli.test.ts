// The unmodified Homey CLI through the gateway, run as a person runs it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { openWorld, temporaryDirectory } from './world.ts'

const HOMEY = resolve(import.meta.dirname, '../node_modules/.bin/homey')

/** Runs `homey api …` with a home directory of its own; gives back its exit code and what it said. */
function homey(home: string, ...words: string[]): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    const options = { env: { ...process.env, HOME: home, NO_COLOR: '1' }, timeout: 60_000 }
    execFile(HOMEY, ['api', ...words], options, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, said: `${stdout}${stderr}` })
    })
  })
}

test('the CLI makes a mood and a flow with a key for that, and is refused a reboot', async () => {
  await using world = await openWorld()
  using home = temporaryDirectory()
  const token = await world.key(
    'mood:create',
    'mood:read',
    'flow:create',
    'flow:read',
    'device:read',
  )
  const run = (...words: string[]) =>
    homey(home.path, ...words, '--address', world.url, '--token', token, '--json')

  const mood = await run('moods', 'create-mood', '--body', '{"name":"Reading","devices":{}}')
  assert.equal(mood.code, 0, mood.said)
  const { id } = JSON.parse(mood.said) as { id: string }
  assert.equal(world.homey.state.moods[id]?.name, 'Reading')

  const trigger = '{"id":"homey:manager:flow:programmatic_trigger","args":{}}'
  const body = `{"name":"By CLI","trigger":${trigger},"conditions":[],"actions":[]}`
  const flow = await run('flow', 'create-flow', '--body', body)
  assert.equal(flow.code, 0, flow.said)
  const read = await run('flow', 'get-flow', '--id', (JSON.parse(flow.said) as { id: string }).id)
  assert.equal((JSON.parse(read.said) as { name: string }).name, 'By CLI')

  const reboot = await run('system', 'reboot')
  assert.equal(reboot.code, 1)
  assert.match(reboot.said, /Latchkey: this key may not do system\.reboot\. It needs system:reboot/)
  assert.ok(!world.homey.requests.some((one) => one.path.endsWith('/reboot')))
})
