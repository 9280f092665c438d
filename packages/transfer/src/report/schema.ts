// The form of a report's file, and its JSON Schema.
import { z } from 'zod'
import { EXIT_CODES } from '../apply/exit-codes.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { KIND_NAMES } from '../kinds/kind-name.ts'

const COUNT = z.number().int().nonnegative()
const LINE = z.object({
  object: z.string().nullable(),
  name: z.string().nullable(),
  what: z.string(),
})
const LINES = z.array(LINE)

/** A report. */
export const REPORT = z
  .object({
    format: z.literal('homey-transfer-report'),
    version: z.literal(1),
    plan: z.string(),
    source: z.string(),
    target: z.string(),
    exit: z.literal(Object.keys(EXIT_CODES)),
    exitCode: COUNT,
    reason: z.string().nullable(),
    kinds: z.array(
      z.object({
        ...{ kind: z.enum(KIND_NAMES), label: z.string(), source: COUNT, moved: COUNT },
        ...{ merged: COUNT, held: COUNT, skipped: COUNT, byHand: COUNT },
        ...{ undecided: COUNT, failed: COUNT },
      }),
    ),
    ...{ adapted: LINES, waiting: LINES, byHand: LINES, failed: LINES, findings: LINES },
    notes: z.array(z.string()),
    verified: z.boolean().nullable(),
    undo: z.string(),
  })
  .meta({ title: 'The report of a transfer between two Homeys' })

/** JSON Schema (2020-12) of a report. */
export function reportSchema(): JsonObject {
  const made: Json = JSON.parse(JSON.stringify(z.toJSONSchema(REPORT, { io: 'input' })))
  return isObject(made) ? made : {}
}
