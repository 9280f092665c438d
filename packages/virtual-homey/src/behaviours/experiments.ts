// Experiments: switches for what a hub can do before it is finished. Here they switch nothing.
import { change } from '../state/hub.ts'
import { type Rows, stored, text } from './behaviour.ts'
import { listOf } from './item-rows.ts'

export const experiments: Rows = {
  getExperiments: listOf('experiments'),
  enableExperiment: stored((call) => {
    change(call.hub, 'experiments', text(call, 'id'), { enabled: true })
  }),
  disableExperiment: stored((call) => {
    change(call.hub, 'experiments', text(call, 'id'), { enabled: false })
  }),
}
