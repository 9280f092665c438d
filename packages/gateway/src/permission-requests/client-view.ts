// What a client is told of its requests: plain JSON, times in ISO 8601. The same over HTTP and on its sockets.
import { z } from 'zod'
import { REQUESTS_PATH } from '../hub-path/ask-for-more.ts'
import { LIST_MEMBERS } from '../owner-api/limit-inputs.ts'
import {
  type AskedObjects,
  notGiven,
  type PermissionRequest,
  REQUEST_STATES,
  stateOf,
} from './permission-request.ts'

const time = z.string().meta({ format: 'date-time' })
const words = z.array(z.string()).readonly()

/** Objects by id, in the lists of limits. */
export const OBJECTS = z.object(
  Object.fromEntries(LIST_MEMBERS.map((member) => [member, words.optional()])),
)

/** A request, as its client sees it. */
export const CLIENT_REQUEST = z.object({
  id: z.string(),
  /** Where it can be asked what became of it. */
  url: z.string(),
  state: z.enum(REQUEST_STATES),
  permissions: words,
  limits: OBJECTS.optional(),
  askFirst: z.boolean(),
  /** For how many seconds it was asked; null for as long as the grant. */
  seconds: z.number().nullable(),
  reason: z.string(),
  asked: time,
  /** Until when it waits. */
  expires: time,
  answered: time.nullable(),
  /** What was given; null if nothing was. */
  granted: z
    .object({
      permissions: words,
      limits: OBJECTS.optional(),
      askFirst: z.boolean(),
      /** Until when; null for as long as the grant. */
      until: time.nullable(),
    })
    .nullable(),
  /** Permissions that were asked for and not given. */
  refused: words,
  /** The owner's word. */
  word: z.string().nullable(),
})

/** A request, as its client sees it. */
export type ClientRequestView = z.output<typeof CLIENT_REQUEST>

export const iso = (at: number): string => new Date(at).toISOString()
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

const limitsIn = (objects: AskedObjects) =>
  Object.keys(objects).length > 0 ? { limits: { ...objects } } : {}

/** A request's view for its client. */
export function clientView(request: PermissionRequest, now: number): ClientRequestView {
  const { id, asked, reason, given, word } = request
  const { permissions, objects, askFirst, life } = asked
  return {
    ...{ id, url: `${REQUESTS_PATH}/${id}`, state: stateOf(request, now), permissions },
    ...{ ...limitsIn(objects), askFirst, seconds: life === null ? null : life / 1_000, reason },
    ...{ asked: iso(request.askedAt), expires: iso(request.expiresAt) },
    answered: isoOrNull(request.answeredAt),
    granted: given && {
      ...{ permissions: given.permissions, ...limitsIn(given.objects) },
      ...{ askFirst: given.askFirst, until: isoOrNull(given.until) },
    },
    ...{ refused: notGiven(request), word },
  }
}
