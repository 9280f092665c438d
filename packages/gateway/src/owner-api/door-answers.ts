// What the owner API answers of the doors of a hub, as schemas; and what it takes.
import { z } from 'zod'
import { LOGIN_INPUT } from './hub-inputs.ts'
import { NAME } from './inputs.ts'
import { MADE_KEY } from './key-answers.ts'

const words = z.array(z.string()).readonly()

const ENTRY = z.object({
  id: z.string(),
  name: z.string().nullable(),
  ours: z.boolean().meta({ description: 'Latchkey itself uses it' }),
  scopes: words.optional(),
  role: z.string().optional(),
  created: z.string().optional(),
  expires: z.string().optional(),
  rate: z
    .object({ hour: z.number(), day: z.number() })
    .optional()
    .meta({ description: 'entries of the timeline in the last hour and day' }),
  muted: z.boolean().optional(),
  warning: z.string().nullable(),
})

/** What goes round Latchkey at a hub. */
export const DOORS_ANSWER = z.object({
  id: z.string(),
  name: z.string(),
  generation: z.string(),
  doors: z
    .array(
      z.object({
        door: z.string(),
        title: z.string(),
        state: z.enum(['seen', 'not on this hub', 'not permitted', 'failed']),
        message: z.string().nullable(),
        scopes: words,
        entries: z.array(ENTRY).readonly(),
      }),
    )
    .readonly(),
})

/** The body of `POST /hubs/:id/doors/mute`. */
export const MUTE_INPUT = z.strictObject({
  owner: z.string().min(1, 'say who: an app, by id or name').max(500),
  muted: z.boolean(),
})

/** An owner of notifications as it is now. */
export const MUTED = z.object({
  id: z.string(),
  uri: z.string(),
  name: z.string(),
  muted: z.boolean(),
})

/** The body of `POST /hubs/:id/doors/move-in`. */
export const MOVE_IN_INPUT = LOGIN_INPUT.extend({
  key: z.string().min(1, 'say which key, by its id or name').max(200),
  name: NAME,
  deleteOld: z.boolean().optional(),
})

/** A key that stands for one on the hub; and what became of that. */
export const MOVED_IN = MADE_KEY.extend({
  old: z.object({
    id: z.string(),
    name: z.string().nullable(),
    deleted: z.boolean(),
    problem: z.string().nullable(),
  }),
})
