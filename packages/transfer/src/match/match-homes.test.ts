// Matching of the virtual homes, whose inventory tells which thing is which on every hub.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { INSIDE } from '../../../virtual-homey/src/homes/villa/inventory-inside.ts'
import { LEFT_BEHIND, OUTSIDE } from '../../../virtual-homey/src/homes/villa/inventory-outside.ts'
import { keyOf, type Thing } from '../../../virtual-homey/src/homes/villa/thing.ts'
import { openHome, TAKING } from '../homes.test-support.ts'
import type { Binding, TransferMapping } from '../mapping/mapping.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { matchHomes } from './match-homes.ts'

// A Pro 2019 takes its time.
const timeout = 120_000

interface Known {
  readonly snapshot: Snapshot
  /** Ids in the order in which things were paired. */
  readonly ids: readonly string[]
}

let villa: Known
let moved: Known
let begun: Known

async function known(home: string, generation: 'pro-2019' | 'pro-2023'): Promise<Known> {
  await using opened = await openHome({ home, generation })
  const snapshot = await takeSnapshot(opened.hub, { ...TAKING, cards: false })
  return { snapshot, ids: Object.keys(opened.homey.state.devices) }
}

before(
  async () => {
    villa = await known('villa', 'pro-2019')
    moved = await known('villa-moved', 'pro-2023')
    begun = await known('villa-begun', 'pro-2023')
  },
  { timeout },
)

const withParts = (things: readonly Thing[]): readonly string[] =>
  things.flatMap((thing) =>
    Array.from({ length: 1 + (thing.parts ?? 0) }, (_, part) => `${keyOf(thing)}/${part}`),
  )

/** Which device of the villa is which after the move, by the order in which the homes pair them. */
function truth(): ReadonlyMap<string, string> {
  const all = [...INSIDE, ...OUTSIDE]
  const found = all.filter((thing) => !LEFT_BEHIND.includes(keyOf(thing)))
  const strangers = ['stranger/0', 'stranger/1']
  const after = [...withParts(found.slice(60)), ...strangers, ...withParts(found.slice(0, 60))]
  assert.equal(after.length, moved.ids.length)
  const byKey = new Map(after.map((key, at) => [key, moved.ids[at] ?? '']))
  const rows = withParts(all).map((key, at) => [villa.ids[at] ?? '', byKey.get(key)] as const)
  return new Map(rows.flatMap(([id, target]) => (target === undefined ? [] : [[id, target]])))
}

const devicesOf = ({ bindings }: TransferMapping): ReadonlyMap<string, string | null> =>
  new Map(
    bindings.filter(({ kind }) => kind === 'device').map(({ source, target }) => [source, target]),
  )

test('villa to villa-moved: every device that is there, and no other', { timeout }, () => {
  const mapping = matchHomes(villa.snapshot, moved.snapshot)
  assert.deepEqual([...devicesOf(mapping)].sort(), [...truth()].sort())
  const missing = mapping.questions.filter(({ kind }) => kind === 'device')
  assert.ok(missing.every(({ band }) => band === 'missing'))
  const names = missing.flatMap(({ sources }) => sources.map(({ name }) => name))
  const groups = [...villa.snapshot.objects.device.values()]
    .filter(({ facts }) => facts['driverId'] === 'homey:app:com.sdn.group:group')
    .map(({ name }) => name)
  assert.equal(groups.length, 4, 'groups of an app, which is not there')
  assert.deepEqual(names.sort(), ['Pond dimmer', 'Saw', 'Weather', ...groups].sort())
  const bound = new Set(mapping.bindings.map(({ target }) => target))
  const strangers = [...moved.snapshot.objects.device.values()].filter(({ id }) => !bound.has(id))
  assert.deepEqual(strangers.map(({ name }) => name).sort(), ['Fjord Switch', 'Smart Plug'])
})

test('villa to villa-moved: rooms by name, apps and options by id, people by account', () => {
  const { bindings } = matchHomes(villa.snapshot, moved.snapshot)
  const of = (kind: Binding['kind']) => bindings.filter((binding) => binding.kind === kind)
  const { objects } = moved.snapshot
  assert.equal(of('zone').length, 40)
  assert.ok(of('app').every(({ source, target, by }) => source === target && by === 'same'))
  assert.equal(of('app').length, objects.app.size)
  for (const { source, target } of of('user')) {
    const account = villa.snapshot.objects.user.get(source)?.facts['athomId']
    assert.equal(objects.user.get(target ?? '')?.facts['athomId'], account)
  }
  assert.equal(of('user').length, 1)
  const owners = of('notification-owner').filter(({ source }) => source.startsWith('homey:device:'))
  assert.ok(owners.length > 150)
  const devices = devicesOf({ ...matchHomes(villa.snapshot, moved.snapshot) })
  for (const { source, target } of owners) {
    assert.equal(target, `homey:device:${devices.get(source.slice('homey:device:'.length))}`)
  }
})

test('9: identical bulbs without a key are one question, and none of them is guessed', () => {
  const { bindings, questions } = matchHomes(villa.snapshot, begun.snapshot)
  const twelve = questions.find(({ sources }) => sources.length === 12)
  assert.ok(twelve?.sources.every(({ name }) => name === 'LED Bulb'))
  assert.equal(twelve?.band, 'ambiguous')
  const target = new Set(twelve?.candidates.map((candidate) => candidate.target))
  assert.ok(target.size >= 12)
  assert.ok(bindings.every((binding) => !target.has(binding.target ?? '')))
})

test('what somebody has begun is known by its natural key, and what clashes is not', () => {
  const { bindings } = matchHomes(villa.snapshot, begun.snapshot)
  const names = (kind: Binding['kind']) =>
    bindings.filter((binding) => binding.kind === kind).map(({ sourceName }) => sourceName)
  assert.deepEqual(names('flow-folder'), ['Daily', 'Mornings'])
  assert.deepEqual(names('flow'), ['Good morning'])
  assert.deepEqual(names('dashboard'), ['Wall tablet'])
  const types = bindings.filter(({ kind }) => kind === 'variable')
  for (const { source, target } of types) {
    const typeIn = (home: Snapshot, id: string) => home.objects.variable.get(id)?.content['type']
    assert.equal(typeIn(villa.snapshot, source), typeIn(begun.snapshot, target ?? ''))
  }
})

test('a home is itself, twins included', () => {
  const same = matchHomes(villa.snapshot, villa.snapshot)
  const wrong = same.bindings.filter(({ source, target, kind }) => {
    const home = villa.snapshot.objects[kind]
    return source !== target && home.get(source)?.sha256 !== home.get(target ?? '')?.sha256
  })
  assert.deepEqual(wrong, [])
  assert.deepEqual(same.questions, [])
})

test('decisions win, those for nobody too, and what follows from them follows', () => {
  const first = matchHomes(villa.snapshot, begun.snapshot)
  const group = first.questions.find(({ sources }) => sources.length === 12)
  const [one, two] = group?.sources ?? []
  const wanted = group?.candidates[5]?.target ?? ''
  const row = {
    kind: 'device',
    by: 'user',
    evidence: [],
    sourceName: null,
    targetName: null,
  } as const
  const bindings: Binding[] = [
    { ...row, source: one?.id ?? '', target: wanted },
    { ...row, source: two?.id ?? '', target: null },
  ]
  const again = matchHomes(villa.snapshot, begun.snapshot, { ...first, bindings, questions: [] })
  assert.equal(devicesOf(again).get(one?.id ?? ''), wanted)
  assert.equal(devicesOf(again).get(two?.id ?? ''), null)
  const left = again.questions.find(({ sources }) => sources.length === 10)
  assert.ok(left && !left.candidates.some(({ target }) => target === wanted))
  const named = again.bindings.find(({ source }) => source === one?.id)
  assert.equal(named?.sourceName, 'LED Bulb')
  assert.deepEqual(matchHomes(villa.snapshot, begun.snapshot, again), again)
})
