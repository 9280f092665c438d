// Who may see the pages of questions, and what comes of an answer: the same as through the owner API.
import { ANSWERS } from '../approvals/approval.ts'
import { approvalView } from '../owner-api/approval-views.ts'
import { Mine } from '../owner-api/caller.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { OwnerError } from '../owner-error.ts'
import { approvalPage, approvalsPage } from './approval-pages.ts'
import { forOwners } from './for-owners.ts'
import type { Handler } from './handler.ts'
import { requireOwnForm } from './own-form.ts'

/** How many questions are looked at. */
const MOST = 50

/** The handlers, by method and path. */
export function approvalHandlers(parts: OwnerApiParts): Readonly<Record<string, Handler>> {
  const { approvals, now } = parts
  return {
    'GET /approvals': forOwners(parts, async ({ visit }, caller) => {
      const hubs = new Mine(parts, caller).auditedHubs()
      const all = await approvals.list({ hubs, limit: MOST })
      const views = all.map((one) => approvalView(one, parts))
      return approvalsPage(visit, views, now())
    }),
    'GET /approvals/:id': forOwners(parts, async (asked, caller) => {
      const approval = await new Mine(parts, caller).approval(asked.id)
      return approvalPage(asked.visit, approvalView(approval, parts), now())
    }),
    'POST /approvals/:id': forOwners(parts, async (asked, caller) => {
      const { visit, request, fields } = asked
      requireOwnForm(request.headers, visit.peer, fields['form'])
      const mine = new Mine(parts, caller)
      const approval = await mine.approval(asked.id)
      const answer = ANSWERS.find((one) => one === fields['answer'])
      const problem =
        answer && (await problemOf(approvals.answer(approval, answer, caller.owner.id)))
      if (problem === undefined) return { to: `/approvals/${approval.id}` }
      const view = approvalView(await mine.approval(approval.id), parts)
      return approvalPage(visit, view, now(), problem)
    }),
  }
}

/** What the owner is told of an answer. That another one was quicker, the page itself shows. */
async function problemOf(answering: Promise<unknown>): Promise<string | undefined> {
  try {
    await answering
  } catch (error) {
    if (!(error instanceof OwnerError)) throw error
    return error.code === 'approval_over' ? undefined : error.message
  }
  return undefined
}
