// Who may see the pages of questions, and what comes of an answer: the same as through the owner API.
import { ANSWERS } from '../approvals/approval.ts'
import { approvalView } from '../owner-api/approval-views.ts'
import { Mine } from '../owner-api/caller.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { OwnerError } from '../owner-error.ts'
import { approvalPage, approvalsPage } from './approval-pages.ts'
import { problemPage } from './frame.ts'
import { type Asked, callerOf, type Handler, type Outcome, type OwnerCaller } from './handler.ts'
import { requireOwnForm } from './own-form.ts'

/** How many questions are looked at. */
const MOST = 50

type SignedIn = (asked: Asked, caller: OwnerCaller) => Promise<Outcome>

const pathOf = ({ request }: Asked): string => request.url.split('?', 1)[0] ?? ''

/** Answers whoever is signed in; all others sign in first, and come back. */
function forOwners(parts: OwnerApiParts, answer: SignedIn): Handler {
  return async (asked) => {
    const caller = await callerOf(parts, asked)
    if (!caller) return { to: `/sign-in?to=${encodeURIComponent(pathOf(asked))}` }
    try {
      return await answer(asked, caller)
    } catch (error) {
      // What is another owner's does not exist.
      const isUnknown = error instanceof OwnerError && error.code === 'approval_unknown'
      if (isUnknown) return problemPage(asked.visit.words, 404, 'notFound', 'notFoundLead')
      throw error
    }
  }
}

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
