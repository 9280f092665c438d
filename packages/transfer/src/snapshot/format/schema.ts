// The form of a snapshot's files, as types that parse them; their JSON Schemas follow from these.
import { z } from 'zod'
import { isObject, type Json, type JsonObject } from '../../json.ts'
import { KIND_NAMES } from '../../kinds/kind-name.ts'
import type { CardFacts, SnapshotManifest } from '../snapshot.ts'

/** The version that is written, and the highest that is read. */
export const VERSION = 1

const HASH = z.string().regex(/^[0-9a-f]{64}$/)
const KIND = z.enum(KIND_NAMES)
const JSON_OBJECT = z.record(z.string(), z.json())

/** The head: `manifest.json`. What it has besides is kept out and does not matter. */
export const MANIFEST = z
  .object({
    format: z.literal('homey-snapshot'),
    version: z.literal(VERSION),
    tool: z.string(),
    takenAt: z.iso.datetime(),
    hub: z.object({
      id: z.string(),
      name: z.string(),
      generation: z.enum(['pro-2019', 'pro-2023', 'cloud']),
      model: z.string().nullable(),
      firmware: z.string().nullable(),
      language: z.string().nullable(),
      timezone: z.string().nullable(),
    }),
    counts: z.partialRecord(KIND, z.number().int().nonnegative()),
    root: HASH,
    stable: z.boolean(),
    secrets: z.enum(['sealed', 'left-out', 'none']),
    unread: z.array(
      z.object({
        kind: KIND,
        id: z.string().optional(),
        why: z.enum(['absent', 'not-permitted', 'untold', 'failed']),
        reason: z.string(),
      }),
    ),
  })
  .meta({ title: 'The head of a snapshot of a Homey: manifest.json' })

const STUB = z.object({ $secret: z.string(), hmac: z.string() })

/** One object: `objects/<kind>/<id>.json`. */
export const OBJECT = z
  .object({
    kind: KIND,
    id: z.string(),
    name: z.string().nullable(),
    content: JSON_OBJECT,
    facts: JSON_OBJECT,
    inline: z.record(z.string(), STUB).optional(),
    sha256: HASH,
  })
  .meta({ title: 'One object of a snapshot of a Homey: objects/<kind>/<id>.json' })

/** A line of `index.ndjson`. */
export const INDEX_LINE = z
  .object({ kind: KIND, id: z.string(), sha256: HASH, name: z.string().nullable() })
  .meta({ title: 'A line of the index of a snapshot of a Homey: index.ndjson' })

/** A line of `cards.ndjson`. */
export const CARD = z.object({
  id: z.string(),
  role: z.enum(['trigger', 'condition', 'action']),
  ownerUri: z.string().nullable(),
  args: z.record(
    z.string(),
    z.object({ type: z.string(), values: z.array(z.string()).optional() }),
  ),
})

/** A line of the text that is sealed in `secrets.age`. */
export const SECRET = z.object({ ref: z.string(), value: z.json() })

/** What was parsed, as the types of the stages have it. */
export const manifestOf = (parsed: z.infer<typeof MANIFEST>): SnapshotManifest => ({
  ...parsed,
  unread: parsed.unread.map(({ id, ...one }) => ({ ...one, ...(id !== undefined && { id }) })),
})

/** A card that was parsed. */
export const cardOf = ({ args, ...card }: z.infer<typeof CARD>): CardFacts => ({
  ...card,
  args: Object.fromEntries(
    Object.entries(args).map(([name, { type, values }]) => [
      name,
      { type, ...(values !== undefined && { values }) },
    ]),
  ),
})

/** JSON Schemas (2020-12) of the files of a snapshot, by file name. */
export function snapshotSchemas(): Readonly<Record<string, JsonObject>> {
  const rows = { manifest: MANIFEST, object: OBJECT, index: INDEX_LINE }
  return Object.fromEntries(
    Object.entries(rows).map(([name, schema]) => {
      const made: Json = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' })))
      return [`snapshot-${name}.schema.json`, isObject(made) ? made : {}]
    }),
  )
}
