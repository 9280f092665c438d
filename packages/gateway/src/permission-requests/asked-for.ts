// What a client sends as a request, parsed at the edge, and what it comes to for its grant: what is new, what it has
// already, what does not exist there. Of objects only ids are taken: a name that is looked up would tell what there is.
import {
  expand,
  GENERATION_NAMES,
  type Generation,
  operationById,
  operations,
  withinCeiling,
} from '@latchkey/catalogue'
import { z } from 'zod'
import type { Grant } from '../grants/grant.ts'
import type { Hub } from '../hubs/hub.ts'
import { life } from '../owner-api/inputs.ts'
import { LIST_MEMBERS, type ListMember } from '../owner-api/limit-inputs.ts'
import type { AskedObjects, Extension } from './permission-request.ts'
import { strangersText } from './strangers-text.ts'
import { isLasting, membersOf, notNamed, widens } from './widening.ts'

/** How many words and how many objects one request may name. */
const MOST = { words: 200, objects: 200 } as const

const IDS = z
  .array(
    z.string().regex(/^[\x21-\x7e]{1,200}$/, 'an object is named by its id, which is printable'),
  )
  .min(1, 'name at least one, or leave it out')
  .max(MOST.objects, `at most ${MOST.objects} entries`)

const OBJECTS = z
  .strictObject(
    Object.fromEntries(LIST_MEMBERS.map((member) => [member, IDS.optional()])) as Readonly<
      Record<ListMember, z.ZodOptional<typeof IDS>>
    >,
  )
  .refine((lists) => Object.keys(lists).length > 0, 'name at least one list, or leave it out')

/** The body of a request. */
export const REQUEST_BODY = z
  .strictObject({
    permissions: z
      .array(z.string().min(1).max(200))
      .max(MOST.words, `at most ${MOST.words} words`)
      .default([]),
    limits: OBJECTS.optional(),
    restrictions: z
      .strictObject({ askFirst: z.literal(true, 'say true, or leave it out') })
      .optional(),
    reason: z
      .string('say why, in a sentence for the owner')
      .max(10_000, 'a reason is a sentence or two')
      .transform((text) => strangersText(text))
      .refine((text) => /[\p{L}\p{N}]/u.test(text), 'say why, in a sentence for the owner'),
    expires: life.optional(),
  })
  .refine(
    ({ permissions, limits }) => permissions.length > 0 || limits !== undefined,
    'name permissions, or objects to be covered',
  )

/** A request as it was sent. */
export type RequestBody = z.output<typeof REQUEST_BODY>

/** A word that cannot be asked for, and why. */
export interface Unaskable {
  readonly word: string
  readonly because: string
}

/** What a request comes to. */
export interface AskedFor {
  readonly asked: Extension
  /** What the grant has already, of permissions. */
  readonly held: readonly string[]
  /** Words that mean nothing on this Homey. */
  readonly absent: readonly string[]
  /** Permissions that Latchkey itself does not have there. */
  readonly beyond: readonly string[]
}

/** A request that cannot be put. `words` are those that are to blame, if words are. */
export interface CannotAsk {
  readonly code: 'permission_unknown' | 'permission_refused' | 'limits_refused'
  readonly message: string
  readonly words: readonly string[]
}

/** What a body asks for, beyond what a grant has. */
export function askedFor(
  body: RequestBody,
  grant: Grant,
  hub: Pick<Hub, 'generation' | 'credentialScopes'>,
  now: number,
): AskedFor | CannotAsk {
  const { permissions, absent, refused, limits } = expand(body.permissions, hub.generation)
  const unaskable = refused.map(({ word, message }) => unaskableFor(word, message, hub.generation))
  if (unaskable.length > 0) {
    const message = unaskable.map(({ because }) => because).join('\n')
    const words = unaskable.map(({ word }) => word)
    return { code: 'permission_unknown', message, words }
  }
  const objects = notNamed(grant.limits, listsIn(body))
  const wrong = bundleProblem(body, grant, limits !== null) ?? objectsProblem(body, grant, objects)
  if (wrong) return wrong
  const until = body.expires === undefined ? Number.POSITIVE_INFINITY : now + body.expires
  const isHeld = (one: string) =>
    isLasting(grant, one) || (grant.lapses?.get(one) ?? Number.NEGATIVE_INFINITY) >= until
  const isBeyond = (one: string) =>
    !withinCeiling(one, hub.generation, hub.credentialScopes) || absent.includes(one)
  const wanted = permissions.filter((one) => !isHeld(one))
  return {
    asked: {
      ...{ permissions: wanted.filter((one) => !isBeyond(one)), objects },
      ...{ askFirst: body.restrictions !== undefined, life: body.expires ?? null },
    },
    held: permissions.filter(isHeld),
    absent,
    beyond: wanted.filter((one) => isBeyond(one) && !absent.includes(one)),
  }
}

function listsIn({ limits = {} }: RequestBody): AskedObjects {
  const lists = LIST_MEMBERS.flatMap((member) => {
    const ids = limits[member]
    return ids ? [[member, ids] as const] : []
  })
  return Object.fromEntries(lists)
}

/** Whether anything is asked for at all. */
export const isEmpty = ({ permissions, objects }: Extension): boolean =>
  permissions.length === 0 && membersOf(objects).length === 0

/** Why nothing of a request can be granted, in a sentence for its developer. */
export function nothingLeft({ absent, beyond }: AskedFor, generation: Generation): CannotAsk {
  const message = [
    absent.length > 0 && `Not on ${GENERATION_NAMES[generation]}: ${absent.join(', ')}.`,
    beyond.length > 0 && `Latchkey itself may not do this on this Homey: ${beyond.join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ')
  return { code: 'permission_refused', message, words: [...absent, ...beyond] }
}

// What a developer may have typed is an operation; those that are never granted are told why.
function unaskableFor(word: string, message: string, generation: Generation): Unaskable {
  const shown = strangersText(word, 80)
  const operation =
    operationById(generation, word) ?? operations('pro-2019').find(({ id }) => id === word)
  const requirement = operation?.requirement
  if (requirement?.class === 'withheld') {
    return { word: shown, because: `${shown} is never granted: ${requirement.because}.` }
  }
  return { word: shown, because: operation ? message : strangersText(message, 300) }
}

function bundleProblem(
  { permissions }: RequestBody,
  { limits }: Grant,
  bringsLimits: boolean,
): CannotAsk | undefined {
  if (!bringsLimits || limits?.own === true) return undefined
  const message =
    'A preset that brings limits along would limit what this key has already. Ask for its permissions by name.'
  return { code: 'limits_refused', message, words: permissions.filter((one) => one.includes(':')) }
}

function objectsProblem(
  { limits, expires }: RequestBody,
  grant: Grant,
  objects: AskedObjects,
): CannotAsk | undefined {
  if (limits === undefined) return undefined
  const refuse = (message: string, words: readonly string[] = []): CannotAsk => {
    return { code: 'limits_refused', message, words }
  }
  if (expires !== undefined) {
    return refuse(
      'Objects are covered for as long as the key counts. Ask for them without expires.',
    )
  }
  if (grant.limits === null) {
    return refuse(
      'This key has no limits, and neither has what it gets besides. Leave limits out; for something narrower ask the owner for a second key.',
    )
  }
  const free = membersOf(objects).filter((member) => !widens(grant.limits, member))
  if (free.length === 0) return undefined
  return refuse(
    `This key is not limited by ${free.join(', ')}: naming some would take the others away. Leave that out.`,
    free,
  )
}
