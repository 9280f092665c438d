// What owners are shown of requests for more: plain JSON, times in ISO 8601, what is asked for by name and danger, and
// what it would come to. The client's own words stand in `reason` and nowhere else.
import { DANGERS, grantDanger, type Limits, PERMISSIONS } from '@latchkey/catalogue'
import { z } from 'zod'
import type { Grant } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { Hubs } from '../hubs/hubs.ts'
import { CLIENT_REQUEST, clientView } from '../permission-requests/client-view.ts'
import type { Extension, PermissionRequest } from '../permission-requests/permission-request.ts'
import { isFull, type PermissionRequests } from '../permission-requests/permission-requests.ts'
import { widened } from '../permission-requests/widening.ts'
import { hubObjects } from './hub-objects.ts'
import { LIMITS, limitsView, NAMELESS, type NameOf, namesIn } from './limit-views.ts'

const danger = z.enum(DANGERS)

/** A request, as owners see it. */
export const OWNER_REQUEST = CLIENT_REQUEST.omit({
  url: true,
  permissions: true,
  limits: true,
}).extend({
  hub: z.string(),
  hubName: z.string(),
  key: z.string(),
  client: z.string(),
  /** Whether the client registered itself, so that its name is its own word. */
  selfNamed: z.boolean(),
  permissions: z.array(z.object({ name: z.string(), label: z.string(), danger })).readonly(),
  /** Objects that would be covered besides. */
  limits: LIMITS.nullable(),
  /** Whether it can be answered now. */
  canBeAnswered: z.boolean(),
  /** What the grant comes to now, and with all that is asked for. */
  danger: z.object({ now: danger, after: danger }),
  /** Whether giving all of it takes the way of full control. */
  full: z.boolean(),
  /** Who answered: an owner by id, or `local`. */
  answeredBy: z.string().nullable(),
})

/** A request, as owners see it. */
export type RequestView = z.output<typeof OWNER_REQUEST>

/** What views are made with. */
export interface RequestViewParts {
  readonly requests: PermissionRequests
  readonly grants: Grants
  readonly hubs: Hubs
  readonly now: () => number
}

/** A request's view, with the names of objects where the hub tells them. */
export async function namedRequestView(
  request: PermissionRequest,
  parts: RequestViewParts,
): Promise<RequestView> {
  const hub = parts.hubs.byId(request.hubId)
  const { objects } = request.asked
  const isAny = Object.keys(objects).length > 0
  return requestView(
    request,
    parts,
    isAny && hub ? await namesIn(objects, hubObjects(hub)) : NAMELESS,
  )
}

/** A request's view. */
export function requestView(
  request: PermissionRequest,
  parts: RequestViewParts,
  nameOf: NameOf = NAMELESS,
): RequestView {
  const { requests, grants, hubs, now } = parts
  const { hubId, grantId, clientId, asked, answeredBy } = request
  const {
    url: _url,
    permissions: _permissions,
    limits: _limits,
    ...told
  } = clientView(request, now())
  const grant = grants.present(grantId)
  return {
    ...{ ...told, hub: hubId, hubName: hubs.byId(hubId)?.hub.name ?? hubId, key: grantId },
    ...{ client: grant?.client ?? grantId, selfNamed: clientId !== grantId },
    permissions: asked.permissions.map((name) => {
      const { label = name, danger: own = 'full' } = PERMISSIONS.get(name) ?? {}
      return { name, label, danger: own }
    }),
    limits: limitsView(limitsOf(asked), nameOf),
    canBeAnswered: requests.canBeAnswered(request),
    ...comesTo(grant, asked, now()),
    answeredBy,
  }
}

const limitsOf = ({ objects }: Extension): Limits | null =>
  Object.keys(objects).length > 0 ? objects : null

function comesTo(grant: Grant | undefined, asked: Extension, now: number) {
  const before = grant ?? { permissions: new Set<string>(), limits: null, restrictions: null }
  const after = widened(before, asked, now)
  const dangerOf = ({
    permissions,
    limits,
  }: Pick<typeof after, 'limits'> & { permissions: Iterable<string> }) =>
    grantDanger(permissions, limits).danger
  return {
    danger: { now: dangerOf(before), after: dangerOf(after) },
    full: isFull(before, asked, after),
  }
}
