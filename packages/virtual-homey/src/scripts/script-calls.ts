// How scripts call the hub: by the client's name of a manager and the name of an operation, in the
// forms of the later hubs on every generation, since scripts use a client that shows them these.
import { invokePlain } from '../http/invoke.ts'
import { checkNamedParameters } from '../http/parameters.ts'
import type { Route, Routes } from '../http/routes.ts'
import { notFound } from '../hub-error.ts'
import type { Hub } from '../state/hub.ts'
import type { ScriptCalls } from './script-host.ts'

/** The calls that scripts can make on a hub with these routes. */
export function scriptCalls(hub: Hub, routes: Routes): ScriptCalls {
  const byName = new Map(routes.all.map((route) => [plain(route.name), route]))
  return async (session, manager, operation, args) => {
    const route: Route | undefined = byName.get(plain(`${manager}.${operation}`))
    if (!route) throw notFound('Operation', operation)
    return invokePlain(hub, session, route, () => checkNamedParameters(route, args))
  }
}

// `googleAssistant` is the client's name of `google-assistant`.
function plain(name: string): string {
  return name.replaceAll('-', '').toLowerCase()
}
