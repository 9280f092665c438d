// A `subscribe` message: judged, then asked of the hub. A hub that is away takes it when it is back, and
// the client need not know.
import { setTimeout as sleep } from 'node:timers/promises'
import { HubError } from '@latchkey/homey'
import type { Grant } from '../grants/grant.ts'
import { howToAsk, REQUESTS_PATH } from '../hub-path/ask-for-more.ts'
import { type Alternatives, acceptedPermissions } from '../hub-path/decide.ts'
import { failureOf } from '../hub-path/forward.ts'
import { errorOf, type SocketError, socketError } from './acknowledgement.ts'
import { HUB_WORD } from './bounds.ts'
import type { EventFilter } from './event-filter.ts'
import { judgeSubscription, type SubscriptionVerdict } from './judge-subscription.ts'
import { parseUri, type SubscriptionUri } from './uri.ts'

/** A subscription that may be made: of what, and the permissions of which any did. */
export interface MaySubscribe {
  readonly parsed: SubscriptionUri
  readonly alternatives: Alternatives
}

/** What a subscription is of; or why it is refused. */
export function askedSubscription(
  uri: unknown,
  grant: Grant,
  filter: EventFilter,
): MaySubscribe | { readonly refused: SocketError } {
  const parsed = parseUri(uri)
  if (!parsed) return { refused: MALFORMED }
  const verdict = judgeSubscription(parsed, grant, filter)
  if (verdict.verdict === 'allow') return { parsed, alternatives: verdict.alternatives }
  return { refused: inWords(uri, verdict) }
}

function inWords(
  uri: unknown,
  verdict: Extract<SubscriptionVerdict, { verdict: 'deny' }>,
): SocketError {
  if (verdict.reason !== 'permission-missing') return NOT_THERE
  const { alternatives } = verdict
  const words = alternatives.map((all) => all.join(' and ')).join(', or ')
  const needs = words === '' ? 'No key can.' : `It needs ${words}.`
  return {
    ...socketError(
      403,
      'missing_permission',
      `this key may not be told of ${uri}. ${needs} Ask the owner of this Homey for a key that has it, or request it: POST ${REQUESTS_PATH}.`,
    ),
    acceptedPermissions: acceptedPermissions(alternatives),
    ...howToAsk('permission-missing', acceptedPermissions(alternatives)).body,
  }
}

/** Waits for the hub's word, within bounds: why the hub refused, or undefined. */
export async function hubsWord(taken: Promise<void>): Promise<SocketError | undefined> {
  const patience = new AbortController()
  const late = sleep(HUB_WORD, undefined, { signal: patience.signal, ref: false })
  try {
    await Promise.race([taken, late])
    return undefined
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    return error.code === 'hub_refused' && error.status === 404
      ? NOT_THERE
      : errorOf(failureOf(error).answer)
  } finally {
    late.catch(() => {})
    patience.abort()
  }
}

const MALFORMED = socketError(
  400,
  'invalid_request',
  'subscribe to homey:manager:<manager> or to homey:<kind>:<id>.',
)

// Said of what is not there and of what is not covered alike.
const NOT_THERE = socketError(404, 'not_found', 'there is nothing at this URI.')

/** Told to a socket with as many subscriptions as it may have. */
export const TOO_MANY_SUBSCRIPTIONS = socketError(
  429,
  'too_many_requests',
  'this socket has too many subscriptions. Subscribe to managers rather than to each object.',
)
