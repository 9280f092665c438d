// Two schedules hold together exactly when each of them holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAYS, isWithin, type Span } from './hours.ts'
import { bothHours } from './hours-both.ts'
import { hoursText, parseSpan } from './hours-text.ts'

const span = fc
  .record({
    days: fc.option(fc.subarray([...DAYS], { minLength: 1 })),
    from: fc.integer({ min: 0, max: 1439 }),
    until: fc.integer({ min: 1, max: 1440 }),
  })
  .filter(({ from, until }) => from !== until)
  .map(({ days, from, until }): Span => ({ ...(days && { days }), from, until }))
const hours = fc.array(span, { minLength: 1, maxLength: 3 })

test('hours in common', () => {
  const read = (text: string) => text.split(';').flatMap((one) => parseSpan(one) ?? [])
  const both = (one: string, other: string) => hoursText(bothHours(read(one), read(other)))
  assert.equal(both('mon-fri 08:00-18:00', 'fri,sat 12:00-22:00'), 'fri 12:00-18:00')
  assert.equal(both('22:00-07:00', 'mon 00:00-24:00'), 'mon 00:00-07:00; mon 22:00-24:00')
  assert.equal(both('sun 22:00-07:00', 'mon'), 'mon 00:00-07:00')
  assert.deepEqual(bothHours(read('mon'), read('tue')), [])
})

test('they hold exactly when each holds', () => {
  const moment = fc.record({
    day: fc.constantFrom(...DAYS),
    minute: fc.integer({ min: 0, max: 1439 }),
  })
  fc.assert(
    fc.property(hours, hours, fc.array(moment, { minLength: 30 }), (one, other, moments) => {
      const both = bothHours(one, other)
      const edges = [one, other, both].flat().flatMap(({ from, until }) => [from, until % 1440])
      const all = [
        ...moments,
        ...edges.flatMap((minute) => DAYS.map((day) => ({ day, minute: minute % 1440 }))),
      ]
      for (const { day, minute } of all) {
        const at = { day, minute, date: '' }
        assert.equal(isWithin(both, at), isWithin(one, at) && isWithin(other, at))
      }
    }),
    { numRuns: 200 },
  )
})
