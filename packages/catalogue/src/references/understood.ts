// Whether all of an object is understood. Under limits only what is understood can be covered: who may
// switch one lamp must not write a flow that does more than anyone can tell from it.
import { isRecord, type JsonRecord, rowOf } from './json.ts'
import type { CardRole } from './manager-cards.ts'
import type { Reason } from './reason.ts'
import type { Path, Reference, ReferenceKind } from './reference.ts'
import { references } from './references.ts'
import type { ObjectKind } from './shapes.ts'
import { cardReasons, tokenReasons } from './understood-card.ts'
import { dashboardReasons } from './understood-dashboard.ts'

export type Understanding =
  | { readonly understood: true }
  | { readonly understood: false; readonly reasons: readonly Reason[] }

/** Whether everything that an object does, holds or shows is known; if not, what is not. */
export function understood(kind: ObjectKind, object: unknown): Understanding {
  const judge = rowOf(JUDGES, kind)
  const reasons = judge ? judge(object) : []
  return reasons.length === 0 ? { understood: true } : { understood: false, reasons }
}

type Judge = (object: unknown) => readonly Reason[]

const shape = (...path: Path): Reason => ({ path, why: 'shape' })

/** What acts on other objects or shows them. The kinds that are not here do neither. */
const JUDGES: Readonly<Partial<Record<ObjectKind, Judge>>> = {
  flow: acting('flow', (flow) => [
    ...unknownMembers(flow, FLOW_MEMBERS),
    ...oneCard(flow['trigger'], 'trigger', ['trigger']),
    ...cardList(flow, 'conditions', 'condition'),
    ...cardList(flow, 'actions', 'action'),
  ]),
  'advanced-flow': acting('advanced-flow', (flow) => [
    ...unknownMembers(flow, ADVANCED_MEMBERS),
    ...canvas(flow['cards']),
  ]),
  card: acting('card', (card) => oneCard(card, roleOf(card['type']), [])),
  mood: acting('mood', (mood) => [
    ...unknownMembers(mood, MOOD_MEMBERS),
    ...settings(mood['devices']),
  ]),
  group: acting('group', (group) => [
    ...unknownMembers(group, GROUP_MEMBERS),
    ...(isTextList(group['deviceIds']) ? [] : [shape('deviceIds')]),
  ]),
  dashboard: acting('dashboard', dashboardReasons),
  script: () => [{ path: ['code'], why: 'code' }],
  'homeyscript-settings': () => [{ path: [], why: 'code' }],
  'app-settings': () => [{ path: [], why: 'app-data' }],
  'widget-store': () => [{ path: [], why: 'app-data' }],
}

const FLOW_MEMBERS: readonly string[] = [
  ...['id', 'uri', 'name', 'folder', 'enabled', 'order', 'triggerable', 'broken', 'triggerCount'],
  ...['trigger', 'conditions', 'actions'],
]
const ADVANCED_MEMBERS: readonly string[] = [
  ...['id', 'uri', 'name', 'folder', 'enabled', 'order', 'triggerable', 'broken', 'triggerCount'],
  'cards',
]
const MOOD_MEMBERS: readonly string[] = ['id', 'uri', 'name', 'preset', 'zone', 'devices']
const GROUP_MEMBERS: readonly string[] = [
  ...['id', 'name', 'class', 'zone', 'zoneId', 'deviceIds', 'iconOverride', 'iconDeviceId'],
]

function acting(kind: ObjectKind, judge: (object: JsonRecord) => readonly Reason[]): Judge {
  return (object) => {
    if (!isRecord(object)) return [shape()]
    return [...judge(object), ...references(kind, object).flatMap(doubt)]
  }
}

// Texts for people do nothing; every other id has to be one, and to say what it is of.
function doubt({ path, sure, kind, form }: Reference): Reason[] {
  if (form === 'words') return []
  if (sure !== 'certain') return [{ path, why: 'unsure' }]
  return VAGUE.includes(kind) ? [{ path, why: 'unknown-id' }] : []
}

const VAGUE: readonly ReferenceKind[] = ['unknown', 'homey']

function unknownMembers(object: JsonRecord, known: readonly string[]): Reason[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => shape(name))
}

function oneCard(value: unknown, role: CardRole | undefined, path: Path): readonly Reason[] {
  return isRecord(value) && role ? cardReasons({ value, role, path }) : [shape(...path)]
}

function cardList(flow: JsonRecord, name: string, role: CardRole): readonly Reason[] {
  const cards = flow[name]
  if (!Array.isArray(cards)) return [shape(name)]
  return cards.flatMap((card, at) => oneCard(card, role, [name, at]))
}

function roleOf(type: unknown): CardRole | undefined {
  return type === 'trigger' || type === 'condition' || type === 'action' ? type : undefined
}

const ON_CANVAS: readonly string[] = ['type', 'x', 'y', 'input', 'outputSuccess']

/** Cards that only say in which order others come, and what they have. */
const SIGNPOSTS: Readonly<Record<string, readonly string[]>> = {
  start: ON_CANVAS,
  delay: [...ON_CANVAS, 'args'],
  any: ON_CANVAS,
  all: ON_CANVAS,
  note: [...ON_CANVAS, 'value', 'color', 'width', 'height'],
}

function canvas(cards: unknown): readonly Reason[] {
  if (!isRecord(cards)) return [shape('cards')]
  return Object.entries(cards).flatMap(([key, card]) => {
    const path = ['cards', key]
    if (!isRecord(card)) return [shape(...path)]
    const members = rowOf(SIGNPOSTS, String(card['type']))
    if (!members) return oneCard(card, roleOf(card['type']), path)
    return [
      ...unknownMembers(card, members).map(({ path: [name = ''] }) => shape(...path, name)),
      ...tokenReasons(card['args'], [...path, 'args']),
    ]
  })
}

const isTextList = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

// What a mood does to each of its devices: values of capabilities and nothing else.
function settings(devices: unknown): Reason[] {
  if (!isRecord(devices)) return [shape('devices')]
  return Object.entries(devices)
    .filter(([, device]) => !isRecord(device) || !isState(device))
    .map(([id]) => shape('devices', id))
}

function isState({ state, ...others }: JsonRecord): boolean {
  if (Object.keys(others).length > 0 || !isRecord(state)) return false
  return Object.values(state).every((value) => value === null || typeof value !== 'object')
}
