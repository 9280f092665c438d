// What a call brings about, as the oracle sees it: written from docs/decisions/0011 alone, walking lists each
// time, with no index and no memory. It shares nothing with the gateway but the form of a rule.
import { type Operation, operations } from '@latchkey/catalogue'
import {
  isObject,
  type Json,
  type JsonObject,
  type OracleCall,
  type State,
} from '../oracle/state.ts'
import { type Act, act, type Sets, type Start, WILD } from './act.ts'
import { control, members } from './devices.ts'
import { cardRun, direct } from './direct.ts'
import { followed } from './follows.ts'
import { inCard, inObject } from './inside.ts'

const ALL: readonly Operation[] = [...operations('pro-2023'), ...operations('cloud')]

/** The operation of a call. */
export const operationOf = (id: string): Operation | undefined => ALL.find((one) => one.id === id)

/** Calls that nobody understands. */
const RIDDLES: readonly RegExp[] = [
  /^homeyscript\.(create|update|run)Script$/,
  /^app\./,
  /^apps\.(un)?setAppSetting$/,
  /^apps\.installFromAppStore$/,
  /^devkit\.(installApp|runApp)$/,
  /^drivers\./,
  /^(zwave|zigbee|ble)\.runCommand$|^thread\.executeCommand$/,
  /^rf\.(emulate|replay|txInfraredProntohex)$/,
  /^matter\.(openCommissioningWindow|setOptionPaaSettings)$/,
  /^coprocessor\.pairBridge$/,
  /^cloud\.emit/,
  /^logic\.triggerWebhook$/,
  /^mobile\.onMobileEvent$/,
  /^experiments\.enableExperiment$/,
  /^system\.(setDebug|setOptionForwardedPort|createHeapdump)$/,
  /^users\.(createUser|updateUser)$/,
  /^dashboards\.setWidgetStoreState$/,
]

/** Everything that a call brings about. */
export function actsOf(state: State, call: OracleCall): Act[] {
  const operation = operationOf(call.operation)
  if (!operation) return []
  const itself = direct(operation, call)
  if (!operation.effect) return itself
  const riddle = RIDDLES.some((one) => one.test(call.operation)) ? [WILD] : []
  const { acts, starts, later } = sets(state, call)
  const follows = [...acts, ...followed(state, [...itself, ...acts], starts)]
  return [...itself, ...riddle, ...follows.map((one) => ({ ...one, later }))]
}

const NOTHING: Sets = { acts: [], starts: [], later: false }

function sets(state: State, call: OracleCall): Sets {
  const { operation, ids, body } = call
  const { id = '', deviceId = '', capabilityId = '' } = ids
  const now = (acts: readonly Act[], starts: readonly Start[] = []): Sets => ({
    ...{ acts, starts, later: false },
  })
  switch (operation) {
    case 'devices.setCapabilityValue': {
      const is = isObject(body) ? body['value'] : undefined
      return now(control(state, deviceId, capabilityId, is === undefined ? undefined : { is }))
    }
    case 'moods.setMood':
      return now([], [{ kind: 'mood', id }])
    case 'flow.triggerFlow':
      return now([], [{ kind: 'flow', id }])
    case 'flow.triggerAdvancedFlow':
      return now([], [{ kind: 'advanced-flow', id }])
    case 'flow.testFlow': {
      const flow = isObject(body) && isObject(body['flow']) ? body['flow'] : {}
      const { acts, starts } = inObject(state, 'flow', { name: '', ...flow })
      return now(acts, starts)
    }
    case 'devices.deleteDeviceFromGroup':
      return now(touched(state, deviceId))
    case 'devices.setDeviceSettings':
    case 'devices.updateGroup':
    case 'devices.createGroup':
      return grouped(state, ids['id'], body)
    case 'flow.createFlow':
    case 'flow.updateFlow':
      return wrote(state, 'flow', 'flows', ids['id'], body)
    case 'flow.createAdvancedFlow':
    case 'flow.updateAdvancedFlow':
      return wrote(state, 'advanced-flow', 'advancedFlows', ids['id'], body)
    case 'moods.createMood':
    case 'moods.updateMood':
      return wrote(state, 'mood', 'moods', ids['id'], body)
    case 'flow.runFlowCardAction':
    case 'flow.runFlowCardCondition':
      return ran(state, call)
    default:
      return NOTHING
  }
}

const touched = (state: State, id: string): Act[] =>
  [...new Set(members(state, id))].map((one) =>
    act({ permissions: ['device-group:update'], kind: 'device', id: one }),
  )

function grouped(state: State, id: string | undefined, body: Json | undefined): Sets {
  const ids = isObject(body) ? body['deviceIds'] : undefined
  if (ids === undefined) return NOTHING
  const all = Array.isArray(ids) && ids.every((one) => typeof one === 'string')
  const joined = all ? ids.flatMap((one) => control(state, String(one))) : [WILD]
  return {
    acts: [...(id === undefined ? [] : touched(state, id)), ...joined],
    starts: [],
    later: true,
  }
}

function wrote(
  state: State,
  kind: string,
  list: keyof State,
  id: string | undefined,
  body: Json | undefined,
): Sets {
  if (body === undefined) return NOTHING
  if (!isObject(body)) return { acts: [WILD], starts: [], later: true }
  const present = state[list].find((one) => one['id'] === id)
  const harmless = ['name', 'folder', 'order', 'zone', 'id', 'uri']
  const does = Object.keys(body).filter(
    (name) => !harmless.includes(name) && !(name === 'enabled' && body[name] === false),
  )
  if (id !== undefined && does.length === 0) return NOTHING
  const whole = { ...present, ...body }
  return { ...inObject(state, kind, whole), later: true }
}

function ran(state: State, { operation, ids, body }: OracleCall): Sets {
  const full = cardRun({ operation, ids, query: {}, body })
  if (full === undefined || !(body === undefined || isObject(body))) {
    return { acts: [WILD], starts: [], later: false }
  }
  const role = operation.endsWith('Action') ? 'action' : 'condition'
  const { args, droptoken } = body ?? {}
  const card: JsonObject = {
    id: full,
    ...(args !== undefined && { args }),
    ...(droptoken !== undefined && { droptoken }),
  }
  const { acts, starts } = inCard(state, role, card)
  const uncounted = acts.map((one) => (one.card === undefined ? one : { ...one, classes: [] }))
  return { acts: uncounted, starts, later: false }
}
