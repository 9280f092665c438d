// What owners send about keys, parsed at the edge.
import { z } from 'zod'
import { life, NAME } from './inputs.ts'
import { LIMITS_CHANGE, LIMITS_INPUT } from './limit-inputs.ts'
import { RESTRICTIONS_CHANGE, RESTRICTIONS_INPUT } from './rule-inputs.ts'

const WORDS = z.array(z.string().max(200)).min(1, 'name at least one permission').max(2000)

/** What becomes of what the key left when it expires. */
const ON_END = z
  .enum(['off', 'restore', 'leave'])
  .meta({ description: 'what becomes of what the key left behind when it expires' })

/** The body of `POST /keys`. */
export const KEY_INPUT = z.strictObject({
  hub: z.string().min(1, 'say which hub'),
  name: NAME,
  permissions: WORDS,
  limits: LIMITS_INPUT.optional(),
  restrictions: RESTRICTIONS_INPUT.optional(),
  expires: life.optional(),
  onEnd: ON_END.optional(),
})

/** The body of `PUT /keys/:id`: what is absent stays. */
export const KEY_CHANGE = z
  .strictObject({
    name: NAME.optional(),
    /** In place of all that it has. */
    permissions: WORDS.optional(),
    addPermissions: WORDS.optional(),
    dropPermissions: WORDS.optional(),
    /** Null takes all limits away. */
    limits: LIMITS_CHANGE.nullable().optional(),
    /** Null takes all restrictions away. */
    restrictions: RESTRICTIONS_CHANGE.nullable().optional(),
    /** A life from now on; null for until it is revoked. */
    expires: life.nullable().optional(),
    onEnd: ON_END.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'say what is to change')

/** The query of `GET /keys/:id/can`. */
export const CAN_QUERY = z.strictObject({
  operation: z
    .string()
    .min(1)
    .max(4000)
    .meta({ description: 'an operation, or a method and a path: devices.getDevice, GET /api/…' }),
  object: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'what it is done to, by id or name; a capability after a slash' }),
})
