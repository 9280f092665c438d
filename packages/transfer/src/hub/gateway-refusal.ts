// The refusals of a gateway that are told from those of a Homey before it is known which of the two answers: the
// owner's word on a key, that the owner is being asked, and which permissions it takes.
import { errorText, type HubAnswer, HubError } from '@latchkey/homey'
import { isObject, type JsonObject } from '../json.ts'
import { OwnerAsked, PermissionMissing } from './refused.ts'

/** The owner's word on the key, in codes that no Homey says: nothing more of anything can be done at present. */
const ON_KEY: readonly unknown[] = ['stopped_by_owner', 'client_suspended', 'outside_hours']

/** The refusal that an answer with status 403 is, where it is one of these. */
export function gatewayRefusal(operation: string, answer: HubAnswer): HubError | undefined {
  const { error, request } = bodyOf(answer)
  if (ON_KEY.includes(error)) {
    return new HubError('hub_credential_lapsed', errorText(answer), { status: answer.status })
  }
  if (error === 'approval_pending') return new OwnerAsked(errorText(answer))
  if (error !== 'missing_permission') return undefined
  // More than the operation itself takes where a move lets another key reach more.
  const permissions = isObject(request) ? request['permissions'] : undefined
  if (!Array.isArray(permissions) || permissions.length === 0) return undefined
  return new PermissionMissing(operation, permissions.map(String))
}

function bodyOf({ body }: HubAnswer): JsonObject {
  try {
    const said: unknown = JSON.parse(body.toString('utf8'))
    return isObject(said) ? said : {}
  } catch {
    return {}
  }
}
