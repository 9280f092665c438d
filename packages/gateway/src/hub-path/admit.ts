// Steps 1 and 2 in order: who is it, what is meant, may they. What comes out is either everything
// that the other steps need, or a refusal.
import { buildQuery, type Matched } from '@latchkey/catalogue'
import { dialectOf, type HubCall } from '@latchkey/homey'
import type { Grant } from '../grants/grant.ts'
import { holdsKey } from '../grants/key.ts'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import { type Answer, refusalAnswer } from './answer.ts'
import { REQUESTS_PATH } from './ask-for-more.ts'
import { type Alternatives, acceptedPermissions, decide, type Verdict } from './decide.ts'
import type { Hold } from './hold.ts'
import { type IdentifyParts, identifyRequest } from './identify-request.ts'
import { meantBy } from './meant.ts'
import type { DenyReason } from './reason.ts'
import type { Recorded } from './record.ts'
import { type HubPathRequest, parseBody, type Via } from './request.ts'

/** What admitting stands on. */
export interface AdmissionParts extends IdentifyParts {
  readonly hubs: Hubs
}

/** A request that passed: what is to be done, for whom, where. */
export interface Admitted {
  readonly grant: Grant
  readonly hub: ConnectedHub
  /** What the client meant: limits are judged on this, and on the body in V3's form. */
  readonly meant: Matched
  readonly body: unknown
  /** The tool of the MCP server that makes it, if one does. */
  readonly via?: Via | undefined
  /** The permissions that it needs: any one of these, with all in it. */
  readonly needs: Alternatives
  /** The same as the hub takes it. */
  readonly call: HubCall
  /** The call with another body in V3's form; how what was judged is what is sent. */
  readonly withBody: (body: unknown) => HubCall | DenyReason
  /** Identifies and decides once more: to be asked after every wait, as the grant may be another now. */
  readonly again: () => Admission
}

/** What admitting came to: everything that is needed to go on, or the refusal. */
export type Admission =
  | { readonly admitted: Admitted; readonly verdict: Extract<Verdict, { verdict: 'allow' }> }
  | { readonly refused: DenyReason; readonly answer: Answer; readonly known: Partial<Recorded> }

/**
 * Identifies the client, matches the call and decides on it. The body is read only for a good key that
 * has a place, which `hold` keeps, and the key is looked at again afterwards.
 */
export async function admit(
  request: HubPathRequest,
  parts: AdmissionParts,
  hold: Hold,
): Promise<Admission> {
  const audience = request.via ? 'mcp' : 'hub'
  const arrival = await identifyRequest(request, parts, audience)
  const { who: first, again: identifyNow } = arrival
  if (first.reason) return refuse(first.reason, first, arrival.nonce)
  // The hub keeps and repeats what stands in a path, so a key that stands there never goes on.
  if (holdsKey(request.rawPath) || holdsKey(request.rawQuery)) return refuse('key-in-path', first)
  const wanted = await understand(request, first.grant, parts.hubs, hold)
  if ('refused' in wanted) return wanted
  const { meant, content, withBody } = wanted
  const call = withBody(content)
  if (typeof call === 'string') return refuse(call, { ...first, matched: meant })
  const matched = matchedAt(meant, call)
  const { via } = request
  const again = (): Admission => {
    const { grant, reason } = identifyNow()
    if (reason) return refuse(reason, { grant, matched })
    const hub = parts.hubs.byId(grant.hubId)
    if (!hub) return refuse('hub-gone', { grant, matched })
    const { credentialUser } = hub.hub
    const body = dialectOf(grant.hubGeneration).meantBody(call.operation.id, content)
    const verdict = decide(grant, matched, { body, credentialUser })
    if (verdict.verdict === 'allow') {
      const needs = verdict.reason === 'granted' ? verdict.alternatives : []
      return { admitted: { grant, hub, meant, body, via, needs, call, withBody, again }, verdict }
    }
    const answer = denied(verdict, matched.operation.id)
    return { refused: verdict.reason, answer, known: { grant, matched } }
  }
  // The body may have taken its time: what was granted then may be revoked now.
  return again()
}

/** The match that the hub makes of a call; what is recorded. */
export function matchedAt(meant: Matched, call: Pick<HubCall, 'operation' | 'ids'>): Matched {
  return { ...meant, operation: call.operation, ids: call.ids }
}

const refuse = (reason: DenyReason, known: Partial<Recorded> = {}, nonce?: string) => ({
  refused: reason,
  answer: refusalAnswer(reason, undefined, nonce === undefined ? {} : { 'dpop-nonce': nonce }),
  known,
})

/** What a request wants, before anybody asked whether it may. */
interface Wanted {
  readonly meant: Matched
  readonly content: unknown
  readonly withBody: Admitted['withBody']
}

async function understand(
  request: HubPathRequest,
  grant: Grant,
  hubs: Hubs,
  hold: Hold,
): Promise<Wanted | ReturnType<typeof refuse>> {
  const { hubGeneration } = grant
  const dialect = dialectOf(hubGeneration)
  const meant = meantBy(hubGeneration, dialect, request.method, request.rawPath)
  if (!meant.matched) return refuse(meant.reason, { grant })
  const query = buildQuery(meant.operation, request.rawQuery)
  if (query === undefined) return refuse('malformed-query', { grant, matched: meant })
  const hub = hubs.byId(grant.hubId)
  if (!hub) return refuse('hub-gone', { grant, matched: meant })
  // One grant takes at most half of a hub's places, so that no client keeps the others out. What the
  // gateway answers by itself needs none.
  const needsPlace = meant.operation.requirement.class !== 'always'
  if (needsPlace && !hold.enter(grant, Math.ceil(hub.connection.places / 2))) {
    return refuse('overloaded', { grant, matched: meant })
  }
  const content = await readContent(request, hold)
  if ('reason' in content) return refuse(content.reason, { grant, matched: meant })
  const withBody = (body: unknown) => dialect.toHub(meant.operation, meant.ids, query, body)
  return { meant, content: content.value, withBody }
}

async function readContent(
  request: HubPathRequest,
  hold: Hold,
): Promise<{ readonly value: unknown } | { readonly reason: DenyReason }> {
  if (request.method !== 'POST' && request.method !== 'PUT') return { value: undefined }
  const body = await request.readBody((bytes) => hold.receive(bytes))
  return typeof body === 'string' ? { reason: body } : parseBody(body, request.contentType)
}

function denied(verdict: Extract<Verdict, { verdict: 'deny' }>, operation: string): Answer {
  if (verdict.reason === 'withheld') {
    return refusalAnswer('withheld', `${operation} is never granted: ${verdict.because}.`)
  }
  const words = verdict.alternatives.map((all) => all.join(' and ')).join(', or ')
  return refusalAnswer(
    'permission-missing',
    `this key may not do ${operation}. It needs ${words}. Ask the owner of this Homey for a key that has it, or request it: POST ${REQUESTS_PATH}.`,
    { 'x-latchkey-accepted-permissions': acceptedPermissions(verdict.alternatives) },
  )
}
