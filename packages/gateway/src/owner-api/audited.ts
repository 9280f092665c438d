// What owners do, in the audit log: an event for each change, on the disk before the owner is answered.

import { HubError } from '@latchkey/homey'
import { keepable, LOCAL, type NewAuditEvent } from '../audit/event.ts'
import { OwnerError } from '../owner-error.ts'
import type { OwnerApiParts } from './owner-api.ts'
import type { Call, Route } from './route.ts'

/** What was changed: a key, by the id in the path or the answer; or a hub. */
type Subject = 'key' | 'hub' | 'other'

/** The changes, by method and path; what is not here changes nothing, or records itself. */
const ACTIONS: Readonly<Record<string, readonly [operation: string, subject: Subject]>> = {
  'POST /hubs': ['owner.addHub', 'hub'],
  'POST /hubs/:id/rotate': ['owner.rotateHub', 'hub'],
  'DELETE /hubs/:id': ['owner.removeHub', 'hub'],
  'PUT /hubs/:id/asking': ['owner.setAsking', 'hub'],
  'POST /hubs/:id/doors/mute': ['owner.muteApp', 'hub'],
  'POST /hubs/:id/doors/move-in': ['owner.moveIn', 'key'],
  'POST /keys': ['owner.createKey', 'key'],
  'PUT /keys/:id': ['owner.editKey', 'key'],
  'POST /keys/:id/resume': ['owner.resumeKey', 'key'],
  'POST /keys/:id/learn': ['owner.learnKey', 'key'],
  'DELETE /keys/:id/learn': ['owner.endLearningKey', 'key'],
  'DELETE /keys/:id': ['owner.revokeKey', 'key'],
  'POST /clients': ['owner.addClient', 'other'],
  'DELETE /clients/:id': ['owner.removeClient', 'other'],
  'POST /clients/submit': ['owner.submitClient', 'other'],
  'POST /clients/:id/review': ['owner.reviewClient', 'other'],
  'POST /clients/:id/suspend': ['owner.suspendClient', 'other'],
  'POST /clients/:id/resume': ['owner.resumeClient', 'other'],
  'POST /directories': ['owner.addDirectory', 'other'],
  'POST /directories/:id/update': ['owner.updateDirectory', 'other'],
  'DELETE /directories/:id': ['owner.removeDirectory', 'other'],
  'POST /stop': ['owner.stop', 'other'],
  'POST /resume': ['owner.resume', 'other'],
  'POST /hubs/:id/rules': ['owner.addRule', 'other'],
  'PUT /rules/:id': ['owner.editRule', 'other'],
  'DELETE /rules/:id': ['owner.removeRule', 'other'],
  'POST /accounts': ['owner.addAccount', 'other'],
  'POST /audit/retention': ['owner.setRetention', 'other'],
  'POST /owners/link': ['owner.makeLink', 'other'],
  'POST /seal/rotate': ['owner.rotateSealingKey', 'other'],
}

/** The route, with an event for what it did. Refusals did nothing and leave none. */
export function audited(row: Route, parts: OwnerApiParts): Route {
  const [operation, subject] = ACTIONS[`${row.method} ${row.path}`] ?? []
  if (!operation || !subject) return row
  const handle: Route['handle'] = async (call) => {
    const started = performance.now()
    // What was removed cannot be looked up afterwards.
    const before = await named(subject, call.id, parts)
    const keep = async (status: number, id: string | undefined) => {
      const hub = subject === 'hub' && id !== undefined ? { hub: id } : undefined
      const found = hub ?? (await named(subject, id ?? call.id, parts)) ?? before
      const event: NewAuditEvent = {
        ...{ time: parts.now(), client: null, grant: null, hub: null, ...found, operation },
        ...{ method: row.method, path: pathOf(row, call) },
        ...({ verdict: 'allow', reason: 'owner' } as const),
        owner: call.caller.owner?.id ?? LOCAL,
        ...{ status, ms: Math.round((performance.now() - started) * 100) / 100 },
      }
      // What was done is done: an owner must be able to revoke when nothing can be recorded.
      await parts.audit.commit(event).catch((error) => {
        parts.audit.record(event)
        parts.onError(error)
      })
    }
    let answer: unknown
    try {
      answer = await row.handle(call)
    } catch (error) {
      if (!(error instanceof OwnerError || error instanceof HubError)) await keep(500, undefined)
      throw error
    }
    await keep(200, (answer as { id?: string }).id)
    return answer
  }
  return { ...row, handle }
}

function pathOf(row: Route, call: Call<unknown, unknown>): string {
  return keepable(row.path.replace(':id', encodeURIComponent(call.id)))
}

async function named(
  subject: Subject,
  id: string,
  { grants, hubs }: OwnerApiParts,
): Promise<{ readonly grant?: string; readonly hub: string } | undefined> {
  if (subject === 'hub') return hubs.byId(id) && { hub: id }
  if (subject === 'other' || id === '') return undefined
  const grant = await grants.byId(id)
  return grant && { grant: grant.id, hub: grant.hubId }
}
