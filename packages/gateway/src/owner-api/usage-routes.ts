// The routes for what keys use: learning one, what it used, and what it could be narrowed to.
import type { Grant } from '../grants/grant.ts'
import { OwnerError } from '../owner-error.ts'
import { hubObjects } from './hub-objects.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'
import { LEARN_INPUT, NARROW, NARROW_QUERY, USAGE, USAGE_QUERY } from './usage-answers.ts'
import { narrowView, type UsageViewParts, usageView } from './usage-views.ts'

/** How far back `unused` looks where nothing is said, in milliseconds. */
const UNUSED_SINCE = 30 * 86_400_000

/** The routes. */
export function usageRoutes(parts: OwnerApiParts): readonly Route[] {
  const { grants, now } = parts
  return [
    route({
      ...{ method: 'GET', path: '/keys/:id/usage', query: USAGE_QUERY, answer: USAGE },
      summary: 'What a key used of what it may do, and what not',
      handle: async ({ mine, id, query }) =>
        usageView(viewParts(await mine.grant(id), parts), query.since),
    }),
    route({
      ...{ method: 'POST', path: '/keys/:id/learn', body: LEARN_INPUT, answer: USAGE },
      summary: 'Learn a key from now on: what it uses is recorded apart',
      handle: async ({ mine, id, body }) => {
        const before = await mine.grant(id)
        // What is limited to objects is told by the state of the hub, so it should be known from the start.
        await parts.presentHome?.(before.hubId)
        return learned(before, now() + body.for, parts)
      },
    }),
    route({
      ...{ method: 'DELETE', path: '/keys/:id/learn', answer: USAGE },
      summary: 'End the learning of a key now',
      handle: async ({ mine, id }) => {
        const before = await mine.grant(id)
        const { learning } = before
        if (!learning || learning.until <= now()) {
          return usageView(viewParts(before, parts), undefined)
        }
        const change = { learning: { from: learning.from, until: now() } }
        const grant = await grants.update(before.id, change)
        return usageView(viewParts(grant ?? before, parts), undefined)
      },
    }),
    route({
      ...{ method: 'GET', path: '/keys/:id/narrow', query: NARROW_QUERY, answer: NARROW },
      summary: 'The least that would have done for what a key used; nothing is changed',
      handle: async ({ mine, id, query }) => {
        const unused = query.unused === 'true'
        if (!unused && query.since !== undefined) {
          throw new OwnerError('invalid_request', 'since goes with unused=true only.')
        }
        if (unused && query.objects === 'true') {
          const message = 'Objects are proposed for a key that was learned: leave unused out.'
          throw new OwnerError('invalid_request', message)
        }
        return narrowView(viewParts(await mine.grant(id), parts), {
          objects: query.objects === 'true',
          unusedSince: unused ? (query.since ?? UNUSED_SINCE) : undefined,
        })
      },
    }),
  ]
}

async function learned(before: Grant, until: number, parts: OwnerApiParts) {
  const { grants, now } = parts
  const grant = await grants.update(before.id, { learning: { from: now(), until } })
  if (!grant) throw new OwnerError('key_revoked', 'This key is revoked for good.')
  return usageView(viewParts(grant, parts), undefined)
}

function viewParts(grant: Grant, { hubs, usage, now }: OwnerApiParts): UsageViewParts {
  const hub = hubs.byId(grant.hubId)
  if (!hub) throw new OwnerError('key_unknown', 'The hub of this key is being removed.')
  return { usage, grant, objects: hubObjects(hub), now: now() }
}
