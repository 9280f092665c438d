// The form of a mapping as JSON, as a type that parses it; its JSON Schema follows from this.
import { z } from 'zod'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { KIND_NAMES } from '../kinds/kind-name.ts'
import type { Binding, TransferMapping } from './mapping.ts'

const KIND = z.enum(KIND_NAMES)
const ID = z.string().min(1)
const NAME = z.string().nullable()
const EVIDENCE = z.array(z.object({ what: z.string(), weight: z.number() }))

/** Who says so. */
export const BY = z.enum(['same', 'key', 'auto', 'user', 'paired', 'created'])

/** What a question can be. */
export const BAND = z.enum(['likely', 'ambiguous', 'missing'])

const BINDING = z.object({
  ...{ kind: KIND, source: ID, target: ID.nullable(), by: BY, score: z.number().optional() },
  ...{ evidence: EVIDENCE, sourceName: NAME, targetName: NAME },
})

const QUESTION = z.object({
  ...{ kind: KIND, band: BAND },
  sources: z.array(z.object({ id: ID, name: NAME })).min(1),
  candidates: z.array(
    z.object({ target: ID, targetName: NAME, score: z.number(), evidence: EVIDENCE }),
  ),
})

/** A mapping as JSON. */
export const MAPPING = z
  .object({
    ...{ format: z.literal('homey-mapping'), version: z.literal(1), source: ID, target: ID },
    ...{ bindings: z.array(BINDING), questions: z.array(QUESTION) },
  })
  .meta({ title: 'Which object of one Homey stands for which of another: mapping.json' })

/** What was parsed, as the types of the stages have it. */
export function mappingOf({ bindings, ...rest }: z.infer<typeof MAPPING>): TransferMapping {
  return {
    ...rest,
    bindings: bindings.map(
      ({ score, ...binding }): Binding => ({ ...binding, ...(score !== undefined && { score }) }),
    ),
  }
}

/** The JSON Schema (2020-12) of a mapping, by file name. */
export function mappingSchemas(): Readonly<Record<string, JsonObject>> {
  const made: Json = JSON.parse(JSON.stringify(z.toJSONSchema(MAPPING, { io: 'input' })))
  return { 'mapping.schema.json': isObject(made) ? made : {} }
}
