// What must be left of an answer (docs/decisions/0009, "Answers"), for the objects of a home and for what
// belongs to them.
import { covered, hasRoomLimit } from './covered.ts'
import { coveredByOwner } from './owner.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  type Kind,
  type OracleGrant,
  objectAt,
  type State,
  textsAt,
} from './state.ts'

/** What single objects and lists are of, by operation. */
export const ANSWERS: Readonly<Record<string, Kind>> = {
  ...{ 'devices.getDevices': 'device', 'zones.getZones': 'zone', 'flow.getFlows': 'flow' },
  ...{ 'flow.getAdvancedFlows': 'advanced-flow', 'flow.getFlowFolders': 'flow-folder' },
  ...{ 'moods.getMoods': 'mood', 'dashboards.getDashboards': 'dashboard' },
  ...{ 'logic.getVariables': 'variable', 'users.getUsers': 'user' },
}

/** Lists of what belongs to something else, and the member that says to whom. */
export const OWNED: Readonly<Record<string, string>> = {
  ...{ 'flowtoken.getFlowTokens': 'id', 'insights.getLogs': 'id' },
  'notifications.getNotifications': 'ownerUri',
}

/** What is left of a list of objects, a map by id. */
export function visible(
  grant: OracleGrant,
  state: State,
  operation: string,
  answer: JsonObject,
): JsonObject {
  const kind = ANSWERS[operation]
  const owner = OWNED[operation]
  const left: Record<string, Json> = {}
  for (const [id, object] of Object.entries(answer)) {
    if (!isObject(object)) continue
    if (kind && object['id'] === id && covered(grant, state, kind, id)) {
      left[id] = cut(grant, state, kind, object)
    }
    const uri = owner ? object[owner] : undefined
    if (typeof uri === 'string' && coveredByOwner(grant, state, uri)) left[id] = object
  }
  return left
}

function cut(grant: OracleGrant, state: State, kind: Kind, object: JsonObject): JsonObject {
  if (kind === 'device' && grant.limits.capabilities) {
    return cutDevice(object, grant.limits.capabilities)
  }
  const origins =
    kind === 'zone' && hasRoomLimit(grant) ? textsAt(object, 'activeOrigins') : undefined
  if (!origins) return object
  const kept = origins.filter((one) => {
    const [, type, id = '', ...capability] = one.split(':')
    if (type !== 'device' || !covered(grant, state, 'device', id)) return false
    const { capabilities } = grant.limits
    return !capabilities || capabilities.includes(capability.join(':'))
  })
  return { ...object, activeOrigins: kept }
}

function cutDevice(device: JsonObject, capabilities: readonly string[]): JsonObject {
  const only = (map: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(map).filter(([name]) => capabilities.includes(name)))
  const of = (name: string): readonly string[] =>
    (textsAt(device, name) ?? []).filter((one) => capabilities.includes(one))
  const ui = objectAt(device, 'ui')
  const components = Array.isArray(ui['components']) ? (ui['components'] as readonly Json[]) : []
  const kept = components.flatMap((one) => {
    const left = isObject(one) ? (textsAt(one, 'capabilities') ?? []) : []
    const ids = left.filter((id) => capabilities.includes(id))
    return isObject(one) && ids.length > 0 ? [{ ...one, capabilities: ids }] : []
  })
  const quick = capabilities.includes(String(ui['quickAction'])) ? ui['quickAction'] : null
  const all: JsonObject = {
    ...device,
    capabilities: of('capabilities'),
    capabilitiesObj: only(objectAt(device, 'capabilitiesObj')),
    capabilitiesOptions: only(objectAt(device, 'capabilitiesOptions')),
    ui: Object.fromEntries(
      Object.entries({ ...ui, components: kept, quickAction: quick ?? null }).filter(
        ([name]) => name in ui,
      ),
    ),
    insights: insightsOf(device, capabilities),
  }
  const isLeft = (name: string) =>
    name in device && (name !== 'energyObj' || capabilities.includes('measure_power'))
  return Object.fromEntries(Object.entries(all).filter(([name]) => isLeft(name)))
}

// Older hubs say the name alone, later ones the full id.
function insightsOf(device: JsonObject, capabilities: readonly string[]): Json {
  const { insights } = device
  if (!Array.isArray(insights)) return insights ?? null
  return (insights as readonly Json[]).filter((one) => {
    const id = isObject(one) ? String(one['id']) : ''
    return capabilities.some((name) => id === name || id === `homey:device:${device['id']}:${name}`)
  })
}
