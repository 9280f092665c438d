// Steps 1 and 2 in order: who is it, what is meant, may they. What comes out is either everything
// that the other steps need, or a refusal.
import { buildQuery, type Matched } from '@latchkey/catalogue'
import { dialectOf } from '@latchkey/homey'
import type { Grant } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import { holdsKey } from '../grants/key.ts'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import { type Answer, refusalAnswer } from './answer.ts'
import { acceptedPermissions, decide, type Verdict } from './decide.ts'
import { identify } from './identify.ts'
import { meantBy } from './meant.ts'
import type { DenyReason } from './reason.ts'
import type { Recorded } from './record.ts'
import { type HubPathRequest, parseBody } from './request.ts'

/** What admitting stands on. */
export interface AdmissionParts {
  readonly grants: Grants
  readonly hubs: Hubs
  readonly now: () => number
}

/** A request that passed: what is to be done, for whom, where; all of it as the hub takes it. */
export interface Admitted {
  readonly grant: Grant
  readonly hub: ConnectedHub
  readonly matched: Matched
  readonly query: string
  readonly body: unknown
}

/** What admitting came to: everything that is needed to go on, or the refusal. */
export type Admission =
  | { readonly admitted: Admitted; readonly verdict: Extract<Verdict, { verdict: 'allow' }> }
  | { readonly refused: DenyReason; readonly answer: Answer; readonly known: Partial<Recorded> }

/**
 * Identifies the client, matches the call and decides on it. The body is read only for a good key,
 * and the key is looked at again afterwards.
 */
export async function admit(
  request: HubPathRequest,
  { grants, hubs, now }: AdmissionParts,
): Promise<Admission> {
  const refuse = (reason: DenyReason, known: Partial<Recorded> = {}): Admission => ({
    refused: reason,
    answer: refusalAnswer(reason),
    known,
  })
  const identifyNow = () => identify(request.authorization, (key) => grants.byKey(key), now())
  const first = identifyNow()
  if (first.reason) return refuse(first.reason, first)
  // The hub keeps and repeats what stands in a path, so a key that stands there never goes on.
  if (holdsKey(request.rawPath) || holdsKey(request.rawQuery)) return refuse('key-in-path', first)
  const { hubGeneration } = first.grant
  const dialect = dialectOf(hubGeneration)
  const meant = meantBy(hubGeneration, dialect, request.method, request.rawPath)
  if (!meant.matched) return refuse(meant.reason, first)
  const query = buildQuery(meant.operation, request.rawQuery)
  if (query === undefined) return refuse('malformed-query', { ...first, matched: meant })
  const content = await readContent(request)
  if ('reason' in content) return refuse(content.reason, { ...first, matched: meant })
  const call = dialect.toHub(meant.operation, meant.ids, query, content.value)
  if (typeof call === 'string') return refuse(call, { ...first, matched: meant })
  const matched: Matched = { ...meant, operation: call.operation, ids: call.ids }
  // The body may have taken its time: what was granted then may be revoked now.
  const { grant, reason } = content.value === undefined ? first : identifyNow()
  if (reason) return refuse(reason, { grant, matched })
  const hub = hubs.byId(grant.hubId)
  if (!hub) return refuse('hub-gone', { grant, matched })
  const { credentialUser } = hub.hub
  const body = dialect.meantBody(matched.operation.id, content.value)
  const verdict = decide(grant, matched, { body, credentialUser })
  if (verdict.verdict === 'allow') {
    return { admitted: { grant, hub, matched, query: call.query, body: call.body }, verdict }
  }
  return {
    refused: verdict.reason,
    answer: denied(verdict, matched.operation.id),
    known: { grant, matched },
  }
}

async function readContent(
  request: HubPathRequest,
): Promise<{ readonly value: unknown } | { readonly reason: DenyReason }> {
  if (request.method !== 'POST' && request.method !== 'PUT') return { value: undefined }
  const body = await request.readBody()
  return typeof body === 'string' ? { reason: body } : parseBody(body, request.contentType)
}

function denied(verdict: Extract<Verdict, { verdict: 'deny' }>, operation: string): Answer {
  if (verdict.reason === 'withheld') {
    return refusalAnswer('withheld', `${operation} is never granted: ${verdict.because}.`)
  }
  const words = verdict.alternatives.map((all) => all.join(' and ')).join(', or ')
  return refusalAnswer(
    'permission-missing',
    `this key may not do ${operation}. It needs ${words}. Ask the owner of this Homey for a key that has it.`,
    { 'x-latchkey-accepted-permissions': acceptedPermissions(verdict.alternatives) },
  )
}
