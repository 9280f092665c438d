// Two stories of one object, in every order in which they can arrive.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Item } from '../limits/home.ts'
import { Moments } from './moments.ts'
import { LATEST, Shelf, WRITTEN } from './shelf.ts'

const EVENT = { uri: 'homey:manager:zones', event: 'zone.update', data: null }

function world(kind: 'zone' | 'device' = 'zone') {
  const moments = new Moments()
  let time = 0
  const shelf = new Shelf(kind, moments, () => time)
  const listed = (...items: Item[]) => new Map(items.map((item) => [String(item['id']), item]))
  const pass = (milliseconds: number) => {
    time += milliseconds
  }
  return { shelf, moments, listed, pass, name: () => shelf.get('a')?.['name'] }
}

const named = (name: string): Item => ({ id: 'a', name })

test('1. an answer never puts an older state over an event that came meanwhile', () => {
  const { shelf, moments, listed, name } = world()
  shelf.takeList(moments.next(), listed(named('old')))
  const began = moments.next()
  shelf.takeEvent('a', named('new'), EVENT)
  shelf.takeList(began, listed(named('old')))
  assert.equal(name(), 'new')
  assert.ok(shelf.doubts.any('answer'), 'and is read again')
  const again = moments.next()
  shelf.takeEvent('a', named('newer'), EVENT)
  assert.deepEqual(shelf.takeOne(again, 'a', named('old')), [])
  assert.equal(name(), 'newer')
  shelf.takeOne(moments.next(), 'a', named('newest'))
  assert.equal(name(), 'newest')
  assert.ok(!shelf.doubts.any('answer'))
})

test('2. an answer never puts an older state over what was written meanwhile', () => {
  const { shelf, moments, listed, name } = world()
  shelf.takeList(moments.next(), listed(named('old')))
  const [read, write] = [moments.next(), moments.next()]
  shelf.takeWritten(write, 'a', named('mine'))
  shelf.takeList(read, listed(named('old')))
  assert.equal(name(), 'mine')
})

test('3. an event between a write and its answer is its own, or leaves a doubt', () => {
  for (const [told, isDoubted] of [
    ['mine', false],
    ['theirs', true],
  ] as const) {
    const { shelf, moments, listed } = world()
    shelf.takeList(moments.next(), listed(named('old')))
    const began = moments.next()
    shelf.takeEvent('a', named(told), EVENT)
    shelf.takeWritten(began, 'a', named('mine'))
    assert.equal(shelf.doubts.any('state'), isDoubted, told)
    shelf.takeOne(moments.next(), 'a', named('mine'))
    if (isDoubted) shelf.takeEvent('a', named('before'), EVENT)
    assert.equal(shelf.get('a')?.['name'], 'mine', 'a second event from before')
  }
})

test('4. an event from before a write does not take it back', () => {
  const { shelf, moments, listed, name, pass } = world()
  shelf.takeList(moments.next(), listed(named('old')))
  shelf.takeWritten(moments.next(), 'a', named('mine'))
  shelf.takeEvent('a', named('before'), EVENT)
  assert.equal(name(), 'mine')
  assert.ok(shelf.doubts.any('state'), 'should it be from after, it is read')
  shelf.takeOne(moments.next(), 'a', named('mine'))
  shelf.takeEvent('a', named('mine'), EVENT)
  assert.ok(!shelf.doubts.any('state'))
  shelf.takeEvent('a', named('after'), EVENT)
  assert.equal(name(), 'after', 'after the echo events count again')
  shelf.takeWritten(moments.next(), 'a', named('mine too'))
  pass(LATEST)
  shelf.takeEvent('a', named('much later'), EVENT)
  assert.equal(name(), 'much later', 'a hub that never echoes is not waited for')
})

test('4. nor after a read that settled what a write did', () => {
  const { shelf, moments, listed, name } = world()
  shelf.takeList(moments.next(), listed(named('old')))
  shelf.doubts.add('a', 'state', moments.next(), WRITTEN)
  shelf.takeOne(moments.next(), 'a', named('mine'))
  shelf.takeEvent('a', named('before'), EVENT)
  assert.equal(name(), 'mine')
})

test('5. what is deleted stays deleted', () => {
  const { shelf, moments, listed } = world()
  const began = moments.next()
  shelf.takeList(began, listed(named('old')))
  const read = moments.next()
  shelf.takeDeletion('a')
  shelf.takeEvent('a', named('late'), EVENT)
  shelf.takeList(read, listed(named('old')))
  shelf.takeOne(read, 'a', named('old'))
  shelf.takeWritten(read, 'a', named('old'))
  assert.equal(shelf.items.size, 0)
})

test('6. what was created while a list was read stays, and what a list lacks goes', () => {
  const { shelf, moments, listed } = world()
  shelf.takeList(moments.next(), listed(named('old'), { id: 'gone' }))
  const began = moments.next()
  shelf.takeEvent('new', { id: 'new' }, EVENT)
  const changes = shelf.takeList(began, listed(named('old')))
  assert.deepEqual([...shelf.items.keys()], ['a', 'new'])
  assert.deepEqual(
    changes.map(({ change, id }) => [change, id]),
    [['delete', 'gone']],
  )
})

test('where an object stands is said in lists only, and is kept', () => {
  const { shelf, moments, listed } = world()
  const placed = (order: number): Item => ({ ...named('mine'), order })
  shelf.takeList(moments.next(), listed({ id: 'b', order: 0 }))
  shelf.takeWritten(moments.next(), 'a', named('mine'))
  assert.ok(shelf.doubts.ofAll, 'one more moves others')
  const began = moments.next()
  shelf.takeEvent('a', named('mine'), EVENT)
  shelf.takeList(began, listed({ id: 'b', order: 0 }, placed(1)))
  shelf.takeOne(moments.next(), 'a', named('mine'))
  assert.deepEqual(shelf.get('a'), placed(1))
  const later = moments.next()
  shelf.takeEvent('a', named('theirs'), EVENT)
  shelf.takeList(later, listed(placed(0)))
  assert.deepEqual(shelf.get('a'), { ...named('theirs'), order: 0 })
  shelf.takeOne(moments.next(), 'a', named('theirs'))
  assert.ok(!shelf.doubts.any('answer'))
})

test('values of capabilities: the later time counts, and a writer’s clock does not', () => {
  const { shelf, moments, listed } = world('device')
  const at = (second: number) => new Date(second * 1000).toISOString()
  const device = (value: number, second: number): Item => ({
    id: 'a',
    capabilitiesObj: { dim: { id: 'dim', value, lastUpdated: at(second) } },
  })
  const value = () => JSON.stringify(shelf.get('a')?.['capabilitiesObj'])
  const tell = (to: number, second: number, isHubsTime = true) =>
    shelf.takeValue('a', { capabilityId: 'dim', value: to, at: at(second), isHubsTime }, EVENT)
  shelf.takeList(moments.next(), listed(device(1, 10)))
  const began = moments.next()
  tell(2, 20)
  shelf.takeOne(began, 'a', device(1, 10))
  assert.match(value(), /"value":2/, 'the answer is from before the event')
  const second = moments.next()
  tell(3, 30)
  shelf.takeOne(second, 'a', device(4, 40))
  assert.match(value(), /"value":4/, 'the answer is from after it')
  tell(3, 35)
  assert.match(value(), /"value":4/, 'an event that comes after a later answer')
  tell(5, 4000, false)
  assert.match(value(), /"value":5/)
  assert.ok(shelf.doubts.any('answer'), 'when it was, only the hub can say')
  tell(6, 50)
  assert.match(value(), /"value":6/, 'a wrong clock does not shut out later events')
})

test('a value that was written is awaited until its event comes', () => {
  const { shelf, moments, listed } = world('device')
  const began = moments.next()
  const capabilitiesObj = { dim: { id: 'dim', value: 0, lastUpdated: null } }
  shelf.takeList(began, listed({ id: 'a', capabilitiesObj }))
  const told = { capabilityId: 'dim', at: new Date(1).toISOString(), isHubsTime: true }
  const write = moments.next()
  shelf.takeSet(write, 'a', 'dim', 1)
  assert.ok(shelf.doubts.any('state'))
  shelf.takeValue('a', { ...told, value: 0.5 }, EVENT)
  assert.ok(shelf.doubts.any('state'), 'another value may be from before')
  shelf.takeValue('a', { ...told, value: 1 }, EVENT)
  assert.ok(!shelf.doubts.any('state'))
  shelf.takeSet(write, 'a', 'dim', 1)
  assert.ok(!shelf.doubts.any('state'), 'its event came before the answer')
})
