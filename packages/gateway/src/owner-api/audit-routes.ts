// The routes for the audit log. What concerns all of it is for the control socket only: one owner may
// not look at another's rows, nor take them away.
import { AuditBroken } from '../audit/prune.ts'
import { OwnerError } from '../owner-error.ts'
import { EVENT, PRUNED, RETENTION, VERIFICATION } from './answers.ts'
import { AUDIT_QUERY, PRUNE_INPUT, RETENTION_INPUT } from './audit-inputs.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'
import { eventView } from './views.ts'

/** The routes. */
export function auditRoutes({ audit, retention, now }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/audit', answer: EVENT.array().readonly() },
      ...{ summary: 'Who did what, and what was refused', query: AUDIT_QUERY },
      handle: async ({ mine, query: { key, hub, owner: word, since, until, ...query } }) => {
        const owner = word === undefined ? undefined : await mine.auditedOwner(word)
        // What an owner did is theirs to see, at no hub as well.
        const all = owner === undefined ? mine.auditedHubs() : undefined
        const hubs = hub === undefined ? all : [mine.hub(hub).hub.id]
        const times = { since: since?.(now()), until: until?.(now()) }
        const events = await readable(audit.read({ ...query, ...times, owner, grant: key, hubs }))
        return events.filter((event) => mine.sees(event)).map(eventView)
      },
    }),
    route({
      ...{ method: 'GET', path: '/audit/verify', doors: ['control'], answer: VERIFICATION },
      summary: 'Whether the audit log is as it was written',
      handle: () => readable(audit.verify()),
    }),
    route({
      ...{ method: 'POST', path: '/audit/prune', doors: ['control'], answer: PRUNED },
      ...{ summary: 'Take old audit events away; the rest still verifies', body: PRUNE_INPUT },
      handle: ({ body: { olderThan, broken } }) =>
        readable(retention.prune(now() - olderThan, { broken })),
    }),
    route({
      ...{ method: 'GET', path: '/audit/retention', doors: ['control'], answer: RETENTION },
      summary: 'For how many days audit events are kept',
      handle: async () => ({ days: (await retention.days()) ?? null }),
    }),
    route({
      ...{ method: 'POST', path: '/audit/retention', doors: ['control'], answer: RETENTION },
      ...{ summary: 'Say for how many days audit events are kept', body: RETENTION_INPUT },
      handle: async ({ body: { days } }) => {
        await retention.keep(days ?? undefined)
        return { days }
      },
    }),
  ]
}

async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AuditBroken) {
      const message = `Event ${error.first ?? '?'} is one of those to be removed, and it does not verify. See: latchkey audit verify. To remove it all the same: --broken`
      throw new OwnerError('audit_broken', message)
    }
    throw error
  }
}
