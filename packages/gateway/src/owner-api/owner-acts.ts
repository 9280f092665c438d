// What an owner did on a page, in the audit log: the same events as through the owner API.
import type { NewAuditEvent } from '../audit/event.ts'
import { keepable } from '../audit/event.ts'
import type { OwnerApiParts } from './owner-api.ts'

/** What was done. */
export interface OwnerAct {
  readonly operation: string
  readonly path: string
  /** The owner's id. */
  readonly owner: string
}

/** Records it, on the disk before the owner is answered. What was done is done, also if it cannot be recorded. */
export async function recordOwnerAct(
  { audit, now, onError }: Pick<OwnerApiParts, 'audit' | 'now' | 'onError'>,
  { operation, path, owner }: OwnerAct,
): Promise<void> {
  const event: NewAuditEvent = {
    ...{ time: now(), client: null, grant: null, hub: null, operation, method: 'POST' },
    ...({ path: keepable(path), verdict: 'allow', reason: 'owner' } as const),
    ...{ status: 200, ms: null, owner },
  }
  await audit.commit(event).catch((error) => {
    audit.record(event)
    onError(error)
  })
}
