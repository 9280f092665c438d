// From what an owner says of the restrictions of a key to what they are then.
import type { z } from 'zod'
import type { About } from '../oversight/about.ts'
import type { Restrictions, ToolEffect } from '../oversight/restrictions.ts'
import { OwnerError } from '../owner-error.ts'
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
 * @throws OwnerError `limit_unknown`, `hub_away`, or `invalid_request` for a tool that there is not
 */
export async function changedRestrictions(
  before: Restrictions | null,
  change: z.output<typeof RESTRICTIONS_CHANGE> | null,
  objects: HubObjects,
): Promise<ChangedRestrictions> {
  if (change === null) return { restrictions: null, notes: [] }
  const { schedule, rates, askFirst, tools: wanted } = change
  await requireTools(wanted ?? {})
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
  const tools = wanted === undefined ? before?.tools : wanted
  const restrictions: Restrictions = {
    ...(hours && { schedule: hours }),
    ...(limited && { rates: limited }),
    ...(asked && { askFirst: asked }),
    ...(tools && Object.keys(tools).length > 0 && { tools }),
    // Who is to be asked anew is asked about everything of it.
    ...((asked || tools) &&
      askFirst === undefined &&
      wanted === undefined &&
      before?.unasked && { unasked: before.unasked }),
  }
  const isAny = Object.keys(restrictions).length > 0
  return { restrictions: isAny ? restrictions : null, notes }
}

// The tools are loaded only where somebody names one.
async function requireTools(wanted: Readonly<Record<string, ToolEffect>>): Promise<void> {
  if (Object.keys(wanted).length === 0) return
  const { TOOLS } = await import('@latchkey/mcp')
  for (const [name, effect] of Object.entries(wanted)) {
    const tool = TOOLS.find((one) => one.name === name)
    if (!tool) throw new OwnerError('invalid_request', `There is no tool "${name}".`)
    if (effect === 'ask' && tool.kind === 'read') {
      throw new OwnerError(
        'invalid_request',
        `The tool ${name} only reads: it can be allowed or denied.`,
      )
    }
    if (effect === 'ask' && tool.kind === 'ask') {
      throw new OwnerError(
        'invalid_request',
        `The tool ${name} only asks you: it can be allowed or denied.`,
      )
    }
  }
}
