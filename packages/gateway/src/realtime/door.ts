// The handshake: a connection shows a key on the root namespace, and is told which namespace is its own
// (reference 3.2). The key means what it means over HTTP; refusals are in the acknowledgement.

import type { Proofs } from '../dpop/proofs.ts'
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
  /** Checks what proves that a token is in the right hands. */
  readonly proofs?: Pick<Proofs, 'check'> | undefined
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
      /** The key that it is bound to, and was proven to be in the same hands; null if to none. */
      readonly provenBy: string | null
    }
  | {
      readonly refused: SocketError
      /** Whether the same handshake may be good a little later. */
      readonly forNow: boolean
    }

/** Where sockets are, as a proof names it. */
const SOCKET_PATH = '/socket.io/'

/** The proof in a `handshakeClient` message, where sockets have no header for it; undefined if there is none. */
export function proofIn(message: unknown): string | undefined {
  const said: { readonly dpop?: unknown } =
    typeof message === 'object' && message !== null ? message : {}
  return typeof said.dpop === 'string' ? said.dpop : undefined
}

/**
 * Judges a `handshakeClient` message with a proof, as if it were a `GET` of the socket's path: the proof is for the
 * connection, and counts as long as the token.
 */
export async function judgeProven(message: unknown, parts: DoorParts): Promise<Handshake> {
  const { grants, proofs } = parts
  const said: { readonly token?: unknown } =
    typeof message === 'object' && message !== null ? message : {}
  const token = typeof said.token === 'string' && isApiKey(said.token) ? said.token : undefined
  const held = token && grants.held(token)
  // What is bound to nothing is refused with a proof, as over HTTP.
  if (!token || !held || !proofs) return judgeHandshake(message, parts)
  if (held.boundTo === null) return refused('token-not-bound')
  const shown = { proof: proofIn(message), method: 'GET', path: SOCKET_PATH, token }
  const thumbprint = held.boundTo
  const proven = await proofs.check({ ...shown, thumbprint, grantId: held.grant.id })
  if (proven.problem === undefined) return judgeHandshake(message, parts, proven.by)
  return refused(proven.problem, { forNow: true, nonce: proven.nonce })
}

/** Judges a `handshakeClient` message; `provenBy` is the key that whoever sent it has proven to have. */
export function judgeHandshake(message: unknown, parts: DoorParts, provenBy?: string): Handshake {
  const { grants, hubs, currency, installationId, now } = parts
  const said: { readonly token?: unknown; readonly homeyId?: unknown } =
    typeof message === 'object' && message !== null ? message : {}
  if (!currency.isCurrent) return refused('state-unknown', { forNow: true })
  const key = typeof said.token === 'string' ? said.token : ''
  const scheme = provenBy === undefined ? 'Bearer' : 'DPoP'
  const authorization = key === '' ? undefined : `${scheme} ${key}`
  const held = (one: ApiKey) => grants.held(one)
  const { grant, reason } = identify(authorization, held, now(), { provenBy })
  if (reason) return refused(reason)
  if (!isApiKey(key)) return refused('token-malformed')
  const hub = hubs.byId(grant.hubId)
  if (!hub) return refused('hub-gone')
  const ids: readonly unknown[] = [hub.hub.id, installationId, null, undefined]
  if (!ids.includes(said.homeyId)) return { refused: OTHER_HOMEY, forNow: false }
  const expiresAt = grants.held(key)?.expiresAt ?? null
  return { grant, key, expiresAt, provenBy: provenBy ?? null }
}

function refused(
  reason: DenyReason,
  {
    forNow = false,
    nonce,
  }: { readonly forNow?: boolean; readonly nonce?: string | undefined } = {},
): Handshake {
  const headers = nonce === undefined ? {} : { 'dpop-nonce': nonce }
  return { refused: errorOf(refusalAnswer(reason, undefined, headers)), forNow }
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
