// From what an owner says of the restrictions of a key to what they are then.
import type { z } from 'zod'
import type { About } from '../oversight/about.ts'
import type { Restrictions } from '../oversight/restrictions.ts'
import type { HubObjects } from './hub-objects.ts'
import { resolveAbout } from './resolve-about.ts'
import type { RESTRICTIONS_CHANGE } from './rule-inputs.ts'

/** What a change comes to. */
export interface ChangedRestrictions {
  readonly restrictions: Restrictions | null
  readonly notes: readonly string[]
}

/**
 * The restrictions after a change: a member replaces, null takes away, absent stays; null for all takes all away.
 * @throws OwnerError `limit_unknown` or `hub_away`
 */
export async function changedRestrictions(
  before: Restrictions | null,
  change: z.output<typeof RESTRICTIONS_CHANGE> | null,
  objects: HubObjects,
): Promise<ChangedRestrictions> {
  if (change === null) return { restrictions: null, notes: [] }
  const { schedule, rates, askFirst } = change
  const notes: string[] = []
  const abouts: About[] = []
  for (const one of askFirst ?? []) {
    const resolved = await resolveAbout(one, objects)
    abouts.push(resolved.about)
    notes.push(...resolved.notes)
  }
  const asked = askFirst === undefined ? before?.askFirst : askFirst && abouts
  const hours = schedule === undefined ? before?.schedule : schedule
  const limited = rates === undefined ? before?.rates : rates
  const restrictions: Restrictions = {
    ...(hours && { schedule: hours }),
    ...(limited && { rates: limited }),
    ...(asked && { askFirst: asked }),
    // Who is to be asked anew is asked about everything of it.
    ...(asked && askFirst === undefined && before?.unasked && { unasked: before.unasked }),
  }
  const isAny = Object.keys(restrictions).length > 0
  return { restrictions: isAny ? restrictions : null, notes }
}
