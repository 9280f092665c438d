// What house rules and the restrictions of a key would say to a call whose body nobody knows, at this moment.
import { pathParameters } from '@latchkey/catalogue'
import { REFUSALS } from '../hub-path/reason.ts'
import type { Hubs } from '../hubs/hubs.ts'
import type { Effect } from '../oversight/effect.ts'
import type { Overseer } from '../oversight/overseer.ts'
import type { Simulate, Simulated, SimulatedCall } from './key-can.ts'

/** Simulates by house rules and restrictions. */
export function simulateOversight(oversight: Overseer, hubs: Hubs): Simulate {
  return async ({ operation, ids }, grant) => {
    const hub = hubs.byId(grant.hubId)
    if (!hub) return UNKNOWN
    const call = { operation, ids, body: undefined }
    const effect = await oversight.foresee(grant, hub, call)
    if (!effect) return UNKNOWN
    const said = inWords(effect)
    if (said.verdict === 'deny' || !operation.effect) return said
    const open = oversight.says(grant) && isOpen({ operation, ids })
    return open && said.verdict === 'allow' ? BY_CONTENT : said
  }
}

const UNKNOWN: Simulated = {
  ...{ verdict: 'depends', reason: 'hub-state-unknown' },
  message: 'The state of the Homey is not known now, so it cannot be told what is forbidden.',
}

const BY_CONTENT: Simulated = {
  ...{ verdict: 'depends', reason: 'content' },
  message: 'House rules and restrictions judge what is done, with all that stands in it.',
}

// What has a body, or an object that was not named, may come to another verdict.
function isOpen({ operation, ids }: SimulatedCall): boolean {
  const missing = pathParameters(operation).some((name) => ids[name] === undefined)
  const { method, id } = operation
  const hasBody = method === 'POST' || method === 'PUT'
  return missing || (hasBody && !NO_BODY.includes(id))
}

const NO_BODY: readonly string[] = [
  ...['flow.triggerFlow', 'flow.triggerAdvancedFlow', 'moods.setMood'],
  'devices.setCapabilityValue',
]

function inWords(effect: Effect): Simulated {
  switch (effect.effect) {
    case 'allow':
      return { verdict: 'allow', reason: 'granted', message: '' }
    case 'ask':
      return { verdict: 'depends', reason: 'approval-needed', message: effect.because }
    case 'deny': {
      const { reason, message = REFUSALS[reason][2] } = effect
      return { verdict: 'deny', reason, message: capitalised(message) }
    }
  }
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
