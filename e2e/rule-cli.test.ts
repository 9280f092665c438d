// House rules and restrictions at the command line, as they are typed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CanView, KeyView, RuleView } from '@latchkey/gateway'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { typed as latchkey } from './typed.ts'
import { temporaryDirectory } from './world.ts'

/** A home called Home, and no gateway that runs. */
async function openPlace() {
  await using stack = new AsyncDisposableStack()
  const { path: data } = stack.use(temporaryDirectory())
  const homey = stack.use(await startVirtualHomey({ home: 'apartment' }))
  const run = (...words: readonly string[]) => latchkey([...words, '--data', data])
  const hub = [
    'hub',
    'add',
    '--name',
    'Home',
    '--address',
    homey.address,
    '--key',
    '-',
    '--data',
    data,
  ]
  assert.equal((await latchkey(hub, homey.key)).code, 0)
  const json = async <T>(...words: readonly string[]) => {
    const ran = await run(...words, '--json')
    assert.equal(ran.code, 0, ran.err)
    return JSON.parse(ran.out) as T
  }
  const owned = stack.move()
  return { homey, run, json, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

test('rules are added, listed, paused, resumed and removed', { timeout: 180_000 }, async () => {
  await using place = await openPlace()
  const { run, json } = place
  const add = (...words: readonly string[]) =>
    json<RuleView>('rule', 'add', ...words, '--hub', 'Home')
  const locks = await add('locks', '--ask')
  assert.deepEqual([locks.kind, locks.effect, locks.hours], ['locks', 'ask', null])
  const quiet = await add('quiet', '--from', '23:00', '--until', '06:30', '--days', 'mon-fri')
  assert.deepEqual(quiet.hours, ['mon-fri 23:00-06:30'])
  assert.match(quiet.says.nl, /^Niets spreekt/)
  const own = await add(
    ...['own', '--name', 'Warm enough', '--zone', 'Kitchen', '--value', 'target_temperature>23'],
    ...['--permission', 'device:control', '--cap', '5/hour', '--key', 'Panel'],
  )
  const { zones, values, permissions } = own.about
  assert.equal(zones?.length, 1)
  assert.deepEqual(values, [{ capability: 'target_temperature', above: 23 }])
  assert.deepEqual(
    [permissions, own.cap, own.keys],
    [['device:control'], { calls: 5, per: 'hour' }, ['Panel']],
  )
  assert.equal((await json<RuleView>('rule', 'pause', own.id)).paused, true)
  const listed = await run('rule', 'list', '--hub', 'Home')
  assert.match(listed.out, /Warm enough +deny +paused/)
  assert.equal((await json<RuleView>('rule', 'resume', own.id)).paused, false)
  assert.equal((await run('rule', 'remove', own.id)).code, 0)
  const left = await json<RuleView[]>('rule', 'list', '--hub', 'Home')
  assert.deepEqual(
    left.map((one) => one.kind),
    ['locks', 'quiet'],
  )
})

test('bad rules are refused with what to do', { timeout: 180_000 }, async () => {
  await using place = await openPlace()
  const refused = async (...words: readonly string[]) => {
    const ran = await place.run('rule', 'add', ...words, '--hub', 'Home')
    assert.notEqual(ran.code, 0)
    return ran.err
  }
  assert.match(await refused('doors'), /a rule is one of: own, locks/)
  assert.match(await refused('calls'), /needs a number.*--cap 100\/hour/)
  assert.match(await refused('locks', '--ask', '--deny'), /not both/)
  assert.match(await refused('quiet', '--from', '22:00'), /Say both/)
  assert.match(await refused('quiet', '--hours', 'always'), /is no hours: write days/)
  assert.match(await refused('own', '--device', 'Nobody'), /has no device "Nobody"/)
  assert.match(await refused('own', '--value', 'locked'), /write it as 'locked=false'/)
  assert.match(await refused('locks', '--device', 'Front door'), /make a rule of the kind own/)
  const hides = await refused('own', '--device', 'Ceiling light', '--permission', 'device:read')
  assert.match(hides, /--except-device/)
  assert.match((await place.run('rule', 'pause', 'x')).err, /no rule with the id "x"/)
})

test('keys are restricted, shown, tried out and freed', { timeout: 180_000 }, async () => {
  await using place = await openPlace()
  const { json, run } = place
  const made = await json<{ id: string }>(
    ...[
      'key',
      'create',
      '--hub',
      'Home',
      '--name',
      'Panel',
      '--permission',
      'preset:control',
      'security-device:control',
    ],
    ...[
      '--schedule',
      'mon-fri 08:00-18:00',
      '--schedule',
      'sat',
      '--rate',
      'push=5/min,any=100/hour',
    ],
    ...['--ask-first', 'locks', '--ask-first-device', 'Ceiling light'],
  )
  const { restrictions } = await json<KeyView>('key', 'show', made.id)
  assert.deepEqual(restrictions?.schedule, ['mon-fri 08:00-18:00', 'sat'])
  assert.deepEqual(restrictions?.rates, ['push=5/min', 'any=100/hour'])
  assert.equal(restrictions?.askFirst?.length, 2)
  assert.match((await run('key', 'show', made.id)).out, /counts only mon-fri 08:00-18:00; sat/)
  const edited = await json<KeyView>(
    'key',
    'edit',
    made.id,
    '--lift',
    'schedule,rate',
    '--ask-first',
  )
  assert.deepEqual(edited.restrictions, { askFirst: [{}] })
  const bounded = await json<KeyView & { notes: readonly string[] }>(
    ...[
      'key',
      'edit',
      made.id,
      '--tool',
      'flow_enable=ask',
      '--tool-limit',
      'at-once=5,removals=0',
    ],
  )
  const { tools, toolLimits } = bounded.restrictions ?? {}
  assert.deepEqual([tools, toolLimits], [{ flow_enable: 'ask' }, { 'at-once': 5, removals: 0 }])
  assert.match(bounded.notes.join(), /holds at \/mcp/)
  assert.match((await run('key', 'show', made.id)).out, /by tools at-once=5/)
  assert.match((await run('key', 'edit', made.id, '--tool-limit', 'all')).err, /at-once=5/)
  const lifted = await json<KeyView>('key', 'edit', made.id, '--lift', 'tool-limit,tool')
  assert.deepEqual(lifted.restrictions, { askFirst: [{}] })
  const can = () =>
    json<CanView>('key', 'can', made.id, 'devices.setCapabilityValue', 'Front door/locked')
  assert.equal((await can()).reason, 'approval-needed')
  await json('rule', 'add', 'locks', '--hub', 'Home')
  const denied = await can()
  assert.deepEqual([denied.verdict, denied.reason], ['deny', 'forbidden'])
  assert.match(denied.message, /a rule of this house forbids this/i)
  const freed = await json<KeyView>('key', 'edit', made.id, '--no-restrictions')
  assert.equal(freed.restrictions, null)
  assert.match((await run('key', 'edit', made.id, '--rate', 'push')).err, /push=5\/min/)
})
