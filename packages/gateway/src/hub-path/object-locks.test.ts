// Work on one object is done in turn, on two at once; failed work lets the next one in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ObjectLocks } from './object-locks.ts'

test('work with one name is done one after the other, in order, and a failure lets the next one in', async () => {
  const locks = new ObjectLocks()
  const steps: string[] = []
  const first = Promise.withResolvers<void>()
  const work = (name: string, until?: Promise<void>) => async () => {
    steps.push(`begin ${name}`)
    await until
    steps.push(`end ${name}`)
    if (name === 'one') throw new Error('failed')
  }
  const one = locks.run('x', work('one', first.promise))
  const two = locks.run('x', work('two'))
  await locks.run('y', work('other'))
  assert.deepEqual(steps, ['begin one', 'begin other', 'end other'])
  first.resolve()
  await assert.rejects(one, /failed/)
  await two
  assert.deepEqual(steps.slice(3), ['end one', 'begin two', 'end two'])
})
