// A transfer through a gateway whose owner has a word in it: who stopped everything, forbids something or
// wants to be asked is heard, in their own words, and nothing of it is taken for a lack of permissions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { type RunResult, transferTool } from './homes.ts'
import { running } from './terminal.ts'
import { typed as latchkey } from './typed.ts'

const read = <T>(text: string): T => JSON.parse(text) as T

interface Question {
  readonly id: string
  readonly state: string
}

test('the owner stops, forbids and is asked', { timeout: 180_000 }, async () => {
  using tool = transferTool()
  await using old = await startVirtualHomey({ home: 'apartment', seed: 1, name: 'Old' })
  await using homey = await startVirtualHomey({ home: 'apartment', seed: 2, name: 'New' })
  Object.assign(homey.state, { moods: {}, dashboards: {} })
  const own = async (...words: readonly string[]): Promise<string> => {
    const ran = await latchkey([...words, '--data', tool.data])
    assert.equal(ran.code, 0, `${words.join(' ')}: ${ran.err}`)
    return ran.out
  }
  for (const [name, { address, key }] of Object.entries({ Old: old, New: homey })) {
    const add = ['hub', 'add', '--name', name, '--address', address, '--key', '-']
    assert.equal((await latchkey([...add, '--data', tool.data], key)).code, 0)
  }
  await using _ = await running(['start', '--port', '0', '--json', '--data', tool.data])
  const run = () =>
    tool.run(
      'run',
      '--from',
      'Old',
      '--to',
      'New',
      '--only',
      'moods',
      'dashboards',
      '--yes',
      '--json',
    )

  await own('stop', '--hub', 'New')
  const stopped = await run()
  assert.equal(stopped.code, 7, stopped.err)
  assert.match(stopped.err, /the owner has stopped every app, script and agent/)
  await own('resume', '--hub', 'New')

  const rule = ['rule', 'add', 'own', '--hub', 'New', '--operation']
  await own(...rule, 'dashboards.createDashboard', '--deny', '--name', 'No dashboards')
  await own(...rule, 'moods.createMood', '--ask', '--name', 'Moods')
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const going = run().finally(resolve)
  let isOver = false
  void over.then(() => {
    isOver = true
  })
  // The gateway keeps a call for some seconds, so that a quick answer is not noticed; this one comes later.
  const pending = ['audit', '--reason', 'approval-pending', '--json']
  while (!isOver && read<unknown[]>(await own(...pending)).length === 0) await setTimeout(250)
  let said = 0
  while (!isOver) {
    for (const { id } of read<Question[]>(await own('approvals', 'list', '--json'))) {
      await own('approvals', 'yes', id)
      said++
    }
  }
  const ran = await going
  const moods = Object.keys(old.state.moods).length
  assert.equal(said, moods)
  assert.equal(Object.keys(homey.state.moods).length, moods, ran.err)
  assert.deepEqual(homey.state.dashboards, {})
  assert.match(ran.err, /Waiting for an answer \(latchkey approvals\): .*the owner is being asked/)
  const result = read<RunResult & { objects: { failed: readonly { what: string }[] } }>(ran.out)
  assert.deepEqual(
    result.objects.failed.map(({ what }) => what.includes('a rule of this house forbids this')),
    [true, true],
    JSON.stringify(result.objects.failed),
  )
  assert.equal(ran.code, 8)
})
