// Sixty variables: what the family counts, remembers and switches between. Two differ only in
// capitals, some hold what looks like syntax.
import type { Variable } from '../../state/items.ts'
import type { House } from '../house.ts'

const NAMED: Readonly<Record<string, string | number | boolean>> = {
  Guests: false,
  Vacation: false,
  'Quiet hours': true,
  'School day': true,
  'Bins out': false,
  'Alarm pending': false,
  'Heating on': true,
  'Someone upstairs': false,
  Mode: 'day',
  mode: 'unused twin of “Mode”',
  ' Message ': 'Welcome home',
  'Last visitor': '',
  'Zuletzt gegossen': '2026-05-01',
  'Bedtime story': '星の王子さま',
  رسالة: 'مرحبا بكم',
  'Cafe\u0301 menu': 'espresso | ristretto | “doppio”',
  'Literal [[token]]': 'shows [[homey:manager:logic|x]] and a | pipe',
  'Price $& tax': '$1 $& $$',
  'Slash / question ? hash #': 'a/b?c#d%20',
  'Emoji 🏡👩‍👩‍👧': '👍🏽',
  'Target temperature': 20.5,
  'Night temperature': 16,
  'Bath temperature': 23.5,
  Washes: 41,
  'Coffees today': 3,
  'Days until bins': 2,
  'Energy price': 0.2871,
  'Peak power (W)': 7420,
  'Pond level': -0.25,
  'A very large number': 9007199254740991,
}

/** Rooms whose last motion is remembered. */
const REMEMBERED = [
  ...['Living room', 'Kitchen', 'Hall', 'Study', 'WC', 'Landing', 'Bathroom', 'Hobby', 'Storage'],
  ...['Garage', 'Terrasse', 'Front garden', 'Гостиная', 'Cinema', 'Basement'],
]

/** Declares the variables; they are found by name. */
export function declareVariables(house: House): ReadonlyMap<string, Variable> {
  const entries = [
    ...Object.entries(NAMED),
    ...REMEMBERED.map((room) => [`Motion: ${room}`, ''] as const),
    ...REMEMBERED.map((room) => [`Lights allowed: ${room}`, true] as const),
  ]
  return new Map(entries.map(([name, value]) => [name, house.variable(name, value)]))
}
