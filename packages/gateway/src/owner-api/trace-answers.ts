// What the owner API answers about traces, undos and the red switch, as schemas.
import { z } from 'zod'
import { KEY } from './key-answers.ts'

const time = z.string().meta({ format: 'date-time' })

/** One object that a key left behind. */
export const TRACE = z.object({
  kind: z.string(),
  id: z.string(),
  name: z.string().nullable(),
  did: z.enum(['created', 'changed', 'deleted']).nullable().meta({
    description: 'null for what was undone or is not kept',
  }),
  since: time,
  undoable: z.boolean(),
  outcome: z.string().nullable().meta({ description: 'what the last undo came to' }),
  words: z.string(),
})

/** Something that a key did and that nothing can undo from here. */
export const BEYOND = z.object({
  operation: z.string(),
  target: z.string(),
  since: time,
  words: z.string(),
})

/** An undo, with what it came to so far. */
export const UNDO = z.object({
  id: z.string(),
  key: z.string(),
  mode: z.enum(['off', 'restore', 'on']),
  because: z.enum(['revoke', 'expiry', 'stop', 'resume']),
  state: z.enum(['waiting', 'done', 'cancelled']),
  attempts: z.number(),
  problem: z.string().nullable().meta({ description: 'why it waits, or what it could not do' }),
  asked: time,
  finished: time.nullable(),
  done: TRACE.array().readonly(),
  left: TRACE.array().readonly().meta({ description: 'edited since, or in use: not touched' }),
  notUndoable: BEYOND.array().readonly(),
})

/** What a key left behind. */
export const TRACES = z.object({
  key: z.string(),
  name: z.string(),
  traces: TRACE.array().readonly(),
  notUndoable: BEYOND.array().readonly(),
  undos: UNDO.array().readonly(),
})

/** A key that was revoked, and the undo of what it left, if one was asked for. */
export const REVOKED_KEY = KEY.extend({ undo: UNDO.nullable() })

/** Hubs of which all clients are stopped, and the undos that were asked for. */
export const STOPPED = z.object({
  hubs: z
    .array(z.object({ id: z.string(), name: z.string(), changed: z.boolean() }))
    .readonly()
    .meta({ description: 'changed: false where it was so already' }),
  undos: UNDO.array().readonly(),
})
