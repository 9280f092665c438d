// The routes for questions: what waits, one question, and its answer.
import { z } from 'zod'
import { ANSWERS } from '../approvals/approval.ts'
import { LOCAL } from '../audit/event.ts'
import { APPROVAL, approvalView } from './approval-views.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'

const QUERY = z.strictObject({
  hub: z.string().max(200).optional(),
  state: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const ANSWER = z.strictObject({ answer: z.enum(ANSWERS) })

/** The routes. */
export function approvalRoutes(parts: OwnerApiParts): readonly Route[] {
  const { approvals } = parts
  return [
    route({
      ...{ method: 'GET', path: '/approvals', answer: APPROVAL.array().readonly() },
      ...{ summary: 'Questions that wait for an answer, or all of the last days', query: QUERY },
      handle: async ({ mine, query: { hub, state, limit } }) => {
        const hubs = hub === undefined ? mine.auditedHubs() : [mine.hub(hub).hub.id]
        const all = await approvals.list({ hubs, open: state === 'open', limit })
        return all.map((one) => approvalView(one, parts))
      },
    }),
    route({
      ...{ method: 'GET', path: '/approvals/:id', answer: APPROVAL },
      summary: 'One question: who wants what, and which answers there are',
      handle: async ({ mine, id }) => approvalView(await mine.approval(id), parts),
    }),
    route({
      ...{ method: 'POST', path: '/approvals/:id/answer', body: ANSWER, answer: APPROVAL },
      summary: 'Answer a question: this once, this task (30 minutes), always, or no',
      handle: async ({ mine, id, body, caller }) => {
        const by = caller.owner?.id ?? LOCAL
        return approvalView(await approvals.answer(await mine.approval(id), body.answer, by), parts)
      },
    }),
  ]
}
