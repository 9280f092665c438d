// Who floods the timeline: of each owner of notifications how many there are of the last hour and day, as far
// as the Homey still has them. Pure.
import type { DoorEntry } from './door.ts'
import { itemsIn, type Json, textOf } from './reading.ts'

/** From so many on it is a flood. */
export const FLOOD = { hour: 20, day: 100 } as const

const HOUR = 3_600_000

/** The owners that flood it, and those that are muted; the worst first. */
export function floodingOwners(
  notifications: unknown,
  owners: unknown,
  now: number,
): readonly DoorEntry[] {
  const rates = ratesOf(itemsIn(notifications), now)
  const known = new Map(itemsIn(owners).map((one) => [textOf(one['uri']) ?? '', one]))
  return [...new Set([...rates.keys(), ...known.keys()])]
    .map((uri) => entryOf(uri, known.get(uri), rates.get(uri) ?? NONE))
    .filter((one) => one.muted === true || one.warning !== null)
    .sort((one, other) => (other.rate?.day ?? 0) - (one.rate?.day ?? 0))
}

interface Rate {
  readonly hour: number
  readonly day: number
  readonly name?: string | undefined
}

const NONE: Rate = { hour: 0, day: 0 }

function ratesOf(notifications: readonly Json[], now: number): ReadonlyMap<string, Rate> {
  const rates = new Map<string, Rate>()
  for (const one of notifications) {
    const uri = textOf(one['ownerUri'])
    const age = now - timeOf(one['dateCreated'])
    if (uri === undefined || !(age < 24 * HOUR)) continue
    const known = rates.get(uri) ?? NONE
    rates.set(uri, {
      hour: known.hour + (age < HOUR ? 1 : 0),
      day: known.day + 1,
      name: known.name ?? textOf(one['ownerName']),
    })
  }
  return rates
}

function timeOf(date: unknown): number {
  return typeof date === 'string' || typeof date === 'number'
    ? new Date(date).getTime()
    : Number.NaN
}

function entryOf(uri: string, owner: Json | undefined, rate: Rate): DoorEntry {
  const muted = owner?.['enabled'] === false
  const { hour, day } = rate
  const floods = hour >= FLOOD.hour || day >= FLOOD.day
  return {
    ...{ id: uri, name: textOf(owner?.['name']) ?? rate.name ?? null, ours: false },
    ...{ rate: { hour, day }, muted },
    warning:
      floods && !muted
        ? `It floods the timeline: ${hour} in the last hour, ${day} in the last day.`
        : null,
  }
}
