// The one thing that is ever written to the source, and only if it is asked for: what is switched on at the
// target is switched off there, so that no two hubs drive the same device. What it was is in the journal.
import type { TransferHub } from '../hub/transfer-hub.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Step } from '../plan/plan.ts'
import { isActivation } from '../verify/expected.ts'
import type { Performing } from './perform.ts'
import type { Stop } from './run-steps.ts'
import { send } from './send.ts'

/** The id in the journal of switching something off at the source. */
export const sourceStep = (step: Pick<Step, 'id'>): string => `source/${step.id}`

/** Switches off at the source what these steps switch on. */
export async function disableSource(
  steps: readonly Step[],
  source: TransferHub,
  { journal, pace, around }: Performing,
): Promise<Stop | undefined> {
  for (const step of steps.filter(isActivation)) {
    const { update } = KINDS[step.kind].writing
    const id = sourceStep(step)
    if (!update || journal.state.done.has(id)) continue
    await journal.append({ e: 'intent', step: id, before: { enabled: true } })
    const request = update(step.source, { enabled: false })
    const settled = await send(source, request, { creates: false, around, pace })
    if (settled.is === 'stop') return settled
    if (settled.is === 'answered')
      await journal.append({ e: 'done', step: id, target: step.source })
    else {
      const reason = settled.is === 'failed' ? settled.reason : 'Nobody knows whether it was done.'
      await journal.append({ e: 'failed', step: id, reason })
      return { exit: 'stopped', reason: `${step.name ?? step.source} on the source: ${reason}` }
    }
  }
  return undefined
}
