// What a hub says of the session that a credential stands for.
import { operationById } from '@latchkey/catalogue'
import { type HubConnection, HubError } from '@latchkey/homey'
import type { Hub } from './hub.ts'

/** Whose session it is and what it may do. */
export type SessionFacts = Pick<Hub, 'credentialUser' | 'credentialScopes'>

/**
 * Asks the hub.
 * @throws HubError `hub_credential_refused` if it is no session, `hub_answer_invalid` on nonsense.
 */
export async function readSession(connection: HubConnection): Promise<SessionFacts> {
  const operation = operationById(connection.generation, 'sessions.getSessionMe')
  if (!operation) throw new Error(`${connection.generation} has no session to read`)
  const session = await connection.call(operation)
  if (typeof session !== 'object' || session === null) {
    throw new HubError('hub_answer_invalid', 'The Homey did not say what its key may do.')
  }
  const { userId, intersectedScopes, scopes } = session as Record<string, unknown>
  const told = intersectedScopes ?? scopes
  return {
    credentialUser: typeof userId === 'string' ? userId : undefined,
    credentialScopes: Array.isArray(told) ? told.filter((one) => typeof one === 'string') : null,
  }
}

/** A hub's key begins with the id of its user (reference 1.3). */
export function userOfKey(key: string): string | undefined {
  return /^([0-9a-f-]{36}):/i.exec(key)?.[1]
}
