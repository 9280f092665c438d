// What the owner API answers, as schemas: the OpenAPI document is made from them, and the compiler
// holds the handlers to them.
import { z } from 'zod'

const time = z.string().meta({ format: 'date-time' })
const words = z.array(z.string()).readonly()

/** A hub. */
export const HUB = z.object({
  id: z.string(),
  name: z.string(),
  generation: z.string(),
  address: z.string(),
  credential: z.enum(['local-key', 'homey-cli', 'athom-client', 'third-party']).or(z.string()),
  minted: z.boolean(),
  scopes: words.nullable(),
  added: time,
  notes: words.optional(),
})

/** What became of a hub that was removed. */
export const REMOVED_HUB = z.object({
  id: z.string(),
  revokedKeys: z.number(),
  keyDeleted: z.boolean().optional(),
  keyProblem: z.string().optional(),
})

/** What the doctor says. */
export const HEALTH = z.object({
  hubs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      address: z.string(),
      reachable: z.boolean(),
      version: z.string().nullable(),
      way: z.string(),
      because: z.string(),
      credential: z.enum(['good', 'refused', 'lapsed', 'unknown']),
      credentialIs: z.string(),
      expires: time.nullable(),
      warning: z.string().nullable(),
      problem: z.string().nullable(),
      scopes: words.nullable(),
      grantable: z.number(),
      notGrantable: words,
      narrowerScopes: words,
    }),
  ),
})

/** An account at Athom. */
export const ACCOUNT = z.object({ id: z.string(), name: z.string(), clientId: z.string() })

/** A login at Athom that was begun. */
export const BEGUN_LOGIN = z.object({ url: z.string(), state: z.string() })

/** An audit event. */
export const EVENT = z.object({
  id: z.number(),
  time,
  client: z.string().nullable(),
  grant: z.string().nullable(),
  hub: z.string().nullable(),
  operation: z.string().nullable(),
  method: z.string(),
  path: z.string(),
  verdict: z.enum(['allow', 'deny']),
  reason: z.string(),
  status: z.number().nullable(),
  ms: z.number().nullable(),
  owner: z.string().nullable(),
  tool: z
    .string()
    .nullable()
    .meta({ description: 'the tool of the MCP server that a client used' }),
})

/** What verifying the audit log came to. */
export const VERIFICATION = z.object({
  ok: z.boolean(),
  rows: z.number(),
  good: z.number(),
  pruned: z.number(),
  chains: z.number(),
  first: z.number().nullable(),
  problems: z
    .array(z.object({ kind: z.string(), id: z.number().nullable(), message: z.string() }))
    .readonly(),
})

/** What pruning the audit log came to. */
export const PRUNED = z.object({ rows: z.number(), chains: z.number() })

/** For how many days audit events are kept; null for ever. */
export const RETENTION = z.object({ days: z.number().nullable() })

/** An owner. */
export const OWNER = z.object({ id: z.string(), name: z.string(), created: time })

/** What an owner signs in with. */
export const CREDENTIAL = z.object({
  id: z.string(),
  kind: z.enum(['password', 'passkey']),
  created: time,
})

/** What the browser needs for a passkey; null where there can be none, and why. */
export const PASSKEY_OPTIONS = z.object({
  options: z.record(z.string(), z.unknown()).nullable(),
  problem: z.string().nullable(),
})

/** A setup link. */
export const SETUP_LINK = z.object({ url: z.string(), expires: time })

/** Nothing but that it is done. */
export const DONE = z.object({ done: z.literal(true) })

/** An error. */
export const ERROR = z.object({ error: z.string(), message: z.string() })
