// What is told of a client and of what is thought of it: the schemas of the answers.
import { DANGERS } from '@latchkey/catalogue'
import { z } from 'zod'
import { MANIFEST } from '../clients/manifest.ts'
import { REACH } from './reach-views.ts'

const time = z.string().meta({ format: 'date-time' })
const list = <T extends z.ZodType>(one: T) => z.array(one).readonly()

/** What is thought of a client. */
export const CLIENT_STATE = z.enum([
  ...(['self-asserted', 'submitted', 'reviewed', 'listed', 'suspended'] as const),
])

/** A finding of a check. */
export const FINDING = z.object({
  level: z.enum(['wrong', 'much', 'note']),
  ...{ code: z.string(), path: z.string(), line: z.number().nullable() },
  ...{ message: z.string(), advice: z.string() },
})

const VERSION = z.object({
  number: z.number(),
  manifest: MANIFEST,
  submitted: time,
  submittedBy: z.string(),
  verdict: z.enum(['approved', 'returned']).nullable(),
  decided: time.nullable(),
  decidedBy: z.string().nullable(),
  findings: list(z.string()),
})

/** Who suspends a client. */
export const SUSPENSION = z.object({
  by: z.string().meta({ description: 'an owner, `local`, or `directory:` and its name' }),
  ...{ since: time, because: z.string() },
})

const USE = z.object({
  permission: z.string(),
  danger: z.enum(DANGERS),
  asked: z.enum(['required', 'optional']).nullable().meta({
    description: 'null: it was granted and used, and the manifest does not have it',
  }),
  reason: z.string().nullable(),
  used: z.number().meta({ description: 'how often, about' }),
  last: time.nullable(),
})

/** All that a reviewer needs to know of a client. */
export const CLIENT_FILE = z.object({
  ...{ id: z.string(), name: z.string(), state: CLIENT_STATE },
  origin: z.enum(['hand', 'registered', 'document']),
  redirectUris: list(z.string()),
  changed: z.boolean().meta({
    description: 'it is not what was vouched for: nothing is granted to it until it is reviewed',
  }),
  suspensions: list(SUSPENSION),
  listed: z
    .object({ directory: z.string(), reviewed: time, findings: list(z.string()) })
    .nullable(),
  waiting: VERSION.nullable(),
  approved: VERSION.nullable(),
  versions: list(VERSION),
  difference: list(
    z.object({
      ...{ part: z.string(), of: z.string().nullable() },
      ...{ before: z.string().nullable(), after: z.string().nullable() },
    }),
  ).meta({ description: 'of what waits, from what was approved last' }),
  check: list(FINDING),
  grants: list(z.object({ id: z.string(), hub: z.string(), state: z.string() })),
  usedSince: time,
  use: list(USE),
  reach: list(z.object({ hub: z.string(), name: z.string(), reach: REACH })),
})

/** What a manifest came to that was handed in. */
export const SUBMITTED = z.object({
  ...{ id: z.string(), state: CLIENT_STATE, version: z.number() },
  findings: list(FINDING),
  secret: z.string().nullable().meta({ description: 'of a client that was added; shown once' }),
})

/** Where a client stands after something was done about it. */
export const CLIENT_STANDING = z.object({
  ...{ id: z.string(), name: z.string(), state: CLIENT_STATE },
  suspensions: list(SUSPENSION),
  halted: z.number().meta({ description: 'how many grants of it do not count for now' }),
})

export type FindingView = z.output<typeof FINDING>
export type ClientFileView = z.output<typeof CLIENT_FILE>
export type SubmittedView = z.output<typeof SUBMITTED>
export type ClientStandingView = z.output<typeof CLIENT_STANDING>
