// What owners ask of the audit log, parsed at the edge.
import { z } from 'zod'
import { life } from './inputs.ts'

const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/

/** A moment: a time like `2026-03-01T10:00Z` or `2026-03-01`, or how long ago it was, like `2h`. */
const moment = z
  .string()
  .refine(
    (text) => life.safeParse(text).success || (ISO.test(text) && !Number.isNaN(Date.parse(text))),
    'a moment is a time like 2026-03-01T10:00Z, or how long ago: 2h',
  )
  .transform((text) => (now: number) => {
    const ago = life.safeParse(text)
    return ago.success ? now - ago.data : Date.parse(text)
  })

/** The query of `GET /audit`. */
export const AUDIT_QUERY = z.strictObject({
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  key: z.string().optional(),
  hub: z.string().optional(),
  client: z.string().optional(),
  owner: z.string().min(1).max(200).optional(),
  operation: z
    .string()
    .regex(/^[\w.*-]{1,200}$/, 'an operation looks like flow.createFlow or flow.*')
    .optional(),
  verdict: z.enum(['allow', 'deny']).optional(),
  reason: z
    .string()
    .regex(/^[a-z-]{1,40}$/, 'a reason looks like permission-missing')
    .optional(),
  since: moment.optional(),
  until: moment.optional(),
})

/** The body of `POST /audit/prune`. */
export const PRUNE_INPUT = z.strictObject({ olderThan: life, broken: z.boolean().default(false) })

/** The body of `POST /audit/retention`; null is for ever. */
export const RETENTION_INPUT = z.strictObject({
  days: z.number().int().min(1).max(36_500).nullable(),
})
