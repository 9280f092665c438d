// What the owner API answers of usage, as schemas; and what it takes.
import { z } from 'zod'
import { life } from './inputs.ts'

const time = z.string().meta({ format: 'date-time' })
const words = z.array(z.string()).readonly()
const used = { count: z.number(), first: time, last: time }

/** The body of `POST /keys/:id/learn`. */
export const LEARN_INPUT = z.strictObject({ for: life })

/** The query of `GET /keys/:id/usage`. */
export const USAGE_QUERY = z.strictObject({
  since: life
    .optional()
    .meta({ description: 'how far back, by whole days; without it the latest learning, or 30d' }),
})

const flag = z.enum(['true', 'false']).optional()

/** The query of `GET /keys/:id/narrow`. */
export const NARROW_QUERY = z.strictObject({
  objects: flag.meta({ description: 'true: limits to the objects that were used, too' }),
  unused: flag.meta({
    description: 'true: drop what was not used since a time, whether or not the key was learned',
  }),
  since: life
    .optional()
    .meta({ description: 'with unused: how far back, by whole days; else 30d' }),
})

/** A learning. */
export const LEARNING = z.object({
  from: time,
  until: time,
  state: z.enum(['learning', 'over']),
})

const SPAN = z.object({
  from: time.meta({ description: 'what was used before is not counted' }),
  until: time,
  by: z.enum(['learning', 'days']),
})

const OBJECT = z.object({
  kind: z.string(),
  id: z.string(),
  name: z.string().nullable(),
  ...used,
})

/** What a key used. */
export const USAGE = z.object({
  id: z.string(),
  name: z.string(),
  learning: LEARNING.nullable(),
  span: SPAN,
  used: z
    .array(
      z.object({
        permission: z.string(),
        ...used,
        operations: words,
        showsOnly: z
          .boolean()
          .meta({ description: 'nothing would be refused without it, but less be shown' }),
      }),
    )
    .readonly(),
  unused: words,
  objects: z.array(OBJECT).readonly(),
})

const LISTS = z.record(z.string(), words.nullable())

/** What a key could be narrowed to. */
export const NARROW = z.object({
  id: z.string(),
  name: z.string(),
  span: SPAN,
  permissions: words.meta({ description: 'the smallest set that would have done' }),
  dropped: words,
  added: words.meta({ description: 'parts of what is dropped, where no more than they was used' }),
  showsOnly: words,
  limits: LISTS.nullable().meta({ description: 'lists of the limits, by id; null: no change' }),
  objects: z
    .array(z.object({ list: z.string(), id: z.string(), name: z.string().nullable() }))
    .readonly(),
  change: z
    .object({ permissions: words.optional(), limits: LISTS.optional() })
    .nullable()
    .meta({ description: 'the body for PUT /keys/:id that does it; null: nothing to do' }),
  notes: words,
})
