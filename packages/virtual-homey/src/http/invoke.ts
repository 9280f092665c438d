// One call of one operation, whichever way it came: over HTTP, over the socket or from a script. No
// behaviour runs before the session, its scopes and the parameters have been checked.
import { BEHAVIOURS } from '../behaviours/table.ts'
import { fromWire, toWire } from '../generations/wire.ts'
import { HubError } from '../hub-error.ts'
import type { JsonRecord } from '../json.ts'
import { requireScopes } from '../sessions/session.ts'
import type { Hub } from '../state/hub.ts'
import type { Session } from '../state/items.ts'
import type { Route } from './routes.ts'

/** Operations that need no session: they are how one finds a hub and signs in. */
const ANONYMOUS = new Set(['system.ping', 'users.login', 'users.loginLocal'])

/** True for an operation that anyone may call. */
export function isAnonymous(route: Route): boolean {
  return ANONYMOUS.has(route.name)
}

/**
 * Carries out an operation. `args` is asked for the checked parameters once the caller is known to
 * have the scopes, so that nobody learns about parameters of what they may not do.
 */
export async function invoke(
  hub: Hub,
  session: Session | undefined,
  route: Route,
  args: () => JsonRecord,
): Promise<unknown> {
  const understood = () => fromWire(hub.generation, route.name, args())
  const result = await invokePlain(hub, session, route, understood)
  return toWire(hub.generation, route.name, result)
}

/** The same for a caller inside the hub, who speaks the form in which everything is kept. */
export async function invokePlain(
  hub: Hub,
  session: Session | undefined,
  route: Route,
  args: () => JsonRecord,
): Promise<unknown> {
  const behaviour = BEHAVIOURS.get(route.name)
  if (!behaviour) throw new HubError(404, `Not Found: ${route.name}`)
  if (session) requireScopes(hub, session, route.operation.scopes ?? [])
  else if (!isAnonymous(route)) throw new HubError(401, 'Missing Session ID in Token')
  const call = { hub, session, args: args() }
  return await hub.events.together(() => behaviour.run(call))
}
