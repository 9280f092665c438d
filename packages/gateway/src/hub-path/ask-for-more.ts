// How a client that lacks something asks for it: told with every refusal that a wider grant would end, beside what a
// Homey would say. In the body, where a Homey has nothing of that name, and in the header that is there for it.
import type { DenyReason } from './reason.ts'

/** Where clients ask for more than they have. */
export const REQUESTS_PATH = '/latchkey/permission-requests'

/** The refusals that a wider grant would end. What is not covered is answered like what is not there, and is not here. */
const ENDED_BY_MORE: ReadonlySet<DenyReason> = new Set([
  'permission-missing',
  'content-not-covered',
])

/** What is told besides of a refusal. */
export interface HowToAsk {
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

/**
 * How to ask for what a refusal is for want of; nothing of all other refusals. `accepted` names the permissions that
 * would do, as the header of that name has them: the first of the alternatives is what is asked for (RFC 6750, 3.1).
 */
export function howToAsk(reason: DenyReason, accepted: string | undefined): HowToAsk {
  if (!ENDED_BY_MORE.has(reason)) return { headers: {}, body: {} }
  const permissions = accepted?.split('; ')[0]?.split(',').filter(Boolean) ?? []
  const body = { request: { url: REQUESTS_PATH, permissions } }
  if (permissions.length === 0) return { headers: {}, body }
  const challenge = `Bearer realm="Latchkey", error="insufficient_scope", scope="${permissions.join(' ')}"`
  return { headers: { 'www-authenticate': challenge }, body }
}
