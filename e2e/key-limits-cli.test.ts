// Keys with limits at the command line, as they are typed: with a gateway and without one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CanView, KeyView } from '@latchkey/gateway'
import { type KeyedVirtualHomey, startVirtualHomey } from '@latchkey/virtual-homey'
import { type Ran, running } from './terminal.ts'
import { typed as latchkey } from './typed.ts'
import { temporaryDirectory } from './world.ts'

interface Place extends AsyncDisposable {
  readonly homey: KeyedVirtualHomey
  readonly data: string
  /** Runs `latchkey key …` there. */
  key(...words: readonly string[]): Promise<Ran>
  /** The same with `--json`; fails unless it is done. */
  json<T>(...words: readonly string[]): Promise<T>
  create(...words: readonly string[]): Promise<KeyView>
}

/** A home called Home, and no gateway that runs. */
async function openPlace(): Promise<Place> {
  await using stack = new AsyncDisposableStack()
  const { path: data } = stack.use(temporaryDirectory())
  const homey = stack.use(await startVirtualHomey({ home: 'apartment' }))
  const at = ['--data', data]
  const hub = ['hub', 'add', '--name', 'Home', '--address', homey.address, '--key', '-', ...at]
  assert.equal((await latchkey(hub, homey.key)).code, 0)
  const key: Place['key'] = (...words) => latchkey(['key', ...words, ...at])
  const json = async <T>(...words: readonly string[]) => {
    const ran = await key(...words, '--json')
    assert.equal(ran.code, 0, ran.err)
    return JSON.parse(ran.out) as T
  }
  const create: Place['create'] = async (...words) => {
    const made = await json<{ id: string }>('create', '--hub', 'Home', '--name', 'Panel', ...words)
    return json<KeyView>('show', made.id)
  }
  const owned = stack.move()
  return { homey, data, key, json, create, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

const names = (list: readonly { readonly name: string | null }[] | undefined) =>
  list?.map((one) => one.name)

test('create takes every limit by name, with commas and repeated', async () => {
  await using place = await openPlace()
  const { limits } = await place.create(
    ...['--permission', 'device:read', 'flow:create'],
    ...['--zone', 'Kitchen,bedroom', '--zone', 'Hall', '--device', 'Ceiling light'],
    ...['--capability', 'onoff,dim', '--flow', 'Movie time', '--flow-folder', 'Daily'],
    ...['--mood', 'Movie', '--variable', 'Guests,Mode', '--dashboard', 'Phone'],
    ...['--script', 'Say hello', '--app', 'HomeyScript', '--own', '--drafts'],
    ...['--except-device', 'Curtains', '--except-zone', 'Garage'],
    ...['--card', 'homey:manager:logic:lt', '--card', 'homey:manager:logic:gt {"comparator": 5}'],
  )
  assert.deepEqual(names(limits?.zones), ['Kitchen', 'Bedroom', 'Hall'])
  assert.deepEqual(names(limits?.devices), ['Ceiling light'])
  assert.deepEqual(
    limits?.capabilities?.map((one) => one.id),
    ['onoff', 'dim'],
  )
  assert.deepEqual(names(limits?.flows), ['Movie time'])
  assert.deepEqual(names(limits?.flowFolders), ['Daily'])
  assert.deepEqual(names(limits?.moods), ['Movie'])
  assert.deepEqual(names(limits?.variables), ['Guests', 'Mode'])
  assert.deepEqual(names(limits?.dashboards), ['Phone'])
  assert.deepEqual(names(limits?.scripts), ['Say hello'])
  assert.deepEqual(names(limits?.apps), ['HomeyScript'])
  assert.deepEqual([limits?.own, limits?.drafts], [true, true])
  assert.deepEqual(names(limits?.except?.devices), ['Curtains'])
  assert.deepEqual(names(limits?.except?.zones), ['Garage'])
  assert.deepEqual(
    limits?.cards?.map(({ id, args }) => [id, args]),
    [
      ['homey:manager:logic:lt', undefined],
      ['homey:manager:logic:gt', { comparator: 5 }],
    ],
  )
})

test('show says limits in words, what rooms do not bound, and why it is full control', async () => {
  await using place = await openPlace()
  const { id } = await place.create(
    ...['--permission', 'device:read', 'user:read', '--zone', 'Kitchen', '--own'],
    ...['--except-zone', 'Garage', '--capability', 'onoff'],
  )
  const { out } = await place.key('show', id)
  assert.match(out, /^limits +zone Kitchen, with everything below it +[0-9a-f-]{36}$/m)
  assert.match(out, /^ +of its devices only onoff +onoff$/m)
  assert.match(out, /^ +not zone Garage, nor anything below it/m)
  assert.match(out, /^ +own: changes only what it made itself/m)
  assert.match(out, /do not bound these.*\n {2}user:read: /)
  assert.ok(!out.includes('WARNING'))
  const free = await place.create('--permission', 'flow:create')
  const text = (await place.key('show', free.id)).out
  assert.match(text, /^limits +none$/m)
  assert.match(text, /WARNING: whoever has this key.*\n {2}flow:create: A new Flow can hold/)
  assert.match((await place.key('list')).out, /LIMITS +PERMISSIONS\n.*zones/)
})

test('edit changes what is said and nothing else, through a gateway that runs', async () => {
  await using place = await openPlace()
  const { id } = await place.create('--permission', 'device:read', '--zone', 'Kitchen', '--own')
  await using _ = await running(['start', '--port', '0', '--json', '--data', place.data])
  const edit = (...words: readonly string[]) => place.json<KeyView>('edit', id, ...words)
  const more = await edit('--device', 'Curtains', '--add-permission', 'zone:read,flow:create')
  assert.deepEqual(Object.keys(more.limits ?? {}).sort(), ['devices', 'own', 'zones'])
  assert.deepEqual(more.permissions, ['device:read', 'flow:create', 'zone:read'])
  const except = await edit('--except-zone', 'Garage', '--except-device', 'Siren', '--drafts')
  assert.deepEqual(Object.keys(except.limits?.except ?? {}).sort(), ['devices', 'zones'])
  const other = await edit(
    '--lift',
    'zone,own',
    '--lift',
    'except-zone',
    '--except-device',
    'Thermostat',
  )
  assert.deepEqual(Object.keys(other.limits ?? {}).sort(), ['devices', 'drafts', 'except'])
  assert.deepEqual(Object.keys(other.limits?.except ?? {}), ['devices'])
  assert.deepEqual(names(other.limits?.except?.devices), ['Thermostat'])
  const named = await edit('--name', 'Wall', '--drop-permission', 'zone:read', '--expires', '2d')
  assert.deepEqual([named.name, named.permissions.length], ['Wall', 2])
  assert.equal(Math.round((Date.parse(named.expires ?? '') - Date.now()) / 3_600_000), 48)
  assert.equal((await edit('--expires', 'never')).expires, null)
  const free = await edit('--no-limits', '--permission', 'mood:read')
  assert.deepEqual([free.limits, free.permissions], [null, ['mood:read']])
})

test('the helper with Flows is made with own, and the terminal says so', async () => {
  await using place = await openPlace()
  const words = ['--hub', 'Home', '--name', 'Helper', '--permission', 'preset:flow-helper']
  const made = await place.key('create', ...words)
  assert.equal(made.code, 0, made.err)
  assert.match(made.err, /granted with the limit own/)
  assert.match(made.out, /^danger +change$/m)
})

test('can answers in words and as JSON', async () => {
  await using place = await openPlace()
  const { id } = await place.create('--permission', 'device:read', 'device:control')
  const said = async (...words: readonly string[]) => (await place.key('can', id, ...words)).out
  assert.match(await said('devices.getDevice', 'Curtains'), /^Yes: devices.getDevice on Curtains\./)
  assert.match(await said('flow.createFlow'), /^No: flow.createFlow\. .*needs flow:create/)
  assert.match(await said('GET /api/manager/devices/device'), /^Yes/)
  const depends = await place.json<CanView>('can', id, 'devices.setCapabilityValue', 'Front door')
  assert.equal(depends.verdict, 'depends')
})

const WRONG: readonly (readonly [words: readonly string[], code: number, said: RegExp])[] = [
  [['--zone', 'Kichen'], 64, /no zone "Kichen"\. Did you mean "Kitchen"\?/],
  [['--card', 'homey:manager:logic:lt {oops'], 64, /no JSON.*Quote it whole/],
  [['--drafts'], 64, /drafts does nothing/],
  [['--device', 'Siren', '--except-device', 'siren'], 64, /never cover/],
  [['--zone', ','], 64, /at least one/],
]

test('what cannot be is told with what to do', async () => {
  await using place = await openPlace()
  const words = ['--hub', 'Home', '--name', 'x', '--permission', 'device:read']
  for (const [limits, code, said] of WRONG) {
    const ran = await place.key('create', ...words, ...limits)
    assert.deepEqual([ran.code, ran.out], [code, ''], ran.err)
    assert.match(ran.err, said)
  }
  const { id } = await place.create('--permission', 'device:read')
  const edits: typeof WRONG = [
    [[], 64, /Say what is to change/],
    [['--lift', 'rooms'], 64, /"rooms" is no limit\. --lift takes: zone, device/],
    [['--no-limits', '--zone', 'Kitchen'], 64, /use --lift/],
  ]
  for (const [change, code, said] of edits) {
    const ran = await place.key('edit', id, ...change)
    assert.deepEqual([ran.code, ran.out], [code, ''], ran.err)
    assert.match(ran.err, said)
  }
  const can = await place.key('can', id, 'getDevice')
  assert.deepEqual([can.code, can.out], [64, ''])
  assert.match(can.err, /Did you mean devices\.getDevice/)
  await place.homey.close()
  const away = await place.key('create', ...words, '--zone', 'Kitchen')
  assert.deepEqual([away.code, away.out], [69, ''])
  assert.match(away.err, /cannot be looked up/)
})
