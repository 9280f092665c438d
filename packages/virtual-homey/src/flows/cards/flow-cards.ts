// Cards that switch flows on and off. That there are such cards is known, their names are not; they
// are chosen here.
import { isRecord } from '../../json.ts'
import { change, type Hub, lookUp } from '../../state/hub.ts'
import { idIn } from './arguments.ts'
import type { CardRun, ManagerCard } from './card.ts'

const flow = { name: 'flow', type: 'autocomplete' }

export const FLOW_SWITCHES: Readonly<Record<string, ManagerCard>> = {
  'flow:enable_flow': {
    ...{ title: 'Turn on a Flow', args: [flow] },
    run: (hub, { args }) => turn(hub, args, true),
  },
  'flow:disable_flow': {
    ...{ title: 'Turn off a Flow', args: [flow] },
    run: (hub, { args }) => turn(hub, args, false),
  },
}

/** A flow that is not there is an error of the card. */
function turn(hub: Hub, args: CardRun['args'], enabled: boolean): void {
  const id = idIn(args, 'flow')
  const advanced = isRecord(lookUp(hub, 'advancedFlows', id))
  change(hub, advanced ? 'advancedFlows' : 'flows', id, { enabled })
}
