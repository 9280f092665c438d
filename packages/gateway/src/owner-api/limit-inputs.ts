// What owners say a key is to be limited to, parsed at the edge: ids or names, in lists that are sane.
import type { AllowedCard } from '@latchkey/catalogue'
import { z } from 'zod'

/** How many entries all limits of a key may have together. */
export const MAX_ENTRIES = 10_000

/** How deep and how long the fixed arguments of a card may be. */
const ARGUMENTS = { depth: 10, length: 10_000 } as const

const ENTRY = z
  .string()
  .min(1, 'an id or name is not empty')
  .max(200, 'an id or name has at most 200 letters')
  .regex(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*$/u, 'an id or name has no control characters')

const LIST = z
  .array(ENTRY)
  .min(1, 'name at least one, or leave it out')
  .max(MAX_ENTRIES, `at most ${MAX_ENTRIES} entries`)
  .refine((entries) => new Set(entries).size === entries.length, 'each entry stands once')
  .readonly()

const CARD = z
  .strictObject({
    id: ENTRY,
    args: z
      .record(z.string().max(200), z.unknown())
      .refine(isSmall, 'the arguments of a card are a small JSON object')
      .optional(),
  })
  .transform(({ id, args }): AllowedCard => (args === undefined ? { id } : { id, args }))

const CARDS = z
  .array(CARD)
  .min(1, 'name at least one, or leave it out')
  .max(MAX_ENTRIES, `at most ${MAX_ENTRIES} entries`)
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'each card stands once')
  .readonly()

/** Members of limits that are lists of ids or names. */
export const LIST_MEMBERS = [
  ...(['zones', 'devices', 'capabilities', 'flows', 'flowFolders', 'moods', 'variables'] as const),
  ...(['dashboards', 'scripts', 'apps'] as const),
] as const

/** A member that is a list. */
export type ListMember = (typeof LIST_MEMBERS)[number]

const YES = z.literal(true, 'say true, or leave it out')

const lists = <T extends z.ZodType>(schema: T) => ({
  ...{ zones: schema, devices: schema, capabilities: schema, flows: schema, flowFolders: schema },
  ...{ moods: schema, variables: schema, dashboards: schema, scripts: schema, apps: schema },
})

const SOMETHING = 'name at least one limit, or leave it out'
const isSomething = (value: object): boolean => Object.keys(value).length > 0

/** The limits of a new key, by id or name. */
export const LIMITS_INPUT = z
  .strictObject({
    ...lists(LIST.optional()),
    ...{ own: YES.optional(), drafts: YES.optional(), cards: CARDS.optional() },
    except: z
      .strictObject({ devices: LIST.optional(), zones: LIST.optional() })
      .refine(isSomething, 'name devices or zones, or leave it out')
      .readonly()
      .optional(),
  })
  .refine(isSomething, SOMETHING)
  .refine((limits) => entriesOf(limits) <= MAX_ENTRIES, `at most ${MAX_ENTRIES} entries in all`)
  .readonly()

/** What of a key's limits is to be otherwise: a member replaces, null takes away, absent stays. */
export const LIMITS_CHANGE = z
  .strictObject({
    ...lists(LIST.nullable().optional()),
    ...{ own: YES.nullable().optional(), drafts: YES.nullable().optional() },
    cards: CARDS.nullable().optional(),
    except: z
      .strictObject({ devices: LIST.nullable().optional(), zones: LIST.nullable().optional() })
      .refine(isSomething, 'name devices or zones, or leave it out')
      .readonly()
      .nullable()
      .optional(),
  })
  .refine(isSomething, SOMETHING)
  .refine((limits) => entriesOf(limits) <= MAX_ENTRIES, `at most ${MAX_ENTRIES} entries in all`)
  .readonly()

/** Limits as an owner changes them. Those of a new key are the change of none. */
export type LimitsChange = z.output<typeof LIMITS_CHANGE>

type Entries = readonly unknown[] | null | undefined
type Counted = { readonly [member in ListMember | 'cards']?: Entries } & {
  readonly except?: { readonly devices?: Entries; readonly zones?: Entries } | null | undefined
}

/** How many entries limits have in all. */
export function entriesOf(limits: Counted): number {
  const { cards, except } = limits
  const counted = [...LIST_MEMBERS.map((member) => limits[member]), except?.devices, except?.zones]
  return [...counted, cards].reduce((sum, list) => sum + (list?.length ?? 0), 0)
}

function isSmall(value: unknown): boolean {
  return isShallow(value, ARGUMENTS.depth) && JSON.stringify(value).length <= ARGUMENTS.length
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((one) => isShallow(one, depth - 1))
}
