// The form of a line of the journal, as a type that parses it; its JSON Schema follows from this.
import { z } from 'zod'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { KIND_NAMES } from '../kinds/kind-name.ts'
import type { JournalLine } from './journal.ts'

const KIND = z.enum(KIND_NAMES)
const HEAD = {
  seq: z.number().int().positive(),
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  time: z.iso.datetime(),
}
const step = z.string()

/** A line. */
export const LINE = z
  .discriminatedUnion('e', [
    z.object({
      ...HEAD,
      e: z.literal('begin'),
      plan: z.string(),
      run: z.string(),
      source: z.string(),
      target: z.string(),
      baseline: z.partialRecord(KIND, z.array(z.string())),
    }),
    z.object({ ...HEAD, e: z.literal('resume'), pid: z.number().int(), host: z.string() }),
    z.object({
      ...HEAD,
      e: z.literal('intent'),
      step,
      nonce: z.string().optional(),
      fingerprint: z.record(z.string(), z.string()).optional(),
      before: z.record(z.string(), z.json()).optional(),
    }),
    z.object({
      ...HEAD,
      e: z.literal('done'),
      step,
      target: z.string(),
      adopted: z.literal(true).optional(),
      open: z.array(z.string()).optional(),
    }),
    z.object({ ...HEAD, e: z.literal('failed'), step, reason: z.string() }),
    z.object({ ...HEAD, e: z.literal('blocked'), step, by: z.string() }),
    z.object({
      ...{ ...HEAD, e: z.literal('barrier'), verified: z.boolean() },
      findings: z.number().int().nonnegative(),
    }),
    z.object({ ...HEAD, e: z.literal('undo-intent'), step }),
    z.object({ ...HEAD, e: z.literal('undone'), step, kept: z.string().optional() }),
    z.object({
      ...{ ...HEAD, e: z.literal('removed'), kind: KIND, target: z.string() },
      because: z.string(),
    }),
    z.object({
      ...{ ...HEAD, e: z.literal('end') },
      outcome: z.enum(['done', 'stopped', 'rolled-back']),
    }),
  ])
  .meta({ title: 'A line of the journal of a transfer between two Homeys' })

/** Whether a value is a line of a journal. */
export function isJournalLine(value: unknown): value is JournalLine {
  return LINE.safeParse(value).success
}

/** JSON Schema (2020-12) of a line of the journal. */
export function journalSchema(): JsonObject {
  const made: Json = JSON.parse(JSON.stringify(z.toJSONSchema(LINE, { io: 'input' })))
  return isObject(made) ? made : {}
}
