// All routes of the owner API.
import { approvalRoutes } from './approval-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { audited } from './audited.ts'
import { clientRoutes } from './client-routes.ts'
import { directoryRoutes } from './directory-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { doorRoutes } from './door-routes.ts'
import { eventRoutes } from './events.ts'
import { gatewayRoutes } from './gateway-routes.ts'
import { accountRoutes, hubRoutes } from './hubs.ts'
import { keyRoutes } from './key-routes.ts'
import { noticeRoutes } from './notice-routes.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { ownerRoutes, selfRoutes } from './owner-routes.ts'
import { reachRoutes } from './reach-routes.ts'
import { requestRoutes } from './request-routes.ts'
import { reviewRoutes } from './review-routes.ts'
import type { Route } from './route.ts'
import { ruleRoutes } from './rule-routes.ts'
import { sealRoutes } from './seal-routes.ts'
import type { PeerOf } from './sign-in-routes.ts'
import { traceRoutes } from './trace-routes.ts'
import { usageRoutes } from './usage-routes.ts'

/** The routes that need a session over TCP, and none at the control socket. */
export function guardedRoutes(parts: OwnerApiParts, peerOf: PeerOf): readonly Route[] {
  return [
    ...hubRoutes(parts),
    ...accountRoutes(parts),
    ...doorRoutes(parts),
    ...keyRoutes(parts),
    ...clientRoutes(parts),
    ...reviewRoutes(parts),
    ...directoryRoutes(parts),
    ...reachRoutes(parts),
    ...approvalRoutes(parts),
    ...requestRoutes(parts),
    ...noticeRoutes(parts),
    ...traceRoutes(parts),
    ...usageRoutes(parts),
    ...ruleRoutes(parts),
    ...auditRoutes(parts),
    ...eventRoutes(parts),
    ...gatewayRoutes(parts),
    ...documentRoutes(parts),
    ...selfRoutes(parts, peerOf),
    ...ownerRoutes(parts),
    ...sealRoutes(parts),
  ].map((row) => audited(row, parts))
}
