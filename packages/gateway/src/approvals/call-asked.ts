// A call that passed grant and limits, as a question: what is identical to it, what is of its kind, and what
// the owner is shown.
import {
  buildPath,
  grantDanger,
  type Operation,
  PERMISSIONS,
  required,
  suffices,
} from '@latchkey/catalogue'
import { keepable } from '../audit/event.ts'
import type { Passed } from '../hub-path/limit.ts'
import type { Home } from '../limits/home.ts'
import type { AskFirst } from '../oversight/effect.ts'
import type { AskedCall } from './approval.ts'
import { hashOf } from './canonical.ts'
import { objectOf, stateHash } from './object-state.ts'
import { questionOf, shown } from './question.ts'
import { askedWhole } from './whole-asked.ts'

/** Whether a call can be asked about only when the state of the hub is known. */
export const needsState = ({ admitted: { meant } }: Passed): boolean =>
  objectOf(meant.operation.id, meant.ids) !== undefined

/** The question that a call is, or the whole that it is part of. `home` is what is known of the hub. */
export function askedCall(passed: Passed, ask: AskFirst, home: Home | undefined): AskedCall {
  const one = askedAlone(passed, ask, home)
  const tool = passed.admitted.via?.tool
  return ask.whole && tool !== undefined ? askedWhole(one, ask.whole, tool, home) : one
}

function askedAlone(passed: Passed, ask: AskFirst, home: Home | undefined): AskedCall {
  const { admitted, call } = passed
  const { grant, meant, body } = admitted
  const { operation, ids, rest } = meant
  const object = objectOf(operation.id, ids)
  const state = object && home ? stateHash(object, home) : null
  const what = { grant: grant.id, operation: operation.id, ids, rest }
  const permissions = permissionsOf(passed, operation)
  return {
    ...{ hubId: grant.hubId, grantId: grant.id },
    ...{ operation: operation.id, method: operation.method },
    path: keepable(buildPath(operation, ids, rest)),
    fingerprint: hashOf({ ...what, query: call.query, body: body ?? null, state }),
    task: hashOf(what),
    question: questionOf({
      ...{ client: shown(grant.client), operation: operation.id },
      label: PERMISSIONS.get(permissions[0] ?? '')?.label ?? operation.id,
      danger: grantDanger(permissions, grant.limits).danger,
      ...{ because: ask.because, from: ask.from ?? null },
      ids: Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, shown(id)])),
      query: shown(decodeURIComponent(call.query)),
      ...{ body, home },
    }),
  }
}

/** The permissions by which the grant may do it. */
function permissionsOf({ admitted }: Passed, operation: Operation): readonly string[] {
  const { grant, hub, meant, body } = admitted
  const { credentialUser } = hub.hub
  const needs = required(operation, { ids: meant.ids, body, credentialUser })
  if (needs.kind !== 'permissions') return []
  return needs.alternatives.find((all) => suffices(grant.permissions, [all])) ?? []
}
