// What owners send about house rules and restrictions, parsed at the edge.
import { DANGERS, operationById, operations, PERMISSIONS } from '@latchkey/catalogue'
import { FACE } from '@latchkey/homey'
import { z } from 'zod'
import type { Hours } from '../oversight/hours.ts'
import { HOURS_FORM, parseSpan } from '../oversight/hours-text.ts'
import { MAX_CALLS, parseRate, RATE_CLASS_NAMES } from '../oversight/rates.ts'
import { READY_MADE } from '../oversight/ready-made.ts'
import { isThingName, THING_NAMES } from '../oversight/things.ts'
import { MOST_OF_TOOLS, TOOL_LIMIT_NAMES, type ToolLimit } from '../oversight/tool-limits.ts'
import { NAME } from './inputs.ts'

const WORD = z
  .string()
  .min(1, 'an id or name is not empty')
  .max(200, 'an id or name has at most 200 letters')
  .regex(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*$/u, 'an id or name has no control characters')

const list = <T extends z.ZodType>(one: T) =>
  z
    .array(one)
    .min(1, 'name at least one, or leave it out')
    .max(1_000, 'at most 1000 entries')
    .readonly()

const words = list(WORD)

/** Days and hours: at most so many spans. */
export const HOURS = z
  .array(z.string().max(100))
  .min(1, 'name at least one span of hours, or leave it out')
  .max(50, 'at most 50 spans of hours')
  .transform((texts, context): Hours => {
    return texts.flatMap((text) => {
      const span = parseSpan(text)
      if (!span) context.addIssue(`"${text}" is no hours: ${HOURS_FORM}`)
      return span ?? []
    })
  })

const OPERATION = z
  .string()
  .max(200)
  .refine(
    (id) => operationById(FACE, id) ?? operations('pro-2019').some((one) => one.id === id),
    'this is no operation. See: latchkey permissions --operations',
  )

const PERMISSION = z
  .string()
  .max(200)
  .refine((name) => PERMISSIONS.has(name), 'this is no permission. See: latchkey permissions')

const THING = z.string().refine(isThingName, `this is none of: ${THING_NAMES.join(', ')}`)

const VALUE = z.strictObject({
  capability: WORD,
  is: z.union([z.string().max(200), z.number(), z.boolean()]).optional(),
  above: z.number().optional(),
  below: z.number().optional(),
})

/** What a rule is about, by ids or names. */
export const ABOUT_INPUT = z
  .strictObject({
    operations: list(OPERATION).optional(),
    permissions: list(PERMISSION).optional(),
    dangers: list(z.enum(DANGERS)).optional(),
    things: list(THING).optional(),
    ...{ devices: words.optional(), zones: words.optional(), flows: words.optional() },
    ...{ moods: words.optional(), scripts: words.optional(), apps: words.optional() },
    ...{ cards: words.optional(), capabilities: words.optional() },
    values: list(VALUE).optional(),
  })
  .readonly()

const CAP = z.strictObject({
  calls: z.number().int('a number of calls is whole').min(0).max(1_000_000),
  per: z.enum(['hour', 'day']),
})

const EFFECT = z.enum(['deny', 'ask'], 'a rule says deny or ask')
const KINDS = ['own', ...Object.keys(READY_MADE)]

const PARTS = {
  name: NAME.nullable().optional(),
  effect: EFFECT.optional(),
  about: ABOUT_INPUT.optional(),
  hours: HOURS.nullable().optional(),
  keys: words.nullable().optional(),
  cap: CAP.nullable()
    .refine((cap) => cap?.per !== 'hour' || cap.calls <= MAX_CALLS, `at most ${MAX_CALLS} an hour`)
    .optional(),
}

/** The body of `POST /hubs/:id/rules`. */
export const RULE_INPUT = z.strictObject({
  kind: z.string().refine((kind) => KINDS.includes(kind), `a rule is one of: ${KINDS.join(', ')}`),
  ...PARTS,
})

/** The body of `PUT /rules/:id`: what is absent stays. */
export const RULE_CHANGE = z
  .strictObject({ ...PARTS, paused: z.boolean().optional() })
  .refine((change) => Object.keys(change).length > 0, 'say what is to change')

const RATE_FORM = `write a rate as push=5/min: one of ${RATE_CLASS_NAMES.join(', ')}, a number up to ${MAX_CALLS}, and min, hour or day`

const RATES = z
  .array(z.string().max(100))
  .min(1, 'name at least one rate, or leave it out')
  .max(30, 'at most 30 rates')
  .transform((texts, context) =>
    texts.flatMap((text) => {
      const rate = parseRate(text)
      if (!rate) context.addIssue(`"${text}" is no rate: ${RATE_FORM}`)
      return rate ?? []
    }),
  )

const ASK_FIRST = z
  .array(ABOUT_INPUT)
  .min(1, 'say what to be asked about; an empty object is everything')
  .max(50, 'at most 50 entries')

/** By the name of a tool of the MCP server; that there is one of the name is looked at later. */
const TOOLS = z.record(z.string().min(1).max(60), z.enum(['ask', 'deny']))

const TOOL_LIMIT = z
  .number()
  .int('a limit of tools is a whole number')
  .min(0, 'a limit of tools is at least 0')
  .max(MOST_OF_TOOLS, `a limit of tools is at most ${MOST_OF_TOOLS}`)
  .optional()

const TOOL_LIMITS = z.strictObject(
  {
    ...{ reads: TOOL_LIMIT, writes: TOOL_LIMIT, 'at-once': TOOL_LIMIT },
    ...{ changes: TOOL_LIMIT, removals: TOOL_LIMIT },
  } satisfies Readonly<Record<ToolLimit, typeof TOOL_LIMIT>>,
  `a limit of tools is one of: ${TOOL_LIMIT_NAMES.join(', ')}`,
)

/** Restrictions of a new key. */
export const RESTRICTIONS_INPUT = z.strictObject({
  schedule: HOURS.optional(),
  rates: RATES.optional(),
  askFirst: ASK_FIRST.optional(),
  tools: TOOLS.optional(),
  toolLimits: TOOL_LIMITS.optional(),
})

/** What of the restrictions of a key is to be otherwise: null takes away, absent stays. */
export const RESTRICTIONS_CHANGE = z.strictObject({
  schedule: HOURS.nullable().optional(),
  rates: RATES.nullable().optional(),
  askFirst: ASK_FIRST.nullable().optional(),
  tools: TOOLS.nullable().optional(),
  toolLimits: TOOL_LIMITS.nullable().optional(),
})
