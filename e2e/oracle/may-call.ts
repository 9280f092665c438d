// Whether a limited grant may make a call (docs/decisions/0009): by the row of the operation, or by what
// the page says of its kind; what nothing names is refused.
import { hasRoomLimit } from './covered.ts'
import { FREE, NEVER, NOT_UNDER_ROOMS, UNDER_APPS } from './lists.ts'
import { eitherWay, RULES, reads } from './rules.ts'
import { isObject, type Json, type OracleCall, type OracleGrant, type State } from './state.ts'
import { type Answer, wellFormed as isWellFormed } from './writes.ts'

// Calls of an app: covered; under a room limit only where it is named. HomeyScript's settings are scripts.
function ofApp({ operation, grant, ids }: OracleCall & { grant: OracleGrant }): Answer {
  const app = ids['id'] ?? ids['app'] ?? ''
  const { apps, scripts } = grant.limits
  if (apps ? !apps.includes(app) : hasRoomLimit(grant)) return 'no'
  const settings = /^apps\.(un)?(get|set)?(App)?Setting|^apps\.(get|set|unset)AppSetting/.test(
    operation,
  )
  const keepsScripts = settings && app === 'com.athom.homeyscript'
  return keepsScripts && (hasRoomLimit(grant) || scripts) ? 'no' : 'pass'
}

/** What takes an object: anything else is refused, whatever it is for. */
const HAS_BODY =
  /^(flow|moods|dashboards|zones|logic|devices)\.(create|update|setDeviceSettings|setCapabilityValue)/

const JUDGED: Readonly<Record<string, string>> = {
  ...{ Flow: 'flow', AdvancedFlow: 'advanced-flow', Mood: 'mood', Dashboard: 'dashboard' },
  Group: 'group',
}

const DEEPEST = 40

function acceptable(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth >= DEEPEST || Object.hasOwn(value, '__proto__')) return false
  return Object.values(value).every((one) => acceptable(one, depth + 1))
}

/** Whether a limited grant may make a call, and with which kind of refusal it may not. */
export function mayCall(grant: OracleGrant, state: State, call: OracleCall): Answer {
  const { operation, ids } = call
  if (!acceptable(call.body)) return 'no'
  if (HAS_BODY.test(operation)) {
    const kind = JUDGED[operation.replace(/^.*\.(create|update)/, '')]
    if (!isObject(call.body) || (kind && !isWellFormed(kind, call.body))) return 'no'
  }
  if (NEVER.some((one) => one.test(operation))) return 'refused'
  if (FREE.some((one) => one.test(operation))) return 'pass'
  if (UNDER_APPS.some((one) => one.test(operation))) return ofApp({ ...call, grant })
  if (operation === 'apps.installFromAppStore') {
    const named =
      isObject(call.body) && grant.limits.apps?.some((id) => objectAtText(call.body, 'id') === id)
    return !hasRoomLimit(grant) && (!grant.limits.apps || named) ? 'pass' : 'no'
  }
  const rule = Object.hasOwn(RULES, operation) ? RULES[operation] : undefined
  if (rule) return rule({ ...call, grant, state })
  if (operation.startsWith('energydongle.') && ids['deviceId'] !== undefined) {
    return eitherWay(reads('device', 'deviceId'))({ ...call, grant, state })
  }
  if (NOT_UNDER_ROOMS.some((one) => one.test(operation)))
    return hasRoomLimit(grant) ? 'refused' : 'pass'
  return 'refused'
}

function objectAtText(value: Json | undefined, name: string): string | undefined {
  const member = isObject(value) ? value[name] : undefined
  return typeof member === 'string' ? member : undefined
}
