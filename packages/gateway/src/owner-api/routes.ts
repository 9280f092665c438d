// All routes of the owner API.
import { auditRoutes } from './audit-routes.ts'
import { audited } from './audited.ts'
import { documentRoutes } from './document-routes.ts'
import { eventRoutes } from './events.ts'
import { accountRoutes, hubRoutes } from './hubs.ts'
import { keyRoutes } from './key-routes.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { ownerRoutes, selfRoutes } from './owner-routes.ts'
import type { Route } from './route.ts'
import { ruleRoutes } from './rule-routes.ts'
import { sealRoutes } from './seal-routes.ts'
import type { PeerOf } from './sign-in-routes.ts'

/** The routes that need a session over TCP, and none at the control socket. */
export function guardedRoutes(parts: OwnerApiParts, peerOf: PeerOf): readonly Route[] {
  return [
    ...hubRoutes(parts),
    ...accountRoutes(parts),
    ...keyRoutes(parts),
    ...ruleRoutes(parts),
    ...auditRoutes(parts),
    ...eventRoutes(parts),
    ...documentRoutes(parts),
    ...selfRoutes(parts, peerOf),
    ...ownerRoutes(parts),
    ...sealRoutes(parts),
  ].map((row) => audited(row, parts))
}
