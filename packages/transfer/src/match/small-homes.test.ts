// Matching of small homes, each made for one question.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TransferMapping } from '../mapping/mapping.ts'
import { matchHomes } from './match-homes.ts'
import { Draw, type Paired, snapshotOf } from './synthetic-home.test-support.ts'

const devicesOf = ({ bindings }: TransferMapping): ReadonlyMap<string, string | null> =>
  new Map(
    bindings.filter(({ kind }) => kind === 'device').map(({ source, target }) => [source, target]),
  )

const draw = new Draw(1)
const plug = (name: string, more: Partial<Paired> = {}): Paired => ({
  ...{ id: draw.id(), name, room: 'root', driver: 'homey:app:a.b:plug', class: 'socket' },
  ...{ capabilities: ['onoff'], ...more },
})
const root = { id: 'root', name: 'Home', in: null }
const room = (id: string, name: string) => ({ id, name, in: 'root' })

test('14: a room is the same whatever its capitals and spaces; one of two alike is asked for', () => {
  const source = snapshotOf('s', [root, room('k', 'Kitchen'), room('l', 'Lamp')], [])
  const rooms = [room('k2', 'kitchen '), room('l1', 'Lamp'), room('l2', 'Lamp')]
  const mapping = matchHomes(source, snapshotOf('t', [{ ...root, name: 'Thuis' }, ...rooms], []))
  const pairs = mapping.bindings.map(({ source: from, target }) => [from, target])
  assert.deepEqual(pairs.sort(), [
    ['k', 'k2'],
    ['root', 'root'],
  ])
  const [question] = mapping.questions
  assert.deepEqual(question?.sources, [{ id: 'l', name: 'Lamp' }])
  assert.deepEqual(
    question?.candidates.map(({ target }) => target),
    ['l1', 'l2'],
  )
})

test('channels go to channels, with their device and in their order', () => {
  const parts = (id: string, token: string, order: readonly number[]): Paired[] => [
    plug('Double', { id, data: { token }, shown: { zw_node_id: id } }),
    ...order.map((channel) =>
      plug(`Double (${channel})`, {
        id: `${id}.${channel}`,
        data: { token, multiChannelNodeId: channel },
        shown: { zw_node_id: `${id}.${channel}` },
      }),
    ),
  ]
  const source = snapshotOf('s', [root], [...parts('6', 'x', [1, 2, 3]), plug('TV')])
  const target = snapshotOf('t', [root], [plug('TV'), ...parts('9', 'y', [2, 1])])
  const mapping = matchHomes(source, target)
  const pairs = [...devicesOf(mapping)].filter(([id]) => id.startsWith('6'))
  assert.deepEqual(pairs.sort(), [
    ['6', '9'],
    ['6.1', '9.1'],
    ['6.2', '9.2'],
  ])
  assert.deepEqual(
    mapping.questions.map(({ band, sources }) => [band, sources[0]?.id]),
    [['missing', '6.3']],
  )
})

test('what a radio says in passing is no key', () => {
  const passing = { token: '00aa11bb22cc33dd', nodeId: '1234567', productId: '123456' }
  const source = snapshotOf('s', [root], [plug('Fan', { data: passing })])
  const target = snapshotOf('t', [root], [plug('Fridge', { data: passing })])
  assert.equal(devicesOf(matchHomes(source, target)).size, 0)
})

test('two things with different addresses are two, whatever they are called', () => {
  const at = (name: string, zb_ieee_address: string) => plug(name, { shown: { zb_ieee_address } })
  const source = snapshotOf('s', [root], [at('Fan', '00158d0000000001'), plug('Lamp')])
  const target = snapshotOf('t', [root], [at('Fan', '00158d0000000002'), plug('Lamp')])
  const mapping = matchHomes(source, target)
  const fan = mapping.questions.find(({ sources }) => sources[0]?.name === 'Fan')
  assert.equal(fan?.band, 'missing')
})

test('one of its kind in the right room is likely, and is not taken unasked', () => {
  const kitchen = room('k', 'Kitchen')
  const source = snapshotOf('s', [root, kitchen], [plug('Kettle', { room: 'k' })])
  const target = snapshotOf('t', [root, kitchen], [plug('Plug', { room: 'k' })])
  const mapping = matchHomes(source, target)
  assert.equal(devicesOf(mapping).size, 0)
  const [question] = mapping.questions
  assert.equal(question?.band, 'likely')
  assert.deepEqual(question?.candidates[0]?.evidence, [
    { what: 'same driver', weight: 5 },
    { what: 'same capabilities', weight: 2 },
    { what: 'same room', weight: 4 },
  ])
})

test('a name of its own identifies a thing, unless its room is another one', () => {
  const rooms = [root, room('k', 'Kitchen'), room('h', 'Hall')]
  // In a home of many names, one of them tells a lot.
  const others = Array.from({ length: 60 }, (_, at) => plug(`Number ${at}`, { class: 'other' }))
  const own = [plug('Kettle', { room: 'k' }), plug('Fan', { room: 'k' })]
  const source = snapshotOf('s', rooms, [...own, ...others])
  const paired = (name: string, at: string) => plug(name, { room: at })
  const found = (...devices: Paired[]) => {
    const { bindings } = matchHomes(source, snapshotOf('t', rooms, devices))
    return bindings.filter(({ kind }) => kind === 'device').map(({ sourceName }) => sourceName)
  }
  assert.deepEqual(found(paired('Kettle', 'root'), paired('Fan', 'root')), ['Fan', 'Kettle'])
  assert.deepEqual(found(paired('kettle ', 'k'), paired('Fan', 'h')), ['Kettle'])
  assert.deepEqual(found(paired('Fan', 'k'), paired('Smart thing', 'k')), ['Fan'])
})

test('a channel whose device is not known may be no other channel', () => {
  const part = (id: string, channel: number) =>
    plug('Wall', { id, data: { subDeviceId: `channel${channel}` } })
  const source = snapshotOf('s', [root], [part('s1', 1), part('s2', 2)])
  const target = snapshotOf('t', [root], [part('t2', 2), part('t3', 3)])
  const { questions } = matchHomes(source, target)
  assert.deepEqual(
    questions.map(({ sources, candidates }) => [
      sources.map(({ id }) => id),
      candidates.map((candidate) => candidate.target),
    ]),
    [
      [['s1'], []],
      [['s2'], ['t2']],
    ],
  )
})
