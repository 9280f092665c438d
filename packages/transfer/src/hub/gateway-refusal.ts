// Why a gateway before the hub refuses what is within the permissions of a key, told apart: what the owner wants
// nobody to do to one object is left to the owner, and what holds for everything ends the run, which goes on later.
import { errorText, type HubAnswer, HubError } from '@latchkey/homey'
import { isObject } from '../json.ts'
import { PermissionMissing } from './refused.ts'

/** Whom a refusal is about: this object, or whatever comes next as well. */
type About = 'object' | 'all'

/** The codes of a gateway's refusals with status 403 (docs/house-rules.md, docs/limits.md), which no Homey says. */
const REFUSALS: Readonly<Record<string, About>> = {
  approval_declined: 'object',
  content_not_covered: 'object',
  draft_only: 'object',
  forbidden_by_owner: 'object',
  limited: 'object',
  not_understood: 'object',
  // The same call, sent again after a yes, passes: that is what going on with a run does.
  approval_pending: 'all',
  client_suspended: 'all',
  outside_hours: 'all',
  stopped_by_owner: 'all',
}

/** The refusal that a gateway's answer with status 403 is; undefined if it says nothing of its own. */
export function gatewayRefusal(operation: string, answer: HubAnswer): HubError | undefined {
  const { error, request } = bodyOf(answer)
  const about = typeof error === 'string' && Object.hasOwn(REFUSALS, error) && REFUSALS[error]
  if (about) {
    const code = about === 'all' ? 'hub_credential_refused' : 'hub_refused'
    return new HubError(code, errorText(answer), { status: answer.status })
  }
  // More than the operation itself takes where a move lets another key reach more.
  const permissions = isObject(request) ? request['permissions'] : undefined
  if (!Array.isArray(permissions) || permissions.length === 0) return undefined
  return new PermissionMissing(operation, permissions.map(String))
}

function bodyOf(answer: HubAnswer): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(answer.body.toString('utf8'))
    return isObject(body) ? body : {}
  } catch {
    return {}
  }
}
