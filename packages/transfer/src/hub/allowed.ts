// What a credential may do, before anything is tried with it: a hub tells the scopes of a session, a gateway the
// permissions of a key, and what bounds it besides.

import { operationById, satisfies } from '@latchkey/catalogue'
import { FACE } from '@latchkey/homey'
import { isObject } from '../json.ts'
import { NotOnThisHub, PermissionMissing } from './refused.ts'
import type { TransferHub } from './transfer-hub.ts'

/** What a credential may do. */
export interface Allowed {
  /** Whether it may call an operation, in V3's form. */
  readonly may: (operation: string) => boolean
  /** The limits that a gateway gave it, by name: `own`, `drafts`, `zones`; empty if there are none. */
  readonly limits: readonly string[]
  /** What the owner of a gateway added, by name: hours, rates, what is asked about. */
  readonly restrictions: readonly string[]
}

/** What a permission of a gateway looks like; scopes of a hub have dots. */
const PERMISSION = /^[a-z-]+:[a-z-]+$/

/** What the credential of a hub may do; nothing if the hub does not say. @throws HubError if the hub is lost */
export async function allowedOn(hub: TransferHub): Promise<Allowed | undefined> {
  const session = await hub.call('sessions.getSessionMe').catch(unlessRefused)
  if (!isObject(session)) return undefined
  const permissions = texts(session['scopes'])
  const isGateway = permissions.some((one) => PERMISSION.test(one))
  const held = new Set(permissions)
  // What a session was given and what its user may do besides; the client goes by both together.
  const both = texts(session['intersectedScopes'])
  const scopes = both.length > 0 ? both : permissions
  if (scopes.length === 0 && !isGateway) return undefined
  const { generation } = hub.facts
  return {
    may: (id) => {
      const operation = operationById(generation, id) ?? operationById(FACE, id)
      if (!operation) return false
      const { requirement } = operation
      if (!isGateway) {
        return operation.scopes.every((one) => scopes.some((has) => satisfies(has, one)))
      }
      return requirement.class === 'permission' && held.has(requirement.permission)
    },
    limits: texts(session['limits']),
    restrictions: texts(session['restrictions']),
  }
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof PermissionMissing || error instanceof NotOnThisHub) return undefined
  throw error
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
