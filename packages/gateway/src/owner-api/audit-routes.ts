// The routes for the audit log.
import { EVENT } from './answers.ts'
import { AUDIT_QUERY } from './inputs.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'
import { eventView } from './views.ts'

/** The routes. */
export function auditRoutes({ audit }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/audit', answer: EVENT.array().readonly() },
      ...{ summary: 'Who did what, and what was refused', query: AUDIT_QUERY },
      handle: async ({ mine, query: { key, hub, ...query } }) => {
        const hubs = hub === undefined ? mine.auditedHubs() : [mine.hub(hub).hub.id]
        const events = await audit.read({ ...query, grant: key, hubs })
        return events.filter((event) => mine.sees(event)).map(eventView)
      },
    }),
  ]
}
