// What owners are shown of questions: plain JSON, times in ISO 8601, the question in words.
import { z } from 'zod'
import { ANSWERS, type Approval, stateOf } from '../approvals/approval.ts'
import type { Approvals } from '../approvals/approvals.ts'
import { sentence } from '../approvals/question-words.ts'
import type { Hubs } from '../hubs/hubs.ts'

const time = z.string().meta({ format: 'date-time' })

/** A question. */
export const APPROVAL = z.object({
  id: z.string(),
  hub: z.string(),
  hubName: z.string(),
  key: z.string(),
  client: z.string(),
  operation: z.string(),
  state: z.enum(['open', 'expired', 'used', ...ANSWERS]),
  question: z.object({ en: z.string(), nl: z.string() }),
  /** Why the owner is asked. */
  because: z.string(),
  danger: z.string(),
  about: z
    .array(
      z.object({ kind: z.string(), id: z.string(), name: z.string(), zone: z.string().optional() }),
    )
    .readonly(),
  written: z
    .array(z.object({ member: z.string(), before: z.string().optional(), after: z.string() }))
    .readonly(),
  /** Whether more is written than is shown. */
  cut: z.boolean(),
  /** The answers that can be given. */
  answers: z.array(z.enum(ANSWERS)).readonly(),
  asked: time,
  expires: time,
  answered: time.nullable(),
  /** Who answered: an owner by id, or `local`. */
  answeredBy: z.string().nullable(),
  used: time.nullable(),
})

/** A question, as owners see it. */
export type ApprovalView = z.output<typeof APPROVAL>

/** What views are made with. */
export interface ApprovalViewParts {
  readonly approvals: Approvals
  readonly hubs: Hubs
  readonly now: () => number
}

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

/** A question's view. */
export function approvalView(
  approval: Approval,
  { approvals, hubs, now }: ApprovalViewParts,
): ApprovalView {
  const { id, hubId, grantId, operation, question } = approval
  const state = stateOf(approval, now())
  const { client, because, danger, about, written, cut } = question
  return {
    ...{ id, hub: hubId, hubName: hubs.byId(hubId)?.hub.name ?? hubId, key: grantId, client },
    ...{ operation, state, because, danger, about, written, cut },
    question: { en: sentence(question, 'en'), nl: sentence(question, 'nl') },
    answers: state === 'open' ? approvals.offered(approval) : [],
    ...{ asked: iso(approval.askedAt), expires: iso(approval.expiresAt) },
    ...{ answered: isoOrNull(approval.answeredAt), answeredBy: approval.answeredBy },
    used: isoOrNull(approval.usedAt),
  }
}
