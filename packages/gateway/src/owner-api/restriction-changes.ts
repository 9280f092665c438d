// From what an owner says of the restrictions of a key to what they are then.
import type { z } from 'zod'
import type { About } from '../oversight/about.ts'
import type { Restrictions, ToolEffect } from '../oversight/restrictions.ts'
import { OwnerError } from '../owner-error.ts'
import type { HubObjects } from './hub-objects.ts'
import { resolveAbout } from './resolve-about.ts'
import type { RESTRICTIONS_CHANGE } from './rule-inputs.ts'

/** A change with ids in place of names, and what the owner should know of it. */
export interface ResolvedRestrictions {
  readonly change: Omit<z.output<typeof RESTRICTIONS_CHANGE>, 'askFirst'>
  /** Null takes them away; undefined leaves them. */
  readonly askFirst: readonly About[] | null | undefined
  readonly notes: readonly string[]
}

/**
 * Looks up everything that a change names.
 * @throws OwnerError `limit_unknown`, `hub_away`, or `invalid_request` for a tool that there is not
 */
export async function resolveRestrictions(
  { askFirst, ...change }: z.output<typeof RESTRICTIONS_CHANGE>,
  objects: HubObjects,
): Promise<ResolvedRestrictions> {
  await requireTools(change.tools ?? {})
  const notes: string[] = change.tools ? [TOOLS_ONLY] : []
  const abouts: About[] = []
  for (const one of askFirst ?? []) {
    const resolved = await resolveAbout(one, objects)
    abouts.push(resolved.about)
    notes.push(...resolved.notes)
  }
  return { change, askFirst: askFirst && abouts, notes }
}

const TOOLS_ONLY =
  'What is said of tools holds at /mcp. A key can send the same call to the Homey without a tool: to be asked there as well, ask first for the permission (--ask-first), and do not give what nobody is to do.'

/** The restrictions after a change: a member replaces, null takes away, absent stays. */
export function restrictionsAfter(
  before: Restrictions | null,
  { change: { schedule, rates, tools: wanted, toolLimits: most }, askFirst }: ResolvedRestrictions,
): Restrictions | null {
  const asked = askFirst === undefined ? before?.askFirst : askFirst
  const hours = schedule === undefined ? before?.schedule : schedule
  const limited = rates === undefined ? before?.rates : rates
  const tools = wanted === undefined ? before?.tools : wanted
  const toolLimits = most === undefined ? before?.toolLimits : most
  const restrictions: Restrictions = {
    ...(hours && { schedule: hours }),
    ...(limited && { rates: limited }),
    ...(asked && { askFirst: asked }),
    ...(tools && Object.keys(tools).length > 0 && { tools }),
    ...(toolLimits && Object.keys(toolLimits).length > 0 && { toolLimits }),
    // Who is to be asked anew is asked about everything of it.
    ...((asked || tools) &&
      askFirst === undefined &&
      wanted === undefined &&
      before?.unasked && { unasked: before.unasked }),
  }
  return Object.keys(restrictions).length > 0 ? restrictions : null
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
