// What owners do at the door, as rows of the audit log: sign-ins, failed ones too, and changes of what
// they sign in with. No name that was typed is kept: it may be a password in the wrong field.
import type { NewAuditEvent } from '../audit/event.ts'
import type { OwnerEvent } from './owner.ts'

/** What is kept, by kind; what was slowed is not, so that nobody can fill the log by guessing. */
const ROWS: Readonly<
  Partial<Record<OwnerEvent['kind'], readonly [operation: string, path: string, status: number]>>
> = {
  'set-up': ['owner.setUp', '/setup', 200],
  recovered: ['owner.comeBack', '/setup', 200],
  'setup-failed': ['owner.setUp', '/setup', 403],
  'signed-in': ['owner.signIn', '/sign-in', 200],
  'sign-in-failed': ['owner.signIn', '/sign-in', 401],
  'credentials-changed': ['owner.changeCredentials', '/credentials', 200],
  'signed-out': ['owner.signOut', '/sign-out', 200],
}

/** The row of an event, if it is one that is kept. */
export function eventRow({ kind, at, owner }: OwnerEvent): NewAuditEvent | undefined {
  const [operation, path, status] = ROWS[kind] ?? []
  if (operation === undefined || path === undefined || status === undefined) return undefined
  const isGood = status < 400
  return {
    ...{ time: at, client: null, grant: null, hub: null, operation, method: 'POST', path },
    ...{ verdict: isGood ? 'allow' : 'deny', reason: isGood ? 'owner' : 'owner-unproven' },
    ...{ status, ms: null, owner },
  }
}
