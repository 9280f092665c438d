// Verifies a transfer at any time after it: reads the target and looks at everything that the journal says
// was written. Writes nothing, neither to a hub nor to the journal.
import { Bindings } from '../apply/bindings.ts'
import { indexPlan } from '../apply/steps.ts'
import { type ApplyOptions, surroundingsOf } from '../apply/surroundings.ts'
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { JournalState } from '../journal/journal-state.ts'
import type { TransferPlan } from '../plan/plan.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import type { Finding } from './finding.ts'
import { verify } from './verify.ts'

/** What is verified. Without the snapshot of the source, levels 3 and 4 are left out. */
export interface VerifyingTransfer {
  readonly plan: TransferPlan
  readonly state: JournalState
  readonly target: TransferHub
  readonly snapshot?: Snapshot | undefined
  readonly options?: ApplyOptions
}

/** Everything that is not as it was meant to be. @throws HubError */
export async function verifyTransfer(verifying: VerifyingTransfer): Promise<readonly Finding[]> {
  const { plan, state, target: hub, snapshot: source, options = {} } = verifying
  const { now, random } = surroundingsOf(options)
  const index = indexPlan(plan)
  const target = await takeSnapshot(hub, { tool: 'latchkey', now, random })
  const isCutOver = state.verified !== undefined
  return verify({
    ...{ index, bindings: new Bindings(index, state), state, source, target, isCutOver },
  })
}
