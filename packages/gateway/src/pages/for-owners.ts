// Pages that only a signed-in owner sees. Others sign in first and come back; what is another owner's does not exist.
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { OwnerError, type OwnerErrorCode } from '../owner-error.ts'
import { problemPage } from './frame.ts'
import { type Asked, callerOf, type Handler, type Outcome, type OwnerCaller } from './handler.ts'

/** Answers an owner. */
export type SignedIn = (asked: Asked, caller: OwnerCaller) => Promise<Outcome>

const UNKNOWN: ReadonlySet<OwnerErrorCode> = new Set(['approval_unknown', 'request_unknown'])

const pathOf = ({ request }: Asked): string => request.url.split('?', 1)[0] ?? ''

/** Answers whoever is signed in; all others sign in first, and come back. */
export function forOwners(parts: OwnerApiParts, answer: SignedIn): Handler {
  return async (asked) => {
    const caller = await callerOf(parts, asked)
    if (!caller) return { to: `/sign-in?to=${encodeURIComponent(pathOf(asked))}` }
    try {
      return await answer(asked, caller)
    } catch (error) {
      const isUnknown = error instanceof OwnerError && UNKNOWN.has(error.code)
      if (isUnknown) return problemPage(asked.visit.words, 404, 'notFound', 'notFoundLead')
      throw error
    }
  }
}
