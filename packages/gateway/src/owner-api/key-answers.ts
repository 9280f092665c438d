// What the owner API answers about keys, as schemas.
import { DANGERS } from '@latchkey/catalogue'
import { z } from 'zod'
import { LIMITS } from './limit-views.ts'
import { RESTRICTIONS } from './rule-views.ts'

const time = z.string().meta({ format: 'date-time' })
const words = z.array(z.string()).readonly()
const danger = z.enum(DANGERS)

/** A key, without itself. */
export const KEY = z.object({
  id: z.string(),
  name: z.string(),
  hub: z.string(),
  state: z.enum(['live', 'revoked', 'expired', 'suspended', 'halted', 'stopped']),
  danger,
  dangers: z
    .array(z.object({ permission: z.string(), danger, because: z.string() }))
    .readonly()
    .meta({ description: 'why, for what can become full control or is kept from it by limits' }),
  permissions: words,
  covers: words,
  limits: LIMITS.nullable(),
  restrictions: RESTRICTIONS.nullable(),
  notByRooms: words.meta({ description: 'permissions that its limits to rooms do not bound' }),
  made: z.number().meta({ description: 'how many objects it created that are still there' }),
  created: time,
  expires: time.nullable(),
  onEnd: z.enum(['off', 'restore', 'leave']).meta({
    description: 'what becomes of what it left behind when it expires',
  }),
  revoked: time.nullable(),
})

/** A key that was changed: which words open nothing on the hub, and what is worth knowing. */
export const CHANGED_KEY = KEY.extend({ absent: words, notes: words })

/** A key that was just made: shown once. */
export const MADE_KEY = CHANGED_KEY.extend({ key: z.string() })

/** Whether a key may do something. */
export const CAN = z.object({
  operation: z.string(),
  object: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  verdict: z.enum(['allow', 'deny', 'depends']).meta({
    description: 'depends: on what stands in the request, or on the state of the hub',
  }),
  reason: z.string(),
  message: z.string(),
  accepted: z
    .array(words)
    .readonly()
    .meta({ description: 'any one of these would do, with all permissions in it' }),
})
