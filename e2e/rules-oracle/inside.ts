// What stands in Flows, moods and cards, for the oracle: card by card, and what is a riddle in them.
import { type Content, kindOf, readCard } from '../oracle/content.ts'
import { isObject, type Json, type JsonObject, type State } from '../oracle/state.ts'
import { type Act, act, type Sets, type Start, WILD } from './act.ts'
import { control, isCamera, upFrom } from './devices.ts'

/** What an object does when it runs. */
export function inObject(state: State, kind: string, object: JsonObject): Omit<Sets, 'later'> {
  if (kind === 'mood') return { acts: inMood(state, object), starts: [] }
  const cards = kind === 'flow' ? cardsOfFlow(object) : cardsOfCanvas(object)
  if (!cards) return { acts: [WILD], starts: [] }
  const parts = cards.map(([role, card]) => inCard(state, role, card))
  const odd = kind !== 'single' && oddMembers(kind, object) ? [WILD] : []
  return {
    acts: [...parts.flatMap((one) => one.acts), ...odd],
    starts: parts.flatMap((one) => one.starts),
  }
}

const FLOW_MEMBERS: readonly string[] = [
  ...['id', 'uri', 'name', 'folder', 'enabled', 'order', 'triggerable', 'broken', 'triggerCount'],
]

function oddMembers(kind: string, object: JsonObject): boolean {
  const own = kind === 'flow' ? ['trigger', 'conditions', 'actions'] : ['cards']
  return Object.keys(object).some((name) => ![...FLOW_MEMBERS, ...own].includes(name))
}

type Cards = readonly (readonly [role: 'trigger' | 'condition' | 'action' | 'odd', card: Json])[]

function cardsOfFlow({ trigger, conditions, actions }: JsonObject): Cards | undefined {
  if (!Array.isArray(conditions) || !Array.isArray(actions)) return undefined
  return [
    ['trigger', trigger ?? null],
    ...conditions.map((one: Json) => ['condition', one] as const),
    ...actions.map((one: Json) => ['action', one] as const),
  ]
}

const SIGNPOSTS: readonly unknown[] = ['start', 'delay', 'any', 'all', 'note']

export function cardsOfCanvas({ cards }: JsonObject): Cards | undefined {
  if (!isObject(cards)) return undefined
  return Object.values(cards).flatMap((card): Cards => {
    const type = isObject(card) ? card['type'] : undefined
    if (type === 'trigger' || type === 'condition' || type === 'action') return [[type, card]]
    return SIGNPOSTS.includes(type) ? [] : [['odd', card]]
  })
}

/** Cards of the hub itself that only do what is plain. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  'homey:manager:mobile:push_text': [],
  'homey:manager:notifications:create_notification': [],
  'homey:manager:flow:enable_flow': ['flow:enable'],
  'homey:manager:flow:disable_flow': ['flow:enable'],
}

const KNOWN: readonly string[] = [
  ...['homey:manager:logic:variable_set', 'homey:manager:logic:variable_increase'],
  'homey:manager:flow:programmatic_trigger',
]

export function inCard(state: State, role: Cards[number][0], card: Json): Omit<Sets, 'later'> {
  if (role === 'odd') return { acts: [WILD], starts: [] }
  const content = readCard(role, card, state)
  const [used] = content.cards
  const looks = content.mentions
    .filter(
      ({ kind, use, capability }) =>
        kind === 'device' && use === 'reads' && capability !== undefined,
    )
    .filter(({ id }) => isCamera(state, id))
    .map(({ id }) =>
      act({
        ...{ operation: 'images.getImage', permissions: ['image:read'] },
        ...{ effect: false, kind: 'device', id },
      }),
    )
  if (role === 'trigger') {
    return { acts: isObject(card) ? looks : [...looks, WILD], starts: [] }
  }
  const wild = isRiddle(role, content) ? [WILD] : []
  if (role === 'condition') return { acts: [...looks, ...wild], starts: [] }
  const id = used?.id ?? ''
  const does = act({
    ...{ card: id === 'undefined' ? '' : id, permissions: PLAIN[id] ?? [] },
    classes: classesOfCard(id),
  })
  const acted = content.mentions.filter(({ use }) => ['acts', 'starts', 'writes'].includes(use))
  return {
    acts: [
      ...(used ? [does] : []),
      ...acted.flatMap((one) => onMention(state, one.kind, one.id)),
      ...looks,
      ...wild,
    ],
    starts: acted.flatMap(({ kind, id: one }): Start[] => {
      if (kind === 'mood') return [{ kind, id: one }]
      if (kind !== 'flow' && kind !== 'advanced-flow') return []
      const isAdvanced = kindOf(state, one) === 'advanced-flow'
      return [{ kind: isAdvanced ? 'advanced-flow' : 'flow', id: one }]
    }),
  }
}

function isRiddle(role: 'condition' | 'action', { cards, strange }: Content): boolean {
  const [used] = cards
  if (!used || strange.length > 0 || used.strange.length > 0 || used.twoOwners) return true
  const { owner, id } = used
  if (!owner) return true
  if (['device', 'zone', 'mood'].includes(owner.kind)) return false
  if (owner.kind !== 'manager') return true
  return role === 'action' && !KNOWN.includes(id) && !Object.hasOwn(PLAIN, id)
}

function onMention(state: State, kind: string, id: string): Act[] {
  if (kind === 'device') return control(state, id)
  if (kind === 'variable') {
    return [act({ operation: 'logic.updateVariable', permissions: ['variable:update'], kind, id })]
  }
  if (kind !== 'zone') return []
  const inside = state.devices.filter((one) => upFrom(state, one['zone']).includes(id))
  return [
    act({ permissions: ['device:control'], kind, id }),
    ...inside.flatMap((one) => control(state, String(one['id']))),
  ]
}

function inMood(state: State, mood: JsonObject): Act[] {
  const { devices } = mood
  if (!isObject(devices)) return [WILD]
  const known = ['id', 'uri', 'name', 'preset', 'zone', 'devices']
  let odd = Object.keys(mood).some((name) => !known.includes(name))
  const acts: Act[] = []
  for (const [id, entry] of Object.entries(devices)) {
    const values = isObject(entry) ? entry['state'] : undefined
    if (!isObject(values)) {
      odd = true
      acts.push(...control(state, id))
      continue
    }
    for (const [capability, is] of Object.entries(values)) {
      acts.push(...control(state, id, capability, { is }))
      odd ||= typeof is === 'object' && is !== null
    }
  }
  return odd ? [...acts, WILD] : acts
}

export function classesOfCard(id: string): string[] {
  const classes: string[] = []
  if (id.startsWith('homey:manager:notifications:')) classes.push('timeline')
  if (id.startsWith('homey:manager:mobile:')) classes.push('push')
  if (id === 'homey:manager:flow:programmatic_trigger') classes.push('flow-start')
  if (/^homey:(device|zone|mood):/.test(id)) classes.push('control')
  return classes
}
