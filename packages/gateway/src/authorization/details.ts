// Authorization details of type `homey_access` (RFC 9396): what a client asks for beyond words, namely on which
// Homey, of which rooms, devices and Flows, when, and for how long. What a token has is read from the live grant,
// not from what was asked.
import { DANGERS, type Limits, PERMISSIONS } from '@latchkey/catalogue'
import { z } from 'zod'
import type { Grant } from '../grants/grant.ts'
import type { About } from '../oversight/about.ts'
import type { Hours } from '../oversight/hours.ts'
import { HOURS_FORM, hoursText, parseSpan } from '../oversight/hours-text.ts'
import type { Restrictions } from '../oversight/restrictions.ts'
import { problemOf } from './words.ts'

/** The type. */
export const DETAILS_TYPE = 'homey_access'

const ID = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'ids are printable')
const IDS = z.array(ID).min(1).max(1_000).readonly().optional()
const YES = z.literal(true).optional()

/** Of limits, what a client may ask to be bound by. */
const LISTS = ['zones', 'devices', 'flows', 'flowFolders'] as const
const FLAGS = ['own', 'drafts'] as const

const isSomething = (value: object): boolean => Object.keys(value).length > 0

const LIMITS = z
  .strictObject({ zones: IDS, devices: IDS, flows: IDS, flowFolders: IDS, own: YES, drafts: YES })
  .refine(isSomething, 'name at least one limit, or leave it out')
  .transform((limits): Limits => Object.fromEntries(Object.entries(limits)))

const SCHEDULE = z
  .array(z.string().max(100))
  .min(1)
  .max(50)
  .transform((texts, context): Hours => {
    return texts.flatMap((text) => {
      const span = parseSpan(text)
      if (!span) context.addIssue(HOURS_FORM)
      return span ?? []
    })
  })

const PERMISSION = z
  .string()
  .max(200)
  .refine((name) => PERMISSIONS.has(name), 'is no permission')

const ASK_FIRST = z
  .array(
    z
      .strictObject({
        permissions: z.array(PERMISSION).min(1).max(500).readonly().optional(),
        dangers: z.array(z.enum(DANGERS)).min(1).readonly().optional(),
      })
      .transform((about): About => Object.fromEntries(Object.entries(about))),
  )
  .min(1)
  .max(50)
  .readonly()

const RESTRICTIONS = z
  .strictObject({ schedule: SCHEDULE.optional(), askFirst: ASK_FIRST.optional() })
  .refine(isSomething, 'name at least one restriction, or leave it out')
  .transform((restrictions): Restrictions => Object.fromEntries(Object.entries(restrictions)))

const DETAILS = z.strictObject({
  type: z.literal(DETAILS_TYPE),
  /** The Homey's own id. */
  hub: ID.optional(),
  permissions: z.array(z.string().min(1).max(200)).min(1).max(500).readonly(),
  /** Of these rooms, devices and Flows only; the owner may take fewer. */
  limits: LIMITS.optional(),
  /** Only in these hours, and asking the owner first; the owner may add to it. */
  restrictions: RESTRICTIONS.optional(),
  /** For at most so many seconds. */
  expires_in: z
    .number()
    .int()
    .min(60)
    .max(10 * 365 * 86_400)
    .optional(),
})

/** What is asked for. */
export type HomeyAccess = z.output<typeof DETAILS>

/** Why one of the details cannot be taken; undefined if it can. */
export function detailProblem(detail: unknown): string | undefined {
  const parsed = DETAILS.safeParse(detail)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return `${DETAILS_TYPE}: ${issue?.path.join('.') || 'it'} ${issue?.message ?? 'is not right'}`
  }
  return problemOf(parsed.data.permissions)
}

/** The words of one of the details; none if it cannot be taken. */
export function wordsOfDetail(detail: unknown): readonly string[] {
  const parsed = DETAILS.safeParse(detail)
  return parsed.success ? parsed.data.permissions : []
}

/** How many details a request has. */
export function detailsAsked(asked: unknown): number {
  const list: unknown = typeof asked === 'string' ? JSON.parse(asked) : asked
  return Array.isArray(list) ? list.length : 0
}

/** The details of a request, once they were judged; undefined if there are none, or several. */
export function detailsIn(asked: unknown): HomeyAccess | undefined {
  if (typeof asked !== 'string') return undefined
  const list: unknown = JSON.parse(asked)
  const parsed = z.array(DETAILS).length(1).safeParse(list)
  return parsed.success ? parsed.data[0] : undefined
}

/** What a grant gives, in the same form, as far as that has words for it. */
export function detailsOf({ hubId, permissions, limits, restrictions }: Grant) {
  const lists = LISTS.flatMap((name) => {
    const ids = limits?.[name]
    return ids ? [[name, [...ids]] as const] : []
  })
  const flags = FLAGS.flatMap((name) => (limits?.[name] ? [[name, true] as const] : []))
  const bound = Object.fromEntries([...lists, ...flags])
  const schedule = restrictions?.schedule
  return {
    type: DETAILS_TYPE,
    hub: hubId,
    permissions: [...permissions],
    ...(isSomething(bound) && { limits: bound }),
    ...(schedule && { restrictions: { schedule: hoursText(schedule).split('; ') } }),
  }
}
