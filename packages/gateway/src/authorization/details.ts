// Authorization details of type `homey_access` (RFC 9396): what a client asks for beyond words, namely on which
// Homey, and of which rooms and devices. What a token has is read from the live grant, not from what was asked.
import type { Limits } from '@latchkey/catalogue'
import { z } from 'zod'
import type { Grant } from '../grants/grant.ts'
import { problemOf } from './words.ts'

/** The type. */
export const DETAILS_TYPE = 'homey_access'

const ID = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'ids are printable')
const IDS = z.array(ID).min(1).max(1_000).readonly()

const DETAILS = z.strictObject({
  type: z.literal(DETAILS_TYPE),
  /** The Homey's own id. */
  hub: ID.optional(),
  permissions: z.array(z.string().min(1).max(200)).min(1).max(500).readonly(),
  /** Of these rooms and devices only; the owner may take fewer. */
  limits: z
    .strictObject({ zones: IDS.optional(), devices: IDS.optional() })
    .refine((limits) => limits.zones !== undefined || limits.devices !== undefined)
    .readonly()
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

/** The details of a request, once they were judged; undefined if there are none, or several. */
export function detailsIn(asked: unknown): HomeyAccess | undefined {
  if (typeof asked !== 'string') return undefined
  const list: unknown = JSON.parse(asked)
  const parsed = z.array(DETAILS).length(1).safeParse(list)
  return parsed.success ? parsed.data[0] : undefined
}

/** What a grant gives, in the same form. */
export function detailsOf({ hubId, permissions, limits }: Grant) {
  const { zones, devices }: Limits = limits ?? {}
  const bound = { ...(zones && { zones: [...zones] }), ...(devices && { devices: [...devices] }) }
  return {
    type: DETAILS_TYPE,
    hub: hubId,
    permissions: [...permissions],
    ...((zones || devices) && { limits: bound }),
  }
}
