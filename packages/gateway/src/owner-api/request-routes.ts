// The routes for requests of clients for more than they have: what waits, one of them, and its answer.
import { z } from 'zod'
import { LOCAL } from '../audit/event.ts'
import type { Caller } from './caller.ts'
import { isConfirmed } from './full-control.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { choiceIn, REQUEST_DECLINE, REQUEST_GRANT } from './request-inputs.ts'
import { namedRequestView, OWNER_REQUEST, requestView } from './request-views.ts'
import { type Route, route } from './route.ts'

const QUERY = z.strictObject({
  hub: z.string().max(200).optional(),
  state: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const idOf = ({ owner }: Caller): string => owner?.id ?? LOCAL

/** The routes. */
export function requestRoutes(parts: OwnerApiParts): readonly Route[] {
  const { requests, now } = parts
  return [
    route({
      ...{ method: 'GET', path: '/permission-requests', answer: OWNER_REQUEST.array().readonly() },
      summary: 'Requests of clients for more than they have; objects by id only',
      query: QUERY,
      handle: async ({ mine, query: { hub, state, limit } }) => {
        const hubs = hub === undefined ? mine.auditedHubs() : [mine.hub(hub).hub.id]
        const all = await requests.list({ hubs, open: state === 'open', limit })
        return all.map((one) => requestView(one, parts))
      },
    }),
    route({
      ...{ method: 'GET', path: '/permission-requests/:id', answer: OWNER_REQUEST },
      summary: 'One request: who wants what and why, and what it would come to',
      handle: async ({ mine, id }) => namedRequestView(await mine.permissionRequest(id), parts),
    }),
    route({
      ...{ method: 'POST', path: '/permission-requests/:id/grant', body: REQUEST_GRANT },
      summary: 'Give what a client asked for, or part of it; it has it at once',
      answer: OWNER_REQUEST,
      handle: async ({ mine, id, body, caller }) => {
        const request = await mine.permissionRequest(id)
        const choice = choiceIn(request.asked, body)
        const confirmed = isConfirmed(caller, body, now())
        const answering = { by: idOf(caller), isConfirmed: confirmed }
        return namedRequestView(await requests.grant(request, choice, answering), parts)
      },
    }),
    route({
      ...{ method: 'POST', path: '/permission-requests/:id/decline', body: REQUEST_DECLINE },
      summary: 'Decline a request, with a word to the client or without',
      answer: OWNER_REQUEST,
      handle: async ({ mine, id, body, caller }) => {
        const request = await mine.permissionRequest(id)
        const word = body.word === undefined || body.word === '' ? null : body.word
        return namedRequestView(await requests.decline(request, word, idOf(caller)), parts)
      },
    }),
  ]
}
