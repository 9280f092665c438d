// What each operation asks of a limited grant (docs/decisions/0009): one row per operation, written from
// the page.
import { cardOf } from './content.ts'
import {
  capabilityCovered,
  covered,
  hasRoomLimit,
  isCreated,
  isOwnOrNamed,
  isSecurity,
} from './covered.ts'
import { coveredByOwner } from './owner.ts'
import {
  find,
  isObject,
  type Json,
  type JsonObject,
  type Kind,
  type OracleCall,
  type OracleGrant,
  objectAt,
  type State,
  textsAt,
} from './state.ts'
import {
  type Answer,
  fullId,
  judgeContent,
  judgeFolder,
  judgeGroup,
  judgeRun,
  mayList,
  membersAllowed,
  zoneAllowed,
} from './writes.ts'

interface Asked extends OracleCall {
  readonly grant: OracleGrant
  readonly state: State
}

type Rule = (asked: Asked) => Answer

const GROUP = 'homey:virtualdrivergroup:driver'

const idOf = ({ ids }: Asked, name = 'id'): string => ids[name] ?? ''
const pass: Rule = () => 'pass'

/** Reading something that a limit covers. */
export const reads =
  (kind: Kind, name = 'id'): Rule =>
  (asked) =>
    covered(asked.grant, asked.state, kind, idOf(asked, name)) ? 'pass' : 'not-found'

/** Changing it: covered, and with `own` one's own or named. */
const changes =
  (kind: Kind, more: Rule = pass): Rule =>
  (asked) => {
    const { grant, state } = asked
    const id = idOf(asked)
    if (!covered(grant, state, kind, id)) return 'not-found'
    if (grant.limits.own && !isOwnOrNamed(grant, state, kind, id)) return 'refused'
    return more(asked)
  }

const present = (asked: Asked, kind: Kind): JsonObject => find(asked.state, kind, idOf(asked)) ?? {}

/** What is enabled is not touched by a grant that writes drafts. */
const notEnabled =
  (kind: 'flow' | 'advanced-flow', more: Rule = pass): Rule =>
  (asked) =>
    asked.grant.limits.drafts && present(asked, kind)['enabled'] !== false ? 'refused' : more(asked)

const content =
  (kind: 'flow' | 'advanced-flow' | 'mood' | 'dashboard', made: boolean): Rule =>
  (asked) =>
    judgeContent(
      asked.grant,
      asked.state,
      kind,
      asked.body,
      made ? undefined : present(asked, kind),
    )

const flowRules = (kind: 'flow' | 'advanced-flow', noun: string): Record<string, Rule> => ({
  [`flow.get${noun}s`]: pass,
  [`flow.get${noun}`]: reads(kind),
  [`flow.create${noun}`]: content(kind, true),
  [`flow.update${noun}`]: changes(kind, notEnabled(kind, content(kind, false))),
  [`flow.delete${noun}`]: changes(kind, notEnabled(kind)),
  [`flow.trigger${noun}`]: changes(kind, ({ grant }) => (grant.limits.drafts ? 'refused' : 'pass')),
})

function setCapability(asked: Asked): Answer {
  const { grant, state } = asked
  const device = find(state, 'device', idOf(asked, 'deviceId'))
  if (readCapability(asked) !== 'pass' || !device) return 'not-found'
  if (isSecurity(device) && !grant.permissions.includes('security-device:control')) return 'refused'
  return 'pass'
}

function readCapability(asked: Asked): Answer {
  const { grant, state } = asked
  const device = idOf(asked, 'deviceId')
  const capability = idOf(asked, 'capabilityId')
  const all =
    covered(grant, state, 'device', device) && capabilityCovered(grant, state, device, capability)
  return all ? 'pass' : 'not-found'
}

function updateDevice(asked: Asked): Answer {
  const { grant, state, body } = asked
  if (!isObject(body)) return 'refused'
  const device = present(asked, 'device')
  const { zone, virtualClass } = body
  if (zone !== undefined && zone !== device['zone'] && !zoneAllowed(grant, state, zone)) {
    return 'refused'
  }
  if (virtualClass !== undefined && virtualClass !== device['virtualClass'] && isSecurity(device)) {
    if (!grant.permissions.includes('security-device:control')) return 'refused'
  }
  return 'pass'
}

// Every id of something of the home that stands in the values, by itself or in a longer text.
function setSettings(asked: Asked): Answer {
  const { grant, state, body } = asked
  if (!isObject(body)) return 'refused'
  const { deviceIds, ...others } = body
  if (deviceIds !== undefined && present(asked, 'device')['driverId'] === GROUP) {
    const ids = textsAt(body, 'deviceIds')
    if (!ids || !membersAllowed(grant, state, ids)) return 'refused'
    return namesUncovered(asked, others) ? 'refused' : 'pass'
  }
  return namesUncovered(asked, body) ? 'refused' : 'pass'
}

const LISTED: readonly (readonly [Kind, keyof State])[] = [
  ...([
    ['device', 'devices'],
    ['zone', 'zones'],
    ['flow', 'flows'],
  ] as const),
  ...([
    ['advanced-flow', 'advancedFlows'],
    ['flow-folder', 'folders'],
  ] as const),
  ...([
    ['variable', 'variables'],
    ['mood', 'moods'],
    ['dashboard', 'dashboards'],
  ] as const),
]

/** Whether some text, at any depth, is or holds the id of something known that is not covered. */
export function namesUncovered(
  { grant, state }: Pick<Asked, 'grant' | 'state'>,
  value: Json,
): boolean {
  if (typeof value === 'string') {
    return LISTED.some(([kind, list]) =>
      state[list].some((one) => {
        const id = String(one['id'])
        return value.includes(id) && !covered(grant, state, kind, id)
      }),
    )
  }
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([name, one]) =>
      namesUncovered({ grant, state }, name) || namesUncovered({ grant, state }, one as Json),
  )
}

const deviceAnd =
  (more: Rule, name = 'id'): Rule =>
  (asked) =>
    covered(asked.grant, asked.state, 'device', idOf(asked, name)) ? more(asked) : 'not-found'

function leaveGroup(asked: Asked): Answer {
  const { grant, state } = asked
  const both = ['groupId', 'deviceId'].every((name) =>
    covered(grant, state, 'device', idOf(asked, name)),
  )
  return both ? 'pass' : 'not-found'
}

const makeZone: Rule = ({ grant, state, body }) =>
  isObject(body) && zoneAllowed(grant, state, body['parent'] ?? null) ? 'pass' : 'refused'

function changeZone(asked: Asked): Answer {
  const { grant, state, body } = asked
  if (!covered(grant, state, 'zone', idOf(asked))) return 'not-found'
  if (!isObject(body)) return 'refused'
  const { parent } = body
  if (parent === undefined || parent === present(asked, 'zone')['parent']) return 'pass'
  return zoneAllowed(grant, state, parent) ? 'pass' : 'refused'
}

function deleteZone(asked: Asked): Answer {
  const { grant, state } = asked
  if (!covered(grant, state, 'zone', idOf(asked))) return 'not-found'
  return hasRoomLimit(grant) && !isCreated(grant, 'zone', idOf(asked)) ? 'refused' : 'pass'
}

const wellFormed: Rule = ({ body }) => (isObject(body) ? 'pass' : 'refused')

/** A card that is read, or whose picks are: 404 if it may not be used. */
const card =
  (role: 'trigger' | 'condition' | 'action'): Rule =>
  (asked) => {
    const id = fullId(asked.ids)
    if (id === undefined) return 'no'
    // A card of nobody: there is none, or it is not understood.
    if (!/^homey:[a-z]+:[^:]/.test(idOf(asked, 'uri'))) return 'no'
    return mayList(asked.grant, asked.state, cardOf(role, id)) ? 'pass' : 'not-found'
  }

const ROLES = {
  flowcardtrigger: 'trigger',
  flowcardcondition: 'condition',
  flowcardaction: 'action',
} as const

function autocomplete(asked: Asked): Answer {
  const type = idOf(asked, 'type')
  if (type !== 'flowcardtrigger' && type !== 'flowcardcondition' && type !== 'flowcardaction')
    return 'no'
  const may = card(ROLES[type])(asked)
  if (may !== 'pass') return may
  return namesUncovered(asked, asked.query) ? 'refused' : 'pass'
}

const scripted: Rule = ({ grant }) => (hasRoomLimit(grant) ? 'refused' : 'pass')

function runScript(asked: Asked): Answer {
  const { body } = asked
  const withCode = isObject(body) && Object.hasOwn(body, 'code')
  return withCode ? scripted(asked) : 'pass'
}

// A missing script, or a refusal of the code: the page does not say which of them goes first.
export const eitherWay =
  (rule: Rule): Rule =>
  (asked) => {
    const answer = rule(asked)
    return answer === 'pass' ? 'pass' : 'no'
  }

const owned =
  (read: (asked: Asked) => string | undefined): Rule =>
  (asked) => {
    const id = read(asked)
    if (id === undefined) return 'no'
    return coveredByOwner(asked.grant, asked.state, id) ? 'pass' : 'not-found'
  }

const byId = (asked: Asked): string => idOf(asked)
const byUri = (asked: Asked): string => idOf(asked, 'uri')
const byBoth = ({ ids }: Asked): string | undefined => fullId(ids)

/** The image or video of some covered device; free without a room limit. */
const media: Rule = (asked) => {
  const { grant, state } = asked
  if (!hasRoomLimit(grant)) return 'pass'
  const holds = (one: Json): boolean =>
    isObject(one) && [one['id'], objectAt(one, 'imageObj')['id']].includes(idOf(asked))
  return state.devices.some((device) => {
    const all = [device['images'], device['videos']].flatMap((list) =>
      Array.isArray(list) ? (list as readonly Json[]) : [],
    )
    return all.some(holds) && covered(grant, state, 'device', String(device['id']))
  })
    ? 'pass'
    : 'not-found'
}

/** By operation. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...flowRules('flow', 'Flow'),
  ...flowRules('advanced-flow', 'AdvancedFlow'),
  'flow.testFlow': () => 'refused',
  'flow.shareFlow': reads('flow'),
  'flow.getFlowFolders': pass,
  'flow.getFlowFolder': reads('flow-folder'),
  'flow.createFlowFolder': ({ grant, state, body }) => judgeFolder(grant, state, body),
  'flow.updateFlowFolder': changes('flow-folder', (asked) =>
    judgeFolder(asked.grant, asked.state, asked.body, present(asked, 'flow-folder')),
  ),
  'flow.deleteFlowFolder': changes('flow-folder'),
  'flow.getFlowCardTriggers': pass,
  'flow.getFlowCardConditions': pass,
  'flow.getFlowCardActions': pass,
  'flow.getFlowCardTrigger': card('trigger'),
  'flow.getFlowCardCondition': card('condition'),
  'flow.getFlowCardAction': card('action'),
  'flow.runFlowCardCondition': ({ grant, state, ids, body }) =>
    judgeRun(grant, state, 'condition', ids, body),
  'flow.runFlowCardAction': ({ grant, state, ids, body }) =>
    judgeRun(grant, state, 'action', ids, body),
  'flow.getFlowCardAutocomplete': autocomplete,
  'flowtoken.getFlowTokens': pass,
  'flowtoken.getFlowToken': owned(byId),
  'flowtoken.getFlowTokenValue': owned(byId),
  'devices.getDevices': pass,
  'devices.getDevice': reads('device'),
  'devices.getDeviceSettingsObj': reads('device'),
  'devices.getCapabilityValue': readCapability,
  'devices.setCapabilityValue': setCapability,
  'devices.updateDevice': deviceAnd(updateDevice),
  'devices.setDeviceSettings': deviceAnd(setSettings),
  'devices.deleteDevice': reads('device'),
  'devices.createGroup': ({ grant, state, body }) => judgeGroup(grant, state, body),
  'devices.updateGroup': deviceAnd((asked) =>
    present(asked, 'device')['driverId'] === GROUP
      ? judgeGroup(asked.grant, asked.state, asked.body, present(asked, 'device'))
      : 'not-found',
  ),
  'devices.deleteDeviceFromGroup': leaveGroup,
  'devices.hideDeviceFromExternalService': reads('device'),
  'devices.unhideDeviceFromExternalService': reads('device'),
  'zones.getZones': pass,
  'zones.getZone': reads('zone'),
  'zones.createZone': makeZone,
  'zones.updateZone': changeZone,
  'zones.deleteZone': deleteZone,
  'moods.getMoods': pass,
  'moods.getMood': reads('mood'),
  'moods.setMood': changes('mood'),
  'moods.createMood': content('mood', true),
  'moods.updateMood': changes('mood', content('mood', false)),
  'moods.deleteMood': changes('mood'),
  'dashboards.getDashboards': pass,
  'dashboards.getDashboard': reads('dashboard'),
  'dashboards.createDashboard': content('dashboard', true),
  'dashboards.updateDashboard': changes('dashboard', content('dashboard', false)),
  'dashboards.deleteDashboard': changes('dashboard'),
  'logic.getVariables': pass,
  'logic.getVariable': reads('variable'),
  'logic.createVariable': wellFormed,
  'logic.updateVariable': changes('variable', wellFormed),
  'logic.deleteVariable': changes('variable'),
  'homeyscript.getScripts': pass,
  'homeyscript.getScript': reads('script'),
  'homeyscript.createScript': scripted,
  'homeyscript.updateScript': eitherWay(changes('script', scripted)),
  'homeyscript.deleteScript': changes('script'),
  'homeyscript.runScript': eitherWay(changes('script', runScript)),
  'insights.getLogs': pass,
  'insights.getLog': owned(byId),
  'insights.getLogEntries': owned(byBoth),
  'insights.deleteLog': owned(byBoth),
  'insights.deleteLogEntries': owned(byBoth),
  'notifications.getNotifications': pass,
  'notifications.getOwners': pass,
  'notifications.setOwnerEnabled': owned(byUri),
  'notifications.setOwnerPush': owned(byUri),
  'images.getImages': pass,
  'files.getImage': media,
  'videos.getVideos': pass,
  'videos.videoOffer': media,
  'videos.videoKeepAlive': media,
  'videos.getVideoUrl': media,
  'apps.getApps': pass,
  'apps.getApp': reads('app'),
}
