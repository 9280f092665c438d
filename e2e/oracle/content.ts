// What stands in a flow, mood or dashboard: the objects that it names, its cards, and what is strange in
// it. Written from docs/decisions/0009 and reference 5; what is not plainly one of the known forms is
// strange, and nothing strange is understood.
import { isObject, type Json, type JsonObject, type Kind, objectAt, type State } from './state.ts'

/** What content does with what it names. */
export type Use = 'acts' | 'asks' | 'hears' | 'reads' | 'starts' | 'writes' | 'holds' | 'shows'

/** A name of an object in content; `unknown` is an id that is not the id of anything that could be meant. */
export interface Mention {
  readonly kind: Kind | 'unknown'
  readonly id: string
  readonly use: Use
  /** The capability that a tag or a mood is about. */
  readonly capability?: string
}

/** What the page allows of the hub's own cards. */
export interface ManagerCard {
  readonly about?: { readonly argument: string; readonly kind: Kind; readonly use: Use }
  readonly reveals?: string
}

/** A card in use. */
export interface UsedCard {
  readonly role: 'trigger' | 'condition' | 'action'
  readonly id: string
  readonly signpost: boolean
  readonly twoOwners: boolean
  readonly owner: { readonly kind: string; readonly id: string } | undefined
  readonly manager: ManagerCard | undefined
  readonly args: JsonObject
  /** What is strange in its arguments; `cards` takes it upon itself. */
  readonly strange: readonly string[]
}

/** Everything that stands in an object. */
export interface Content {
  readonly mentions: readonly Mention[]
  readonly cards: readonly UsedCard[]
  /** What is strange outside the arguments of cards, and (for what exists) inside. */
  readonly strange: readonly string[]
}

const NONE: ManagerCard = {}
const PRESENCE: ManagerCard = { reveals: 'presence:read' }
const about = (kind: Kind, use: Use): ManagerCard => ({ about: { argument: kind, kind, use } })

/** The hub's own cards without an effect of their own, by role (DESIGN 4; reference 5.4). */
const MANAGER_CARDS: Readonly<Record<UsedCard['role'], Readonly<Record<string, ManagerCard>>>> = {
  trigger: {
    'homey:manager:flow:programmatic_trigger': NONE,
    'homey:manager:cron:time_exactly': NONE,
    'homey:manager:cron:every': NONE,
    'homey:manager:cron:time_exactly_day': NONE,
    'homey:manager:cron:sunrise': NONE,
    'homey:manager:cron:sunset': NONE,
    'homey:manager:logic:variable_changed': about('variable', 'hears'),
    'homey:manager:presence:user_enter': PRESENCE,
    'homey:manager:presence:user_leave': PRESENCE,
    'homey:manager:presence:first_user_entered': PRESENCE,
    'homey:manager:presence:last_user_left': PRESENCE,
  },
  condition: {
    'homey:manager:logic:eq': NONE,
    'homey:manager:logic:lt': NONE,
    'homey:manager:logic:gt': NONE,
    'homey:manager:presence:someone_athome': PRESENCE,
    'homey:manager:presence:noone_athome': PRESENCE,
  },
  action: {
    'homey:manager:logic:variable_set': about('variable', 'writes'),
    'homey:manager:logic:variable_increase': about('variable', 'writes'),
    'homey:manager:flow:programmatic_trigger': about('flow', 'starts'),
  },
}

const SIGNPOSTS = ['start', 'delay', 'any', 'all', 'note']
const PICKS: readonly Kind[] = ['flow', 'variable', 'zone', 'mood', 'user', 'device']
const OWNERS: readonly string[] = ['device', 'zone', 'mood', 'user']
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i
const WIDGETS: readonly Kind[] = ['device', 'zone', 'flow', 'mood', 'variable']
const UUIDS = new RegExp(UUID, 'gi')
const USES: Readonly<Record<UsedCard['role'], Use>> = {
  ...{ trigger: 'hears', condition: 'asks', action: 'acts' },
}

interface Found {
  readonly mentions: Mention[]
  readonly strange: string[]
}

/** The owner in the full id of a card. */
export function ownerOf(id: string): UsedCard['owner'] {
  const [homey, kind, owner, ...rest] = id.split(':')
  if (homey !== 'homey' || !kind || !owner || rest.length === 0) return undefined
  return { kind, id: owner }
}

/** One card by role and full id, as it may be run or listed: without content. */
export function cardOf(role: UsedCard['role'], id: string, card: JsonObject = {}): UsedCard {
  const owner = ownerOf(id)
  const beside = [card['ownerUri'], card['uri']].filter((one) => one !== undefined)
  const known = MANAGER_CARDS[role]
  return {
    ...{ role, id, owner, signpost: false, args: objectAt(card, 'args'), strange: [] },
    twoOwners: beside.some((one) => one !== `homey:${owner?.kind}:${owner?.id}`),
    manager: Object.hasOwn(known, id) ? known[id] : undefined,
  }
}

/** What stands in one card. */
export function readCard(role: UsedCard['role'], card: Json, state: State): Content {
  if (!isObject(card)) return { mentions: [], cards: [], strange: ['a card that is no object'] }
  const told = card['id']
  const besides = [card['ownerUri'], card['uri']].find((one) => typeof one === 'string')
  const short = typeof told === 'string' && !told.startsWith('homey:')
  const id = short && besides !== undefined ? `${besides}:${told}` : String(told)
  const strange = ownerOf(id) ? [] : ['a card without an id of a card']
  const used = cardOf(role, id, card)
  const found: Found = { mentions: [], strange: [] }
  const { owner, manager } = used
  if (owner && OWNERS.includes(owner.kind)) {
    const kind = owner.kind as Kind
    found.mentions.push({ kind, id: owner.id, use: USES[role] })
  }
  for (const beside of [card['ownerUri'], card['uri']]) {
    const other = typeof beside === 'string' ? ownerOf(`${beside}:x`) : undefined
    if (other && OWNERS.includes(other.kind) && other.id !== owner?.id) {
      found.mentions.push({ kind: other.kind as Kind, id: other.id, use: USES[role] })
    }
  }
  readArguments(card['args'], role, manager, state, found)
  const dropped = card['droptoken']
  const drop: Found = { mentions: found.mentions, strange }
  if (typeof dropped === 'string') readToken(dropped, state, drop)
  else if (dropped !== undefined && dropped !== null) strange.push('droptoken')
  return { mentions: found.mentions, cards: [{ ...used, strange: found.strange }], strange }
}

function readArguments(
  args: Json | undefined,
  role: UsedCard['role'],
  manager: ManagerCard | undefined,
  state: State,
  found: Found,
): void {
  if (args !== undefined && !isObject(args)) found.strange.push('args')
  const named = isObject(args) ? args : {}
  const needed = manager?.about
  if (needed && typeof objectAt(named, needed.argument)['id'] !== 'string') {
    found.strange.push(`no ${needed.argument}`)
  }
  for (const [name, value] of Object.entries(named)) {
    const use = needed?.argument === name ? needed.use : pickedBy(role, name)
    readArgument(name, value, use, state, found)
  }
}

// What an action is given it may do anything with that such a thing lets one do.
function pickedBy(role: UsedCard['role'], name: string): Use {
  if (role !== 'action') return 'reads'
  if (name === 'flow') return 'starts'
  return name === 'variable' ? 'writes' : 'acts'
}

function readArgument(name: string, value: Json, use: Use, state: State, found: Found): void {
  if (typeof value === 'string') readText(value, state, found)
  else if (isObject(value)) {
    const kind = PICKS.find((one) => one === name)
    const { id, ...rest } = value
    const plain = Object.values(rest).every(isPlainValue)
    if (kind && typeof id === 'string' && plain) found.mentions.push({ kind, id, use })
    else {
      found.strange.push(`argument ${name}`)
      mentionEverything(value, use, state, found)
    }
  } else if (Array.isArray(value)) {
    found.strange.push(`list ${name}`)
    mentionEverything(value, use, state, found)
  }
}

/** A value that names nothing. */
function isPlainValue(value: Json): boolean {
  if (typeof value === 'object') return value === null
  return typeof value !== 'string' || !(UUID.test(value) || value.includes('homey:'))
}

// A text that holds tokens; anything else in it that is an id may name something.
function readText(text: string, state: State, found: Found): void {
  const bare = text.replace(/\[\[([^[\]]*)\]\]/g, (_, token: string) => {
    readToken(token, state, found)
    return ''
  })
  if (UUID.test(bare) || bare.includes('homey:')) {
    found.strange.push('an id in a text')
    for (const [id] of bare.matchAll(UUIDS)) {
      found.mentions.push({ kind: 'unknown', id, use: 'reads' })
    }
  }
}

/** `<owner>|<token>`, or the token of a card of the same flow. */
function readToken(token: string, state: State, found: Found): void {
  const bar = token.indexOf('|')
  if (bar < 0) {
    if (UUID.test(token) && !/^(trigger|action|card)::/.test(token)) found.strange.push('token')
    if (token.includes('homey:')) found.strange.push('token')
    return
  }
  const [owner, name] = [token.slice(0, bar), token.slice(bar + 1)]
  const device = /^homey:device:([^:|]+)$/.exec(owner)?.[1]
  const zone = /^homey:zone:([^:|]+)$/.exec(owner)?.[1]
  const app = /^homey:app:([^:|]+)$/.exec(owner)?.[1]
  if (device) found.mentions.push({ kind: 'device', id: device, use: 'reads', capability: name })
  else if (zone) found.mentions.push({ kind: 'zone', id: zone, use: 'reads' })
  else if (app) {
    found.strange.push(`token of ${owner}`)
    found.mentions.push({ kind: 'app', id: app, use: 'reads' })
  } else if (owner === 'homey:manager:logic') {
    const known = state.variables.some((one) => one['id'] === name)
    found.mentions.push({ kind: known ? 'variable' : 'unknown', id: name, use: 'reads' })
  } else if (owner !== 'homey:manager:cron') found.strange.push(`token of ${owner}`)
}

// Whatever has the id of something that is there, anywhere: what is strange may still be named in a limit.
function mentionEverything(value: Json, use: Use, state: State, found: Found): void {
  if (isObject(value) && typeof value['id'] === 'string') {
    const kind = kindOf(state, value['id'])
    if (kind) found.mentions.push({ kind, id: value['id'], use })
  }
  if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) mentionEverything(one, use, state, found)
  }
}

/** What kind of thing of a home an id is of. */
export function kindOf(state: State, id: string): Kind | undefined {
  const has = (list: readonly JsonObject[]) => list.some((one) => one['id'] === id)
  if (has(state.devices)) return 'device'
  if (has(state.zones)) return 'zone'
  if (has(state.flows)) return 'flow'
  if (has(state.advancedFlows)) return 'advanced-flow'
  if (has(state.folders)) return 'flow-folder'
  if (has(state.variables)) return 'variable'
  if (has(state.moods)) return 'mood'
  if (has(state.dashboards)) return 'dashboard'
  return has(state.users) ? 'user' : undefined
}

const join = (parts: readonly Content[], strange: readonly string[] = []): Content => ({
  mentions: parts.flatMap((one) => one.mentions),
  cards: parts.flatMap((one) => one.cards),
  strange: [...strange, ...parts.flatMap((one) => one.strange)],
})

function flowContent(flow: JsonObject, state: State): Content {
  const { trigger, conditions, actions } = flow
  if (!Array.isArray(conditions) || !Array.isArray(actions)) return join([], ['no lists of cards'])
  return join([
    readCard('trigger', trigger ?? null, state),
    ...conditions.map((card: Json) => readCard('condition', card, state)),
    ...actions.map((card: Json) => readCard('action', card, state)),
  ])
}

function advancedContent(flow: JsonObject, state: State): Content {
  const { cards } = flow
  if (!isObject(cards)) return join([], ['no map of cards'])
  return join(
    Object.values(cards).map((card) => {
      if (!isObject(card)) return join([], ['a card that is no object'])
      const { type } = card
      if (type === 'trigger' || type === 'condition' || type === 'action') {
        return readCard(type, card, state)
      }
      return typeof type === 'string' && SIGNPOSTS.includes(type)
        ? join([])
        : join([], ['a card of no known type'])
    }),
  )
}

function moodContent(mood: JsonObject): Content {
  const devices = mood['devices']
  if (!isObject(devices)) return join([], ['no devices'])
  const mentions: Mention[] = []
  const strange: string[] = []
  for (const [id, entry] of Object.entries(devices)) {
    mentions.push({ kind: 'device', id, use: 'acts' })
    const values = isObject(entry) ? entry['state'] : undefined
    if (!isObject(values) || Object.keys(isObject(entry) ? entry : {}).length !== 1) {
      strange.push('state')
    } else {
      for (const [capability, value] of Object.entries(values)) {
        mentions.push({ kind: 'device', id, use: 'acts', capability })
        if (typeof value === 'object' && value !== null) strange.push('value')
      }
    }
  }
  return { mentions, cards: [], strange }
}

// No form of a real widget is publicly known (reference 5.7): one that says what it is and has the one id
// that this needs, and nothing else that could name something, is understood.
function readWidget(widget: Json, found: Found): void {
  const { type, id: _, ...rest } = isObject(widget) ? widget : {}
  const kind = WIDGETS.find((one) => one === type)
  const { [`${kind}Id`]: shown, ...others } = rest
  const plain = Object.values(others).every(isPlainValue)
  if (!kind || typeof shown !== 'string' || !plain) found.strange.push('widget')
  else found.mentions.push({ kind, id: shown, use: 'shows' })
}

function dashboardContent(dashboard: JsonObject, state: State): Content {
  const { columns } = dashboard
  const found: Found = { mentions: [], strange: [] }
  if (!Array.isArray(columns)) return join([], ['no columns'])
  for (const column of columns as readonly Json[]) {
    const widgets = isObject(column) ? column['widgets'] : undefined
    if (!Array.isArray(widgets)) found.strange.push('no widgets')
    else for (const widget of widgets as readonly Json[]) readWidget(widget, found)
    mentionEverything(column, 'shows', state, found)
  }
  return { mentions: found.mentions, cards: [], strange: found.strange }
}

/** Everything that stands in an object that can name others. */
export function contentOf(kind: Kind, object: JsonObject, state: State): Content {
  if (kind === 'mood') return moodContent(object)
  if (kind === 'dashboard') return dashboardContent(object, state)
  const content = kind === 'flow' ? flowContent(object, state) : advancedContent(object, state)
  return {
    ...content,
    strange: [...content.strange, ...content.cards.flatMap((one) => one.strange)],
  }
}
