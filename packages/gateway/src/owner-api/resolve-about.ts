// From what an owner typed of a rule, ids or names, to the ids that are meant.
import type { z } from 'zod'
import type { About, ValueTest } from '../oversight/about.ts'
import { namesObjects } from '../oversight/judge-rules.ts'
import { isThingName } from '../oversight/things.ts'
import { OwnerError } from '../owner-error.ts'
import type { HubObjects } from './hub-objects.ts'
import { resolveNames } from './resolve-names.ts'
import type { ABOUT_INPUT } from './rule-inputs.ts'

const LISTS = [
  ...(['devices', 'zones', 'flows', 'moods', 'scripts', 'apps', 'capabilities', 'cards'] as const),
] as const

/** What is meant, and what is worth knowing of it. */
export interface ResolvedAbout {
  readonly about: About
  readonly notes: readonly string[]
}

/**
 * Looks everything up that is named.
 * @throws OwnerError `limit_unknown` or `hub_away` with all names that mean nothing; `limits_refused` for
 * what would protect nothing.
 */
export async function resolveAbout(
  input: z.output<typeof ABOUT_INPUT>,
  objects: HubObjects,
): Promise<ResolvedAbout> {
  const { operations, permissions, dangers, things, values } = input
  const problems: string[] = []
  const notes: string[] = []
  let away = false
  const lists: Partial<Record<(typeof LISTS)[number], readonly string[]>> = {}
  for (const member of LISTS) {
    const words = input[member]
    if (!words) continue
    const found = await resolveNames(member, words, objects)
    lists[member] = found.ids
    problems.push(...found.problems)
    notes.push(...found.warnings)
    away ||= found.away
  }
  if (problems.length > 0) {
    throw new OwnerError(away ? 'hub_away' : 'limit_unknown', problems.join('\n'))
  }
  const about: About = {
    ...(operations && { operations }),
    ...(permissions && { permissions }),
    ...(dangers && { dangers }),
    ...(things && { things: things.filter(isThingName) }),
    ...lists,
    ...(values && { values: values.map(testOf) }),
  }
  refuseHiding(about)
  return { about, notes }
}

function testOf({
  capability,
  is,
  above,
  below,
}: NonNullable<z.output<typeof ABOUT_INPUT>['values']>[number]): ValueTest {
  return {
    capability,
    ...(is !== undefined && { is }),
    ...(above !== undefined && { above }),
    ...(below !== undefined && { below }),
  }
}

// Lists would show all the same what single reads refuse.
function refuseHiding(about: About): void {
  const reads = about.permissions?.every((one) => one.endsWith(':read')) ?? false
  if (!reads || !namesObjects(about)) return
  throw new OwnerError(
    'limits_refused',
    'A rule about objects is about what is done to them. To hide them from a key: latchkey key edit ID --except-device …',
  )
}
