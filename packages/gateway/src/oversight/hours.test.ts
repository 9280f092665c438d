// Hours by the clock on the wall, on the nights on which it is changed: what the clock skips does not come, what
// it repeats comes twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWithin, nextChange } from './hours.ts'
import { hoursText, parseSpan, spanText } from './hours-text.ts'
import { wallClockOf } from './wall-clock.ts'

const clockOf = (zone: string) => {
  const clock = wallClockOf(zone)
  assert.ok(clock, zone)
  return clock
}
const span = (text: string) => {
  const found = parseSpan(text)
  assert.ok(found, text)
  return found
}

const AMSTERDAM = clockOf('Europe/Amsterdam')
const at = (time: string) => Date.parse(time)

for (const [time, shown] of [
  ['2026-03-29T00:59:59Z', '2026-03-29 sun 01:59'],
  ['2026-03-29T01:00:00Z', '2026-03-29 sun 03:00'],
  ['2026-10-25T00:30:00Z', '2026-10-25 sun 02:30'],
  ['2026-10-25T01:30:00Z', '2026-10-25 sun 02:30'],
  ['2026-10-25T02:00:00Z', '2026-10-25 sun 03:00'],
  ['2026-12-31T23:30:00Z', '2027-01-01 fri 00:30'],
  ['1969-12-31T23:30:00Z', '1970-01-01 thu 00:30'],
] as const) {
  test(`the clock in Amsterdam at ${time} shows ${shown}`, () => {
    const { date, day, minute } = AMSTERDAM(at(time))
    const hour = String(Math.floor(minute / 60)).padStart(2, '0')
    assert.equal(`${date} ${day} ${hour}:${String(minute % 60).padStart(2, '0')}`, shown)
  })
}

test('the clock agrees with the way that dates are written in Sweden, in any zone at any time', () => {
  const zones = ['Europe/Amsterdam', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu']
  const time = fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2050-01-01T00:00:00Z') })
  fc.assert(
    fc.property(fc.constantFrom(...zones), time, (timeZone, now) => {
      const { date, minute } = clockOf(timeZone)(now)
      const [day, clock = ''] = new Date(now).toLocaleString('sv-SE', { timeZone }).split(' ')
      const [hours = 0, minutes = 0] = clock.split(':').map(Number)
      assert.deepEqual([date, minute], [day, hours * 60 + minutes])
    }),
  )
})

for (const [text, time, within] of [
  // 02:00 to 03:00 does not come in spring: 01:59 is before it, and the next minute is 03:00.
  ['02:00-03:00', '2026-03-29T00:59:00Z', false],
  ['02:00-03:00', '2026-03-29T01:00:00Z', false],
  ['01:00-04:00', '2026-03-29T01:00:00Z', true],
  // In autumn it comes twice.
  ['02:00-03:00', '2026-10-25T00:15:00Z', true],
  ['02:00-03:00', '2026-10-25T01:15:00Z', true],
  ['02:00-03:00', '2026-10-25T02:00:00Z', false],
  // A night belongs to the day on which it begins.
  ['fri 22:00-07:00', '2026-11-27T21:30:00Z', true],
  ['fri 22:00-07:00', '2026-11-28T05:59:00Z', true],
  ['fri 22:00-07:00', '2026-11-28T06:00:00Z', false],
  ['fri 22:00-07:00', '2026-11-28T22:00:00Z', false],
  ['fri 22:00-07:00', '2026-11-27T05:00:00Z', false],
  ['mon-fri 08:00-18:00', '2026-11-23T07:00:00Z', true],
  ['mon-fri 08:00-18:00', '2026-11-23T17:00:00Z', false],
  ['sat,sun', '2026-11-22T22:59:00Z', true],
  ['sat,sun', '2026-11-22T23:00:00Z', false],
] as const) {
  test(`${time} is ${within ? 'within' : 'outside'} ${text}`, () => {
    assert.equal(isWithin([span(text)], AMSTERDAM(at(time))), within)
  })
}

test('hours change next when they do', () => {
  const hours = [span('mon-fri 08:00-18:00')]
  const next = (time: string) => new Date(nextChange(hours, at(time), AMSTERDAM) ?? 0).toISOString()
  assert.equal(next('2026-11-23T10:00:30Z'), '2026-11-23T17:00:00.000Z')
  assert.equal(next('2026-11-27T17:00:00Z'), '2026-11-30T07:00:00.000Z')
  // Summer time ends in between: eight o'clock is an hour later.
  assert.equal(next('2026-10-23T16:00:00Z'), '2026-10-26T07:00:00.000Z')
  assert.equal(nextChange([span('mon-sun')], at('2026-11-23T10:00:00Z'), AMSTERDAM), undefined)
})

test('what is written is read back', () => {
  for (const text of ['mon-fri 08:00-18:00', 'sat,sun', '22:00-07:00', 'mon,wed', 'mon-sun']) {
    assert.equal(spanText(span(text)), text)
  }
  assert.equal(spanText(span('sun-tue 08:00-24:00')), 'mon,tue,sun 08:00-24:00')
  assert.equal(hoursText([span('mon'), span('22:00-00:00')]), 'mon; 22:00-24:00')
})

test('what is no hours is none', () => {
  for (const text of [
    '',
    'monday',
    'mon-',
    '8-18',
    '08:00',
    '25:00-07:00',
    '08:00-08:00',
    'mon 08:60-09:00',
    'x 08:00-09:00',
    '-',
  ]) {
    assert.equal(parseSpan(text), undefined, text)
  }
  assert.equal(wallClockOf('Europe/Nowhere'), undefined)
})
