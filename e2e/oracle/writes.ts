// Judged writes (docs/decisions/0009, "Judged writes", "Cards", "Effects"): what a limited grant may leave
// on the hub that acts later, or does at once.
import { isDeepStrictEqual } from 'node:util'
import { type Content, contentOf, type Mention, readCard, type UsedCard } from './content.ts'
import {
  cardCoveredByItself,
  covered,
  hasRoomLimit,
  isCreated,
  isOwnOrNamed,
  isSecurity,
  mentionCovered,
  namesRooms,
  touchesExcepted,
  zoneMovesMore,
} from './covered.ts'
import {
  find,
  isBelow,
  isObject,
  type Json,
  type JsonObject,
  type Kind,
  type OracleGrant,
  objectAt,
  type State,
  textsAt,
} from './state.ts'

/** `no`: a refusal, of which the page does not say whether it is 404 or 403. */
export type Answer = 'pass' | 'not-found' | 'refused' | 'no'

const HOMEYSCRIPT = 'homey:app:com.athom.homeyscript:'
const CODE = ['code', 'script'] as const

const has = (object: JsonObject, name: string): boolean => Object.hasOwn(object, name)

/** Whether a card may be used in what is written or run, and in autocompletion. */
export function mayUse(grant: OracleGrant, state: State, card: UsedCard): boolean {
  if (card.signpost) return true
  if (card.twoOwners) return false
  const { reveals } = card.manager ?? {}
  if (reveals && !grant.permissions.includes(reveals)) return false
  const { owner } = card
  if (owner && ['device', 'zone', 'mood', 'user'].includes(owner.kind)) {
    if (!covered(grant, state, owner.kind as Kind, owner.id)) return false
  }
  if (owner?.kind === 'zone' && card.role === 'action') {
    if (zoneMovesMore(grant, state, owner.id)) return false
  }
  const { cards } = grant.limits
  if (!cards) return card.strange.length === 0 && cardCoveredByItself(grant, card)
  const fitting = cards.filter(
    ({ id, args = {} }) =>
      id === card.id &&
      Object.entries(args).every(
        ([name, value]) => has(card.args, name) && isDeepStrictEqual(card.args[name], value),
      ),
  )
  if (card.id.startsWith(HOMEYSCRIPT) && hasRoomLimit(grant)) {
    return fitting.some(({ args = {} }) => CODE.some((name) => Object.hasOwn(args, name)))
  }
  return fitting.length > 0
}

/** The same where a card is only listed or read: nobody has said any arguments yet. */
export function mayList(grant: OracleGrant, state: State, card: UsedCard): boolean {
  const { cards, ...others } = grant.limits
  const bare = cards?.map(({ id, args = {} }) => {
    const fixed = CODE.some((name) => Object.hasOwn(args, name))
    return { id, fixed }
  })
  if (!bare) return mayUse(grant, state, card)
  const named = bare.filter(({ id }) => id === card.id)
  if (card.id.startsWith(HOMEYSCRIPT) && hasRoomLimit(grant)) {
    return named.some(({ fixed }) => fixed)
  }
  return mayUse({ ...grant, limits: { ...others, cards: named } }, state, card)
}

// What a mention does needs more than cover.
function effectAllowed(grant: OracleGrant, state: State, mention: Mention): boolean {
  const { kind, id, use } = mention
  const device = kind === 'device' ? find(state, 'device', id) : undefined
  if (device && isSecurity(device) && (use === 'acts' || use === 'holds')) {
    if (!grant.permissions.includes('security-device:control')) return false
  }
  if (!grant.limits.own || kind === 'unknown') return true
  if (use !== 'starts' && use !== 'writes' && !(use === 'acts' && kind === 'mood')) return true
  const kinds: Kind[] = kind === 'flow' ? ['flow', 'advanced-flow'] : [kind]
  return kinds.some((one) => find(state, one, id) && isOwnOrNamed(grant, state, one, id))
}

function contentAllowed(grant: OracleGrant, state: State, content: Content): boolean {
  return (
    content.cards.every((card) => mayUse(grant, state, card)) &&
    content.mentions.every(
      (one) => mentionCovered(grant, state, one) && effectAllowed(grant, state, one),
    )
  )
}

/** Every member that may be sent, and what it has to be; `own` of the hub are dropped. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, (value: Json) => boolean>>>> =
  (() => {
    const text = (value: Json) => typeof value === 'string'
    const orNull = (value: Json) => value === null || text(value)
    const flag = (value: Json) => typeof value === 'boolean'
    const number = (value: Json) => typeof value === 'number'
    const list = (value: Json) => Array.isArray(value)
    const flow = { name: text, folder: orNull, enabled: flag, order: number }
    return {
      flow: { ...flow, trigger: isObject, conditions: list, actions: list },
      'advanced-flow': { ...flow, cards: isObject },
      mood: { name: text, preset: orNull, devices: isObject, zone: orNull },
      dashboard: { name: text, columns: list },
      group: {
        ...{ name: text, class: text, zoneId: orNull, zone: orNull, deviceIds: list },
        ...{ iconOverride: orNull, iconDeviceId: orNull },
      },
    }
  })()
const OF_THE_HUB = ['id', 'uri', 'broken', 'triggerable', 'triggerCount']
const PLAIN = ['name', 'folder', 'enabled', 'order']

const isPlain = (body: JsonObject): boolean =>
  Object.keys(body).every((name) => PLAIN.includes(name) || OF_THE_HUB.includes(name))

/** Whether all that is sent is known, and of the right type. */
export function wellFormed(kind: string, body: JsonObject): boolean {
  const members = MEMBERS[kind] ?? {}
  return Object.entries(body).every(([name, value]) => {
    if (OF_THE_HUB.includes(name)) return true
    const fits = Object.hasOwn(members, name) ? members[name] : undefined
    return fits?.(value) === true
  })
}

/** The folder of a flow or folder: null, or covered, and below what is named if it was. */
function folderAllowed(
  grant: OracleGrant,
  state: State,
  kind: Kind,
  to: Json | undefined,
  present: JsonObject | undefined,
): boolean {
  const name = kind === 'flow-folder' ? 'parent' : 'folder'
  if (to === undefined || (present && to === present[name])) return true
  const { flowFolders, flows } = grant.limits
  if (to !== null && (typeof to !== 'string' || !covered(grant, state, 'flow-folder', to)))
    return false
  if (!flowFolders || !present) return true
  const id = String(present['id'])
  if (kind === 'flow-folder' && to !== null && isBelow(state.folders, to, flowFolders)) {
    const brought = (list: readonly JsonObject[], one: 'flow' | 'advanced-flow') =>
      list.some(
        (flow) =>
          isBelow(state.folders, flow['folder'], [id]) &&
          !covered(grant, state, one, String(flow['id'])),
      )
    if (brought(state.flows, 'flow') || brought(state.advancedFlows, 'advanced-flow')) return false
  }
  if (isCreated(grant, kind, id) || flows?.includes(id)) return true
  if (kind === 'flow-folder' && flowFolders.includes(id)) return true
  // What was not below them does not leave them.
  const was = kind === 'flow-folder' ? id : present['folder']
  if (!isBelow(state.folders, was, flowFolders)) return true
  return to !== null && isBelow(state.folders, to, flowFolders)
}

/** The zone of something: covered; null only without zones or devices. */
export function zoneAllowed(grant: OracleGrant, state: State, to: Json): boolean {
  if (to === null) return !namesRooms(grant)
  return typeof to === 'string' && covered(grant, state, 'zone', to)
}

/** A flow, mood or dashboard that is made (`present` is undefined) or changed, in whole or in part. */
export function judgeContent(
  grant: OracleGrant,
  state: State,
  kind: 'flow' | 'advanced-flow' | 'mood' | 'dashboard',
  body: Json | undefined,
  present?: JsonObject,
): Answer {
  if (!isObject(body)) return 'refused'
  const plain = present && isPlain(body)
  if (!wellFormed(kind, body)) return 'refused'
  const isFlow = kind === 'flow' || kind === 'advanced-flow'
  if (isFlow && !folderAllowed(grant, state, kind, body['folder'], present)) return 'refused'
  if (isFlow && grant.limits.drafts && body['enabled'] !== undefined && body['enabled'] !== false) {
    return 'refused'
  }
  if (plain) return 'pass'
  const whole = { ...present, ...body }
  const content = contentOf(kind, whole, state)
  const cardStrange = content.cards.flatMap((one) => one.strange)
  if (content.strange.length > (isFlow ? cardStrange.length : 0)) return 'refused'
  if (!contentAllowed(grant, state, content)) return 'refused'
  if (touchesExcepted(grant, state, kind, whole)) return 'refused'
  if (kind === 'mood') return moodAllowed(grant, state, whole, body, present)
  return 'pass'
}

function moodAllowed(
  grant: OracleGrant,
  state: State,
  whole: JsonObject,
  body: JsonObject,
  present: JsonObject | undefined,
): Answer {
  for (const entry of Object.values(objectAt(whole, 'devices'))) {
    for (const capability of Object.keys(isObject(entry) ? objectAt(entry, 'state') : {})) {
      const { capabilities } = grant.limits
      if (capabilities && !capabilities.includes(capability)) return 'refused'
    }
  }
  const zone = body['zone']
  if (zone !== undefined && zone !== present?.['zone'] && !zoneAllowed(grant, state, zone)) {
    return 'refused'
  }
  return 'pass'
}

/** A group that is made or changed. */
export function judgeGroup(
  grant: OracleGrant,
  state: State,
  body: Json | undefined,
  present?: JsonObject,
): Answer {
  if (!isObject(body) || !wellFormed('group', body)) return 'refused'
  if (has(body, 'zone') && has(body, 'zoneId')) return 'refused'
  const to = body['zoneId'] ?? body['zone'] ?? null
  const says = has(body, 'zone') || has(body, 'zoneId')
  if (!present || (says && to !== present['zone'])) {
    if (!zoneAllowed(grant, state, to)) return 'refused'
  }
  if (present && isPlain(body)) return 'pass'
  const kept = present ? textsAt(objectAt(present, 'settings'), 'deviceIds') : undefined
  const ids = has(body, 'deviceIds') ? textsAt(body, 'deviceIds') : kept
  return ids && membersAllowed(grant, state, ids) && iconAllowed(grant, state, body)
    ? 'pass'
    : 'refused'
}

function iconAllowed(grant: OracleGrant, state: State, body: JsonObject): boolean {
  const icon = body['iconDeviceId'] ?? null
  return icon === null || (typeof icon === 'string' && covered(grant, state, 'device', icon))
}

/** Whether these may be members of a group. */
export function membersAllowed(grant: OracleGrant, state: State, ids: readonly string[]): boolean {
  return ids.every((id) => {
    const mention: Mention = { kind: 'device', id, use: 'holds' }
    return mentionCovered(grant, state, mention) && effectAllowed(grant, state, mention)
  })
}

/** A folder that is made or changed. */
export function judgeFolder(
  grant: OracleGrant,
  state: State,
  body: Json | undefined,
  present?: JsonObject,
): Answer {
  if (!isObject(body)) return 'refused'
  return folderAllowed(grant, state, 'flow-folder', body['parent'], present) ? 'pass' : 'refused'
}

/** The full id that a path names by `uri` and `id`; undefined where they say two things. */
export function fullId(ids: Readonly<Record<string, string>>): string | undefined {
  const { uri = '', id = '' } = ids
  if (!id.startsWith('homey:')) return `${uri}:${id}`
  return id.startsWith(`${uri}:`) ? id : undefined
}

/** A single card that is run. */
export function judgeRun(
  grant: OracleGrant,
  state: State,
  role: 'condition' | 'action',
  ids: Readonly<Record<string, string>>,
  body: Json | undefined,
): Answer {
  if (body !== undefined && !isObject(body)) return 'refused'
  const id = fullId(ids)
  if (id === undefined) return 'no'
  const given: Record<string, Json> = {}
  for (const name of ['args', 'droptoken']) if (body?.[name] !== undefined) given[name] = body[name]
  const content = readCard(role, { id, ...given }, state)
  if (content.strange.length > 0 || !contentAllowed(grant, state, content)) return 'no'
  const card = { ...given, id }
  const alone = {
    trigger: null,
    conditions: role === 'condition' ? [card] : [],
    actions: role === 'action' ? [card] : [],
  }
  if (touchesExcepted(grant, state, 'flow', alone)) return 'no'
  const starts = id === 'homey:manager:flow:programmatic_trigger'
  return grant.limits.drafts && starts ? 'no' : 'pass'
}
