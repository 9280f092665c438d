// From a request to an answer: find the operation, the caller and the parameters, and invoke it.
import { noSuchRoute, refusalBody } from '../generations/refusal.ts'
import { HubError, invalid } from '../hub-error.ts'
import { authenticate } from '../sessions/session.ts'
import type { Hub } from '../state/hub.ts'
import type { Session } from '../state/items.ts'
import { appResource } from '../web/app-api.ts'
import { mediaResource } from '../web/media.ts'
import { invoke, isAnonymous } from './invoke.ts'
import { type HubAnswer, type HubRequest, jsonAnswer, parseBody } from './message.ts'
import { checkParameters } from './parameters.ts'
import { parseQuery } from './query.ts'
import { type RouteMatch, type Routes, segmentsOf } from './routes.ts'

/** A request as the parts that decide what it means. */
export interface Target {
  readonly segments: readonly string[]
  readonly query: string
  readonly match: RouteMatch | undefined
}

/** Whom a path concerns; `undefined` if its escapes are malformed. */
export function targetOf(routes: Routes, method: string, path: string): Target | undefined {
  const [pathname = '', query = ''] = path.split(/\?(.*)/s, 2)
  try {
    const segments = segmentsOf(pathname).map(decodeURIComponent)
    const [api, kind, ...rest] = segments
    const match = api === 'api' && kind === 'manager' ? routes.match(method, rest) : undefined
    return { segments, query, match }
  } catch {
    return undefined
  }
}

/** Answers a request. Refusals are answers too; only a fault of ours becomes a 500. */
export async function respond(hub: Hub, routes: Routes, request: HubRequest): Promise<HubAnswer> {
  try {
    const target = targetOf(routes, request.method, request.path)
    if (!target) throw invalid('Malformed Path')
    return target.match
      ? await callOperation(hub, target.match, target.query, request)
      : await otherResource(hub, target, request)
  } catch (error) {
    if (error instanceof HubError) return jsonAnswer(refusalBody(hub, error), error.status)
    const reason = error instanceof Error ? error.stack : String(error)
    return jsonAnswer({ error: 'Internal Server Error', statusCode: 500, stack: reason }, 500)
  }
}

async function callOperation(
  hub: Hub,
  match: RouteMatch,
  query: string,
  request: HubRequest,
): Promise<HubAnswer> {
  const { route } = match
  if (route.name !== 'system.ping') requireThisHub(hub, request)
  const session = isAnonymous(route) ? undefined : signedIn(hub, request)
  const result = await invoke(hub, session, route, () => {
    const body = readBody(request)
    return checkParameters({ match, query: readQuery(query), body })
  })
  return jsonAnswer(result)
}

async function otherResource(hub: Hub, target: Target, request: HubRequest): Promise<HubAnswer> {
  const { segments } = target
  const [api, kind, ...rest] = segments
  const resource =
    api === 'api' && kind !== undefined && mediaResource(hub, request.method, kind, rest)
  if (resource) return resource
  if (api === 'api' && kind === 'app') {
    requireThisHub(hub, request)
    const session = signedIn(hub, request)
    const query = readQuery(target.query)
    const body = readBody(request)
    return appResource({ hub, session, method: request.method, segments: rest, query, body })
  }
  throw noSuchRoute(hub, `${request.method} /${segments.join('/')}`)
}

// Refused for its pace before anything is looked at; finding a hub and signing in are not counted.
function signedIn(hub: Hub, request: HubRequest): Session {
  if (!hub.pace.admit()) throw new HubError(429, 'Too many requests')
  return authenticate(hub, request.headers['authorization'])
}

// A request that was meant for another hub must not be carried out here.
function requireThisHub(hub: Hub, request: HubRequest): void {
  const id = request.headers['x-homey-id']
  if (id !== undefined && id !== hub.state.system.id) throw invalid('Invalid Homey ID')
}

// Only PUT and POST carry a body: the client drops it for every other method.
function readBody(request: HubRequest): unknown {
  if (request.method !== 'PUT' && request.method !== 'POST') return {}
  try {
    return parseBody(request.body)
  } catch {
    throw invalid('Invalid JSON')
  }
}

function readQuery(query: string): Readonly<Record<string, unknown>> {
  try {
    return parseQuery(query)
  } catch {
    throw invalid('Malformed Query')
  }
}
