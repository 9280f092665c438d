// The handshake: a connection shows a key on the root namespace, and is told which namespace is its own
// (reference 3.2). The key means what it means over HTTP; refusals are in the acknowledgement.
import { type Grant, standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import { type ApiKey, isApiKey } from '../grants/key.ts'
import { refusalAnswer } from '../hub-path/answer.ts'
import { identify, LAPSES } from '../hub-path/identify.ts'
import type { DenyReason } from '../hub-path/reason.ts'
import type { Hubs } from '../hubs/hubs.ts'
import type { Currency } from '../storage/currency.ts'
import { errorOf, type SocketError, socketError } from './acknowledgement.ts'
import { SOCKETS_OF_GRANT } from './bounds.ts'

/** What the door stands on. */
export interface DoorParts {
  readonly grants: Grants
  readonly hubs: Hubs
  readonly currency: Currency
  readonly installationId: string
  readonly now: () => number
}

/** Who was let in by a handshake, or why not. */
export type Handshake =
  | {
      readonly grant: Grant
      readonly key: ApiKey
      /** When what was shown expires, if before the grant; null if not. */
      readonly expiresAt: number | null
    }
  | {
      readonly refused: SocketError
      /** Whether the same handshake may be good a little later. */
      readonly forNow: boolean
    }

/** Judges a `handshakeClient` message. */
export function judgeHandshake(message: unknown, parts: DoorParts): Handshake {
  const { grants, hubs, currency, installationId, now } = parts
  const said: { readonly token?: unknown; readonly homeyId?: unknown } =
    typeof message === 'object' && message !== null ? message : {}
  if (!currency.isCurrent) return refused('state-unknown', true)
  const key = typeof said.token === 'string' ? said.token : ''
  const authorization = key === '' ? undefined : `Bearer ${key}`
  const { grant, reason } = identify(authorization, (one) => grants.held(one), now())
  if (reason) return refused(reason)
  if (!isApiKey(key)) return refused('token-malformed')
  const hub = hubs.byId(grant.hubId)
  if (!hub) return refused('hub-gone')
  const ids: readonly unknown[] = [hub.hub.id, installationId, null, undefined]
  if (!ids.includes(said.homeyId)) return { refused: OTHER_HOMEY, forNow: false }
  return { grant, key, expiresAt: grants.held(key)?.expiresAt ?? null }
}

function refused(reason: DenyReason, forNow = false): Handshake {
  return { refused: errorOf(refusalAnswer(reason)), forNow }
}

const OTHER_HOMEY = socketError(
  400,
  'invalid_homey_id',
  'this key is for another Homey. Leave homeyId out, or take the id that the ping answers with.',
)

/** Told to a connection whose grant has as many sockets as it may. */
export const TOO_MANY_SOCKETS = socketError(
  429,
  'too_many_sockets',
  `this key has ${SOCKETS_OF_GRANT} sockets open already. Close one, or use one socket for all.`,
)

/** Told to a connection that tries too often. */
export const TOO_MANY_TRIES = socketError(
  429,
  'too_many_requests',
  'too many handshakes on one connection. Open another one.',
)

/** Told to a connection that is in, and shows another key. */
export const ALREADY_IN = socketError(
  400,
  'invalid_request',
  'this connection is for another key. Open another connection.',
)

/** The error for a grant that counts no longer, or a token that has expired; undefined if both count. */
export function lapsed(
  grant: Grant | undefined,
  expiresAt: number | null,
  now: number,
): SocketError | undefined {
  if (!grant) return errorOf(refusalAnswer('token-unknown'))
  const state = standing(grant, now)
  const isOver = expiresAt !== null && expiresAt <= now
  if (state === 'live') return isOver ? errorOf(refusalAnswer('token-expired')) : undefined
  return errorOf(refusalAnswer(LAPSES[state]))
}
