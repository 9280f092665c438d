// All steps in their order. A step that was released is never changed; a new one is a file of its
// own and a row below the others.
import type { Migration } from 'kysely/migration'
import { first } from './0001-first.ts'
import { waysIn } from './0002-ways-in.ts'
import { auditChain } from './0003-audit-chain.ts'
import { owners } from './0004-owners.ts'
import { suspended } from './0005-suspended.ts'
import { announced } from './0006-announced.ts'
import { sharedSignIn } from './0007-shared-sign-in.ts'
import { auditOwner } from './0008-audit-owner.ts'
import { limits } from './0009-limits.ts'
import { oversight } from './0010-oversight.ts'
import { approvals } from './0011-approvals.ts'
import { traces } from './0012-traces.ts'
import { usage } from './0013-usage.ts'
import { authorization } from './0014-authorization.ts'
import { clients } from './0015-clients.ts'
import { permissionRequests } from './0016-permission-requests.ts'
import { tokenBinding } from './0017-token-binding.ts'
import { clientProfile } from './0018-client-profile.ts'
import { mcp } from './0019-mcp.ts'
import { toolChanges } from './0020-tool-changes.ts'
import { sharedProofs } from './0021-shared-proofs.ts'

/** The steps, by the names that databases remember them by; names sort in the order of the steps. */
export const STEPS: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-ways-in': waysIn,
  '0003-audit-chain': auditChain,
  '0004-owners': owners,
  '0005-suspended': suspended,
  '0006-announced': announced,
  '0007-shared-sign-in': sharedSignIn,
  '0008-audit-owner': auditOwner,
  '0009-limits': limits,
  '0010-oversight': oversight,
  '0011-approvals': approvals,
  '0012-traces': traces,
  '0013-usage': usage,
  '0014-authorization': authorization,
  '0015-clients': clients,
  '0016-permission-requests': permissionRequests,
  '0017-token-binding': tokenBinding,
  '0018-client-profile': clientProfile,
  '0019-mcp': mcp,
  '0020-tool-changes': toolChanges,
  '0021-shared-proofs': sharedProofs,
}
