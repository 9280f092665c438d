// The form of a plan's file: a type that parses it, and the JSON Schema that follows from it. What a
// reader does not know it keeps, so that a plan of a newer minor form is not cut down.
import { z } from 'zod'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { KIND_NAMES, type ObjectKey } from '../kinds/kind-name.ts'
import type { TransferPlan } from './plan.ts'

const HASH = z.string().regex(/^[0-9a-f]{64}$/)
const KIND = z.enum(KIND_NAMES)
const KEY = z
  .custom<ObjectKey>(isKey)
  .meta({ type: 'string', pattern: `^(?:${KIND_NAMES.join('|')}):` })
const BY_KEY = <T extends z.ZodType>(value: T) => z.record(KEY, value)
const JSON_OBJECT = z.record(z.string(), z.json())

function isKey(value: unknown): boolean {
  return typeof value === 'string' && KIND_NAMES.some((kind) => value.startsWith(`${kind}:`))
}

const HUB = z.looseObject({
  id: z.string(),
  name: z.string(),
  generation: z.enum(['pro-2019', 'pro-2023', 'cloud']),
  model: z.string().nullable(),
  firmware: z.string().nullable(),
  language: z.string().nullable(),
  timezone: z.string().nullable(),
})

const UNDO = z.discriminatedUnion('how', [
  z.looseObject({ how: z.literal('delete') }),
  z.looseObject({ how: z.literal('restore'), before: JSON_OBJECT }),
  z.looseObject({ how: z.literal('unset') }),
  z.looseObject({ how: z.literal('nothing'), because: z.string() }),
])

const STEP = z.looseObject({
  id: z.string(),
  kind: KIND,
  verb: z.enum(['install', 'create', 'update', 'set', 'patch', 'activate']),
  phase: z.enum(['build', 'cutover']),
  name: z.string().nullable(),
  source: z.string(),
  target: z.string().nullable(),
  reason: z.string(),
  before: z.json(),
  body: z.json(),
  late: z.array(KEY),
  placeholders: z.array(KEY),
  after: z.array(z.string()),
  expects: HASH.nullable(),
  undo: UNDO,
})

const COUNT = z.number().int().nonnegative()

/** A plan. */
export const PLAN = z
  .looseObject({
    format: z.literal('homey-transfer-plan'),
    version: z.literal(1),
    id: z.string(),
    madeAt: z.iso.datetime(),
    ...{ source: HUB, target: HUB, sourceRoot: HASH, targetRoot: HASH },
    ...{ bound: BY_KEY(z.string()), names: BY_KEY(z.string()) },
    ...{ sourceHashes: BY_KEY(HASH), targetHashes: BY_KEY(HASH) },
    steps: z.array(STEP),
    held: z.array(
      z.looseObject({
        ...{ object: KEY, name: z.string().nullable() },
        ...{ waitsFor: z.array(KEY), because: z.string() },
      }),
    ),
    kept: z.array(
      z.looseObject({
        ...{ object: KEY, name: z.string().nullable(), target: z.string().nullable() },
        ...{ how: z.enum(['adopted', 'merged', 'skipped']), because: z.string() },
      }),
    ),
    byHand: z.array(
      z.looseObject({
        ...{ group: z.string(), object: KEY.nullable(), what: z.string(), instead: z.boolean() },
      }),
    ),
    undecided: z.array(
      z.looseObject({ object: KEY, question: z.string(), choices: z.array(z.string()) }),
    ),
    guards: z.looseObject({
      ...{ overwrites: COUNT, maxOverwrite: COUNT, deletions: COUNT, maxDelete: COUNT },
    }),
  })
  .meta({ title: 'A plan of a transfer from one Homey to another' })

/** A plan as a text; people may read it and compare two of them. */
export function planText(plan: TransferPlan): string {
  return `${JSON.stringify(plan, null, 2)}\n`
}

/** Reads a plan. @throws SyntaxError that says what is wrong with the file */
export function readPlan(text: string): TransferPlan {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new SyntaxError('The plan is no JSON. Make it anew.')
  }
  if (isObject(value) && typeof value['version'] === 'number' && value['version'] > 1) {
    throw new SyntaxError('The plan was made by a newer version of this tool: update it.')
  }
  const parsed = PLAN.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'its top'
  throw new SyntaxError(`The plan is damaged at ${where}: ${issue?.message}. Make it anew.`)
}

/** The JSON Schema (2020-12) of a plan, by file name. */
export function planSchemas(): Readonly<Record<string, JsonObject>> {
  const schema = z.toJSONSchema(PLAN, { io: 'input', unrepresentable: 'any' })
  const made: Json = JSON.parse(JSON.stringify(schema))
  return { 'plan.schema.json': isObject(made) ? made : {} }
}
