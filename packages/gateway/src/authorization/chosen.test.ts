// What comes from the consent form may be narrower than what was asked for, and nothing else (case 20): whatever
// is posted, what is given covers, affects, lasts and counts no more than what was asked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DANGERS, type Limits } from '@latchkey/catalogue'
import fc from 'fast-check'
import { type CoveredKind, coverageOf } from '../limits/coverage.ts'
import { HOME_KINDS } from '../limits/home.ts'
import * as home from '../limits/small-home.test-support.ts'
import { DAYS, type Hours, isWithin } from '../oversight/hours.ts'
import { parseSpan } from '../oversight/hours-text.ts'
import { allOf, type Choice, PICK_NAMES, PICKS, type PickedList } from './choice.ts'
import { type Chosen, chosenOf, type KnownIds } from './chosen.ts'
import { type Floor, NO_FLOOR } from './floor.ts'
import { type HeldGrant, type Offer, offerOn } from './offer.ts'

const OFFERED = ['device:read', 'device:control', 'flow:read', 'flow:start', 'flow:update']

const IDS: Readonly<Record<PickedList, readonly string[]>> = {
  zones: [home.KITCHEN, home.PANTRY, home.BEDROOM],
  devices: [home.LAMP, home.BED, home.LOCK, home.MIXED],
  flows: [home.COOK, home.SLEEP, home.STRANGE, home.STARTER, home.CANVAS],
  flowFolders: [home.FOLDER, home.INNER, home.OUTER],
  moods: [home.MOOD, home.BED_MOOD],
  variables: [home.VARIABLE, home.OTHER],
  dashboards: [home.BOARD],
  scripts: ['example-one'],
  apps: ['com.example'],
}
const KNOWN: KnownIds = Object.fromEntries(
  Object.entries(IDS).map(([list, ids]) => [list, new Set(ids)]),
)

const offer = (floor: Partial<Floor> = {}): Offer => ({
  ...{ permissions: OFFERED, unasked: [], absent: [], beyond: [] },
  ...{ held: undefined, isApart: false },
  floor: { ...NO_FLOOR, ...floor },
})
const choose = (of: Offer, choice: Partial<Choice>) =>
  chosenOf(of, { ...allOf(['device:read']), ...choice }, KNOWN)
const hours = (text: string): Hours => text.split(';').flatMap((one) => parseSpan(one) ?? [])

test('a request for one room does not become one for another, nor for the house', () => {
  const kitchen = offer({ limits: { zones: [home.KITCHEN] } })
  assert.equal(choose(kitchen, { only: { where: { zones: [home.BEDROOM] } } }), 'wider')
  const more = { where: { zones: [home.KITCHEN], devices: [home.LOCK] } }
  assert.equal(choose(kitchen, { only: more }), 'wider')
  assert.equal(choose(kitchen, {}), 'wider')
  assert.deepEqual(choose(kitchen, { only: { where: { zones: [home.KITCHEN] } } }), {
    ...{ permissions: ['device:read'], limits: { zones: [home.KITCHEN] } },
    ...{ restrictions: null, life: null },
  })
})

test('a Flow may not be named where that would be more than what was asked for', () => {
  const flows = { flows: { flows: [home.STRANGE] } }
  for (const limits of [{ zones: [home.KITCHEN] }, { own: true }, { drafts: true }] as const) {
    const where = 'zones' in limits ? { where: limits } : {}
    assert.equal(choose(offer({ limits }), { only: { ...where, ...flows } }), 'wider')
  }
  const named = offer({ limits: { flows: [home.COOK] } })
  const rooms = { where: { zones: [home.KITCHEN] } }
  const cook = { flows: { flows: [home.COOK] } }
  assert.equal(choose(named, { only: { ...cook, ...rooms } }), 'wider', 'Flows of the room as well')
  assert.equal(choose(named, { only: cook }) instanceof Object, true)
})

test('what the request says of hours, questions and life holds with what the owner chooses', () => {
  const floor = offer({
    restrictions: { schedule: hours('mon-fri'), askFirst: [{ permissions: ['device:control'] }] },
    longest: 1_000,
  })
  const chosen = choose(floor, {
    schedule: hours('fri,sat 08:00-10:00'),
    askFirst: { all: false, dangers: ['full'], permissions: ['flow:read', 'user:read'] },
    ...{ permissions: ['flow:read', 'flow:update'], life: null, own: true },
  })
  assert.deepEqual(chosen, {
    ...{ permissions: ['flow:read', 'flow:update'], limits: { own: true }, life: 1_000 },
    restrictions: {
      schedule: hours('fri 08:00-10:00'),
      askFirst: [
        { permissions: ['device:control'] },
        { dangers: ['full'] },
        { permissions: ['flow:read', 'flow:update'] },
      ],
    },
  })
  assert.equal(choose(floor, { schedule: hours('sun') }), 'no-hours')
})

test('what a client has is kept with what it asks for, within the bounds of both', () => {
  const held: HeldGrant = {
    ...{ id: 'g', permissions: new Set(['device:control']), limits: { zones: [home.KITCHEN] } },
    restrictions: { schedule: hours('mon'), unasked: [{ operation: 'o', path: '/p' }] },
    expiresAt: 5_000,
  }
  const hub = { generation: 'pro-2023', credentialScopes: null } as const
  const words = { words: ['flow:read'], details: undefined, besides: [] }
  const both = offerOn(hub, words, held, 1_000)
  assert.deepEqual(both.permissions, ['device:control', 'flow:read'])
  assert.deepEqual(both.floor, {
    ...{ limits: held.limits, restrictions: { schedule: hours('mon') }, longest: 4_000 },
  })
  const other = { words: ['preset:flow-helper'], details: undefined, besides: [] }
  const apart = offerOn(hub, other, held, 1_000)
  assert.equal(apart.isApart, true)
  assert.ok(!apart.permissions.includes('device:control'))
  assert.deepEqual(apart.floor.limits, { own: true })
})

const some = (of: readonly string[]) => fc.subarray([...of])
const oneList = (list: PickedList) =>
  fc.option(fc.subarray([...IDS[list]], { minLength: 1 }), { freq: 2 })
const optional = <T extends object>(one: fc.Arbitrary<T>) =>
  one.map((of) => Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null)))

const flag = fc.option(fc.constant(true as const))
const limitsAsked: fc.Arbitrary<Limits | null> = optional(
  fc.record({
    ...{ zones: oneList('zones'), devices: oneList('devices'), flows: oneList('flows') },
    ...{ flowFolders: oneList('flowFolders'), moods: oneList('moods') },
    ...{ variables: oneList('variables'), apps: oneList('apps'), own: flag, drafts: flag },
  }),
).map((limits) => (Object.keys(limits).length === 0 ? null : limits))

const span = fc
  .record({ days: fc.subarray([...DAYS], { minLength: 1 }), from: fc.nat(23), until: fc.nat(23) })
  .filter(({ from, until }) => from !== until)
  .map(({ days, from, until }) => ({ days, from: from * 60, until: until * 60 || 1440 }))
const schedule = fc.option(fc.array(span, { minLength: 1, maxLength: 2 }))

const posted: fc.Arbitrary<Choice> = fc.record({
  permissions: some([...OFFERED, 'system:reboot']),
  only: optional(
    fc.record(
      Object.fromEntries(
        PICK_NAMES.map((name) => [
          name,
          fc.option(
            fc.record(
              Object.fromEntries(PICKS[name].map((list) => [list, some([...IDS[list], 'x'])])),
            ),
            { freq: 2 },
          ),
        ]),
      ),
    ),
  ),
  ...{ own: fc.boolean(), drafts: fc.boolean(), schedule },
  askFirst: fc.record({
    ...{ all: fc.boolean(), dangers: fc.subarray([...DANGERS]), permissions: some(OFFERED) },
  }),
  life: fc.option(fc.nat(10_000)),
})

/** The form as it would be posted by who keeps what is fixed, so that many are let through. */
const kept = (choice: Choice, limits: Limits | null): Choice => {
  const only = PICK_NAMES.flatMap((name) => {
    const fixed = PICKS[name].flatMap((list) => {
      const ids = limits?.[list]
      return ids
        ? [[list, ids.slice(0, (choice.only[name]?.[list]?.length ?? 9) + 1)] as const]
        : []
    })
    if (fixed.length > 0) return [[name, Object.fromEntries(fixed)] as const]
    const lists = PICKS[name].map((list) => {
      return [list, (choice.only[name]?.[list] ?? []).filter((id) => id !== 'x')] as const
    })
    return lists.some(([, ids]) => ids.length > 0)
      ? [[name, Object.fromEntries(lists)] as const]
      : []
  })
  const permissions = choice.permissions.filter((one) => OFFERED.includes(one))
  return { ...choice, permissions, only: Object.fromEntries(only) }
}

const KINDS: readonly CoveredKind[] = [...HOME_KINDS, 'script', 'app']

/** Whether what is given covers or affects something that what was asked for does not. */
function isMore(given: Limits | null, asked: Limits | null): string | undefined {
  if (asked === null) return undefined
  if (given === null) return 'no limits'
  const rest = { created: new Set<never>(), permissions: new Set(OFFERED) }
  const [less, all] = [given, asked].map((limits) => coverageOf({ limits, ...rest }, home.HOME))
  for (const kind of KINDS) {
    const ids =
      kind === 'script' || kind === 'app' || kind === 'alarm'
        ? IDS[kind === 'app' ? 'apps' : 'scripts']
        : [...home.HOME.items[kind].keys()]
    for (const id of ids) {
      if (!less?.covers(kind, id)) continue
      if (!all?.covers(kind, id)) return `covers ${kind} ${id}`
      if (less.mayAffect(kind, id) && !all.mayAffect(kind, id)) return `affects ${kind} ${id}`
    }
  }
  return asked.drafts && !given.drafts ? 'not only drafts' : undefined
}

test('whatever the form says, what is given was asked for', () => {
  let given = 0
  const floors = fc.record({ limits: limitsAsked, schedule, longest: fc.option(fc.nat(10_000)) })
  fc.assert(
    fc.property(floors, posted, fc.boolean(), ({ limits, longest, ...floor }, form, honest) => {
      const restrictions = floor.schedule && { schedule: floor.schedule }
      const choice = honest ? kept(form, limits) : form
      const chosen: Chosen | string = chosenOf(
        offer({ limits, restrictions, longest }),
        choice,
        KNOWN,
      )
      if (typeof chosen === 'string') return
      given++
      assert.ok(chosen.permissions.every((one) => OFFERED.includes(one)))
      assert.equal(isMore(chosen.limits, limits), undefined, JSON.stringify(chosen.limits))
      if (longest !== null) assert.ok(chosen.life !== null && chosen.life <= longest)
      for (const wanted of [restrictions?.schedule, choice.schedule]) {
        for (const { day, minute } of moments(wanted, chosen.restrictions?.schedule)) {
          const at = { day, minute, date: '' }
          assert.ok(isWithin(wanted ?? [], at))
        }
      }
    }),
    { numRuns: Number(process.env['LATCHKEY_RUNS'] ?? 1_500) },
  )
  assert.ok(given > 100, `only ${given} were let through`)
})

/** Moments, by the hour, at which what was given counts, if it was to be in some hours. */
function moments(wanted: Hours | null | undefined, given: Hours | undefined) {
  if (!wanted) return []
  return DAYS.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => ({ day, minute: hour * 60 })),
  ).filter(({ day, minute }) => given === undefined || isWithin(given, { day, minute, date: '' }))
}
