// House rules and restrictions as owners see them.
import { DANGERS } from '@latchkey/catalogue'
import { z } from 'zod'
import { hoursText, spanText } from '../oversight/hours-text.ts'
import type { HouseRule } from '../oversight/house-rule.ts'
import { rateText } from '../oversight/rates.ts'
import { rowOf } from '../oversight/ready-made.ts'
import type { Restrictions } from '../oversight/restrictions.ts'

const words = z.array(z.string()).readonly()
const list = words.optional()

/** What something is about, by id. */
export const ABOUT = z.object({
  ...{ operations: list, permissions: list, things: list, devices: list, zones: list },
  dangers: z.array(z.enum(DANGERS)).readonly().optional(),
  ...{ flows: list, moods: list, scripts: list, apps: list, cards: list, capabilities: list },
  values: z
    .array(
      z.object({
        capability: z.string(),
        is: z.union([z.string(), z.number(), z.boolean()]).optional(),
        ...{ above: z.number().optional(), below: z.number().optional() },
      }),
    )
    .readonly()
    .optional(),
})

/** A house rule. */
export const RULE = z.object({
  id: z.string(),
  hub: z.string(),
  kind: z.string().meta({ description: 'a ready-made rule by its name, or own' }),
  name: z.string(),
  effect: z.enum(['deny', 'ask']),
  says: z.object({ en: z.string(), nl: z.string() }),
  about: ABOUT,
  hours: words.nullable(),
  keys: words.nullable(),
  cap: z.object({ calls: z.number(), per: z.enum(['hour', 'day']) }).nullable(),
  paused: z.boolean(),
  created: z.string().meta({ format: 'date-time' }),
})

/** A house rule that was made or changed, and what is worth knowing. */
export const CHANGED_RULE = RULE.extend({ notes: words })

/** A house rule, as owners see it. */
export type RuleView = z.output<typeof RULE>

/** A house rule that was made or changed. */
export type ChangedRuleView = z.output<typeof CHANGED_RULE>

const MOST = z.number().optional()

/** The restrictions of a key. */
export const RESTRICTIONS = z.object({
  schedule: words.optional(),
  rates: words.optional(),
  askFirst: z.array(ABOUT).readonly().optional(),
  tools: z
    .record(z.string(), z.enum(['ask', 'deny']))
    .optional()
    .describe('tools of the MCP server that are asked about, or not allowed'),
  toolLimits: z
    .object({ reads: MOST, writes: MOST, 'at-once': MOST, changes: MOST, removals: MOST })
    .optional()
    .describe('how much it may do by tools of the MCP server, where that is not as for everybody'),
  unasked: z
    .array(z.object({ operation: z.string(), path: z.string() }))
    .readonly()
    .optional()
    .describe('calls that you answered "always" to; asking first anew forgets them'),
})

/** Restrictions, as owners see them. */
export type RestrictionsView = z.output<typeof RESTRICTIONS>

/** The view of a rule. */
export function ruleView(rule: HouseRule, hub: string): RuleView {
  const { id, kind, name, effect, about, hours, keys, cap, paused, createdAt } = rule
  return {
    ...{ id, hub, kind, effect, about, keys, cap, paused },
    name: name ?? (kind === 'own' ? 'Own rule' : rowOf(kind).en.label),
    says: { en: saysIn(rule, 'en'), nl: saysIn(rule, 'nl') },
    hours: hours?.map(spanText) ?? null,
    created: new Date(createdAt).toISOString(),
  }
}

const OWN = {
  en: { deny: 'Nobody does this.', ask: 'I am asked before this is done.' },
  nl: { deny: 'Niemand doet dit.', ask: 'Ik krijg een vraag voordat dit gebeurt.' },
} as const

const AND = {
  en: { hours: 'Hours', cap: 'More than', hour: 'an hour', day: 'a day' },
  nl: { hours: 'Uren', cap: 'Meer dan', hour: 'per uur', day: 'per dag' },
} as const

function saysIn({ kind, effect, hours, cap }: HouseRule, language: 'en' | 'nl'): string {
  const whole = kind === 'own' ? OWN[language][effect] : rowOf(kind)[language][effect]
  const w = AND[language]
  return [
    whole,
    ...(hours ? [`${w.hours}: ${hoursText(hours)}.`] : []),
    ...(cap ? [`${w.cap} ${cap.calls} ${w[cap.per]}.`] : []),
  ].join(' ')
}

/** The view of restrictions; null for none. */
export function restrictionsView(restrictions: Restrictions | null): RestrictionsView | null {
  if (!restrictions) return null
  const { schedule, rates, askFirst, tools, toolLimits, unasked } = restrictions
  return {
    ...(schedule && { schedule: schedule.map(spanText) }),
    ...(rates && { rates: rates.map(rateText) }),
    ...(askFirst && { askFirst }),
    ...(tools && { tools }),
    ...(toolLimits && { toolLimits }),
    ...(unasked && { unasked }),
  }
}
