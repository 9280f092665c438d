// What the gateway answers itself: the anonymous ping, and the session, made from the grant. The
// hub is never asked, so a client learns nothing of the hub's own session.
import { coveredScopes } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'
import { type Answer, jsonAnswer } from './answer.ts'

/** The path of the ping; a trailing slash is tolerated as everywhere. */
const PING = /^\/api\/manager\/system\/ping\/?$/

/** Whether a request is the anonymous ping. */
export function isPing(method: string, rawPath: string): boolean {
  return method === 'GET' && PING.test(rawPath)
}

/**
 * Answers the ping: with the id that was asked for if such a hub is here, else with the
 * installation's own. `createLocalAPI` takes the id from this header and needs one.
 */
export function pingAnswer(
  rawQuery: string,
  isKnownHub: (id: string) => boolean,
  installationId: string,
): Answer {
  const asked = new URLSearchParams(rawQuery).get('id')
  const id = asked !== null && isKnownHub(asked) ? asked : installationId
  return jsonAnswer(200, 'pong', { 'x-homey-id': id })
}

const covered = new WeakMap<Grant, readonly string[]>()

/** The session as a Homey would describe it: `intersectedScopes` is what the client tests. */
export function sessionAnswer(grant: Grant): Answer {
  let intersectedScopes = covered.get(grant)
  if (!intersectedScopes) {
    intersectedScopes = coveredScopes(grant.permissions, grant.hubGeneration)
    covered.set(grant, intersectedScopes)
  }
  return jsonAnswer(200, {
    id: grant.id,
    type: 'PAT',
    scopes: [...grant.permissions],
    intersectedScopes,
    // What bounds it besides, by name only: so that a tool can say beforehand what it will not be able to do.
    ...(grant.limits && { limits: Object.keys(grant.limits) }),
    ...(grant.restrictions && { restrictions: Object.keys(grant.restrictions) }),
    clientId: grant.id,
    clientName: grant.client,
    createdAt: new Date(grant.createdAt).toISOString(),
    expiresAt: grant.expiresAt === null ? null : new Date(grant.expiresAt).toISOString(),
  })
}
