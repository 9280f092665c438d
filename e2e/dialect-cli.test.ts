// The unmodified Homey CLI, which speaks V3, at a Pro 2019 through the gateway: the flow that it makes
// is in the hub's own form, and starts there.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { openWorld, temporaryDirectory } from './world.ts'

const HOMEY = resolve(import.meta.dirname, '../node_modules/.bin/homey')

test('the CLI makes a flow on a Pro 2019, reads it back, and starts it', async () => {
  await using world = await openWorld({ generation: 'pro-2019' })
  using home = temporaryDirectory()
  const token = await world.key('flow:create', 'flow:read', 'flow:start')
  const run = async <T>(...words: string[]): Promise<T> => {
    const options = { env: { ...process.env, HOME: home.path, NO_COLOR: '1' }, timeout: 60_000 }
    const at = ['--address', world.url, '--token', token, '--json']
    return new Promise((done, fail) => {
      execFile(HOMEY, ['api', ...words, ...at], options, (error, stdout, stderr) => {
        if (error) fail(new Error(`${stdout}${stderr}`))
        else done((stdout.trim() === '' ? undefined : JSON.parse(stdout)) as T)
      })
    })
  }
  const trigger = { id: 'homey:manager:flow:programmatic_trigger', args: {} }
  const text = {
    id: 'homey:manager:notifications:create_notification',
    args: { text: 'By hand' },
    group: 'then',
  }
  const body = { name: 'By CLI', trigger, conditions: [], actions: [text] }
  const { id } = await run<{ id: string }>('flow', 'create-flow', '--body', JSON.stringify(body))
  const read = await run<{ trigger: { id: string } }>('flow', 'get-flow', '--id', id)
  assert.equal(read.trigger.id, trigger.id)
  await run('flow', 'trigger-flow', '--id', id)
  const said = world.homey.state.effects.filter((one) => one.kind === 'notification-created')
  assert.deepEqual(
    said.map((one) => one['excerpt']),
    ['By hand'],
  )
})
