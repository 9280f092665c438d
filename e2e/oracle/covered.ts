// What a limit covers (docs/decisions/0009, "What is covered"), straight from the table of the page.
import { type Content, contentOf, kindOf, type Mention } from './content.ts'
import {
  find,
  isBelow,
  isObject,
  type JsonObject,
  type Kind,
  type OracleGrant,
  objectAt,
  type State,
  textsAt,
} from './state.ts'

const GROUP = 'homey:virtualdrivergroup:driver'
const MOST_STARTS = 20

/** Whether any of the limits that are about rooms is there. */
export function hasRoomLimit({ limits }: OracleGrant): boolean {
  return Boolean(limits.zones || limits.devices || limits.capabilities || limits.except)
}

/** Whether some of the zones or devices are named. */
export function namesRooms({ limits }: OracleGrant): boolean {
  return Boolean(limits.zones || limits.devices)
}

/** Whether a grant created an object. */
export function isCreated(grant: OracleGrant, kind: Kind, id: string): boolean {
  return grant.created.includes(`${kind}:${id}`)
}

const SECURITY_CLASSES = ['lock', 'garagedoor', 'homealarm', 'siren']
const SECURITY_CAPABILITIES = ['locked', 'garagedoor_closed', 'homealarm_state', 'alarm_motion']

/** Whether a device keeps a house shut. The capabilities are those that the generator draws from. */
export function isSecurity(device: JsonObject): boolean {
  const classes = [device['class'], device['virtualClass']]
  if (classes.some((one) => SECURITY_CLASSES.some((other) => other === one))) return true
  for (const capability of textsAt(device, 'capabilities') ?? []) {
    if (!SECURITY_CAPABILITIES.includes(capability.split('.')[0] ?? '')) continue
    const entries = objectAt(device, 'capabilitiesObj')
    if (!isObject(entries[capability])) {
      if (!capability.startsWith('alarm_')) return true
    } else if (objectAt(entries, capability)['setable'] !== false) return true
  }
  return false
}

/** Whether a zone or device is excepted. */
export function isExcepted(
  { limits }: OracleGrant,
  state: State,
  kind: 'device' | 'zone',
  id: string,
): boolean {
  const zones = limits.except?.zones
  if (kind === 'zone') return zones !== undefined && isBelow(state.zones, id, zones)
  if (limits.except?.devices?.includes(id)) return true
  const device = find(state, 'device', id)
  if (!device || !zones) return false
  const zone = String(device['zone'])
  return !find(state, 'zone', zone) || isBelow(state.zones, zone, zones)
}

const isGroup = (device: JsonObject): boolean => device['driverId'] === GROUP

// Whether a device is excepted, or a group with such a member, however deep.
function holdsExcepted(
  grant: OracleGrant,
  state: State,
  id: string,
  path: readonly string[] = [],
): boolean {
  if (isExcepted(grant, state, 'device', id)) return true
  const device = find(state, 'device', id)
  if (!device || !isGroup(device) || path.includes(id)) return false
  const members = objectAt(device, 'settings')['deviceIds']
  return (
    Array.isArray(members) &&
    members.some(
      (one) => typeof one === 'string' && holdsExcepted(grant, state, one, [...path, id]),
    )
  )
}

function deviceCovered(
  grant: OracleGrant,
  state: State,
  id: string,
  path: readonly string[] = [],
): boolean {
  const device = find(state, 'device', id)
  if (!device || path.includes(id) || holdsExcepted(grant, state, id)) return false
  const { limits } = grant
  if (limits.devices?.includes(id)) return true
  const byRoom =
    !namesRooms(grant) ||
    (!isSecurity(device) && isBelow(state.zones, device['zone'], limits.zones ?? [])) ||
    isCreated(grant, 'device', id)
  if (!byRoom || !isGroup(device)) return byRoom
  const members = textsAt(objectAt(device, 'settings'), 'deviceIds')
  if (!members) return false
  return members.every((one) => deviceCovered(grant, state, one, [...path, id]))
}

function zoneCovered(grant: OracleGrant, state: State, id: string): boolean {
  if (!find(state, 'zone', id) || isExcepted(grant, state, 'zone', id)) return false
  if (!namesRooms(grant)) return true
  return isBelow(state.zones, id, grant.limits.zones ?? []) || isCreated(grant, 'zone', id)
}

function folderCovered(grant: OracleGrant, state: State, id: string): boolean {
  if (!find(state, 'flow-folder', id)) return false
  if (isCreated(grant, 'flow-folder', id)) return true
  const { flowFolders, flows } = grant.limits
  if (flowFolders) return isBelow(state.folders, id, flowFolders)
  return !hasRoomLimit(grant) && !flows
}

/** Flows and moods that contain each other are looked through; the path says where one is. */
type Path = readonly string[]

// Whether an object of content touches the excepted: "through any number of them".
function touches(
  grant: OracleGrant,
  state: State,
  kind: Kind,
  object: JsonObject,
  path: Path = [],
): boolean {
  const key = `${kind}:${object['id']}`
  if (!grant.limits.except || path.includes(key)) return false
  return contentOf(kind, object, state).mentions.some((told) => {
    const mention = { ...told, kind: told.kind === 'unknown' ? kindOf(state, told.id) : told.kind }
    if (mention.kind === 'device') return holdsExcepted(grant, state, mention.id)
    if (mention.kind === 'zone') {
      if (isExcepted(grant, state, 'zone', mention.id)) return true
      return mention.use === 'acts' && anythingExceptedBelow(grant, state, mention.id)
    }
    if (mention.kind !== 'flow' && mention.kind !== 'advanced-flow' && mention.kind !== 'mood') {
      return false
    }
    return namedBy(state, mention).some(([other, one]) =>
      touches(grant, state, other, one, [...path, key]),
    )
  })
}

/** Whether what is written or is there touches the excepted. */
export const touchesExcepted = touches

// A start may name either kind of flow.
function namedBy(
  state: State,
  { kind, id }: { readonly kind: Kind | undefined; readonly id: string },
): [Kind, JsonObject][] {
  const kinds: Kind[] = kind === 'flow' ? ['flow', 'advanced-flow'] : kind ? [kind] : []
  return kinds.flatMap((one): [Kind, JsonObject][] => {
    const object = find(state, one, id)
    return object ? [[one, object]] : []
  })
}

/** Whether something excepted lies below a zone. */
export function anythingExceptedBelow(grant: OracleGrant, state: State, zone: string): boolean {
  const zones = state.zones.map((one) => String(one['id']))
  const devices = state.devices.filter((one) => isBelow(state.zones, one['zone'], [zone]))
  return (
    zones.some((id) => isBelow(state.zones, id, [zone]) && isExcepted(grant, state, 'zone', id)) ||
    devices.some((one) => holdsExcepted(grant, state, String(one['id'])))
  )
}

/** Whether acting on a zone would move something that this grant may not move. */
export function zoneMovesMore(grant: OracleGrant, state: State, zone: string): boolean {
  if (grant.limits.capabilities || anythingExceptedBelow(grant, state, zone)) return true
  return state.devices.some((one) => {
    if (!isBelow(state.zones, one['zone'], [zone])) return false
    if (!deviceCovered(grant, state, String(one['id']))) return true
    return isSecurity(one) && !grant.permissions.includes('security-device:control')
  })
}

/** Whether a grant, by what it names or created, may have an effect where it has `own`. */
export function isOwnOrNamed(grant: OracleGrant, state: State, kind: Kind, id: string): boolean {
  if (isCreated(grant, kind, id)) return true
  const { limits } = grant
  const object = find(state, kind, id)
  if (kind === 'flow' || kind === 'advanced-flow') {
    const folder = object?.['folder']
    return Boolean(
      limits.flows?.includes(id) ||
        (limits.flowFolders && isBelow(state.folders, folder, limits.flowFolders)),
    )
  }
  if (kind === 'flow-folder') {
    return limits.flowFolders !== undefined && isBelow(state.folders, id, limits.flowFolders)
  }
  const named = { mood: limits.moods, variable: limits.variables, script: limits.scripts }
  if (kind === 'dashboard') return Boolean(limits.dashboards?.includes(id))
  if (kind === 'mood' || kind === 'variable' || kind === 'script') {
    return Boolean(named[kind]?.includes(id))
  }
  return false
}

function flowCovered(
  grant: OracleGrant,
  state: State,
  kind: 'flow' | 'advanced-flow',
  id: string,
  path: Path,
): boolean {
  const flow = find(state, kind, id)
  if (!flow || touches(grant, state, kind, flow)) return false
  const { limits } = grant
  if (isOwnOrNamed(grant, state, kind, id)) return true
  if ((limits.flows || limits.flowFolders) && !namesRooms(grant)) return false
  const key = `${kind}:${id}`
  if (path.includes(key) || path.length > MOST_STARTS) return false
  return contentCovered(grant, state, contentOf(kind, flow, state), [...path, key])
}

function moodCovered(grant: OracleGrant, state: State, id: string): boolean {
  const mood = find(state, 'mood', id)
  if (!mood || touches(grant, state, 'mood', mood)) return false
  if (isOwnOrNamed(grant, state, 'mood', id)) return true
  if (grant.limits.moods && !namesRooms(grant)) return false
  return contentCovered(grant, state, contentOf('mood', mood, state), [])
}

function dashboardCovered(grant: OracleGrant, state: State, id: string): boolean {
  const dashboard = find(state, 'dashboard', id)
  if (!dashboard || touches(grant, state, 'dashboard', dashboard)) return false
  if (isOwnOrNamed(grant, state, 'dashboard', id)) return true
  if (grant.limits.dashboards && !namesRooms(grant)) return false
  return contentCovered(grant, state, contentOf('dashboard', dashboard, state), [])
}

/** Whether a card may stand in a flow by the first rule of "Cards" alone. */
export function cardCoveredByItself(grant: OracleGrant, card: Content['cards'][number]): boolean {
  if (card.signpost) return true
  if (card.twoOwners) return false
  const { owner } = card
  if (card.manager) {
    const { reveals } = card.manager
    return !reveals || grant.permissions.includes(reveals)
  }
  if (owner?.kind === 'device') return !grant.limits.capabilities
  return owner?.kind === 'zone' || owner?.kind === 'mood'
}

function contentCovered(grant: OracleGrant, state: State, content: Content, path: Path): boolean {
  return (
    content.strange.length === 0 &&
    content.cards.every((card) => cardCoveredByItself(grant, card)) &&
    content.mentions.every((mention) => mentionCovered(grant, state, mention, path))
  )
}

/** Whether one thing that content names is covered; what resolves to nothing is not. */
export function mentionCovered(
  grant: OracleGrant,
  state: State,
  { kind, id, capability, use }: Mention,
  path: Path = [],
): boolean {
  if (kind === 'unknown') return false
  if (kind === 'zone' && use === 'acts' && zoneMovesMore(grant, state, id)) return false
  const kinds: Kind[] = kind === 'flow' ? ['flow', 'advanced-flow'] : [kind]
  if (!kinds.some((one) => isCovered(grant, state, one, id, path))) return false
  const { capabilities } = grant.limits
  return capability === undefined || !capabilities || capabilities.includes(capability)
}

function isCovered(grant: OracleGrant, state: State, kind: Kind, id: string, path: Path): boolean {
  const { limits } = grant
  if (kind === 'device') return deviceCovered(grant, state, id)
  if (kind === 'zone') return zoneCovered(grant, state, id)
  if (kind === 'flow-folder') return folderCovered(grant, state, id)
  if (kind === 'flow' || kind === 'advanced-flow') return flowCovered(grant, state, kind, id, path)
  if (kind === 'mood') return moodCovered(grant, state, id)
  if (kind === 'dashboard') return dashboardCovered(grant, state, id)
  if (kind === 'app') return limits.apps ? limits.apps.includes(id) : !hasRoomLimit(grant)
  if (kind === 'alarm') return true
  if (kind === 'user') return find(state, 'user', id) !== undefined
  if (kind === 'variable' && !find(state, 'variable', id)) return false
  if (isOwnOrNamed(grant, state, kind, id)) return true
  const list = kind === 'variable' ? limits.variables : limits.scripts
  return !list && !hasRoomLimit(grant)
}

/** Whether a grant covers an object. */
export function covered(grant: OracleGrant, state: State, kind: Kind, id: string): boolean {
  return isCovered(grant, state, kind, id, [])
}

/** Whether a grant covers a capability that a covered device has. */
export function capabilityCovered(
  grant: OracleGrant,
  state: State,
  device: string,
  capability: string,
): boolean {
  const { capabilities } = grant.limits
  const has = textsAt(find(state, 'device', device) ?? {}, 'capabilities') ?? []
  return has.includes(capability) && (!capabilities || capabilities.includes(capability))
}
