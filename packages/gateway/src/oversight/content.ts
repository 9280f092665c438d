// What Flows, moods, groups and single cards bring about when they run, by what stands in them.
import { understood } from '@latchkey/catalogue'
import { type CardIn, cardsIn } from '../limits/cards-in.ts'
import { type ContentMember, contentFacts, deviceFacts } from '../limits/facts.ts'
import type { Home, Item } from '../limits/home.ts'
import { isObject } from '../limits/json.ts'
import { isBelow } from '../limits/places.ts'
import { ANY, called, type Deed, type DeedObject, deed } from './deed.ts'
import { cardDeed, isOverseen } from './overseen-cards.ts'
import { CLASSES_OF_ANYTHING } from './rates.ts'
import { type Structure, structureOf } from './structure.ts'
import { thingsOf } from './things.ts'

/** Kinds that bring something about when they run. */
export type RunKind = 'flow' | 'advanced-flow' | 'mood' | 'card'

/** What something brings about by itself, and the Flows and moods that it goes on to. */
export interface Content {
  readonly deeds: readonly Deed[]
  readonly starts: readonly DeedObject[]
}

/** What nobody can tell. */
export const ANYTHING: Deed = deed({ anything: true, classes: CLASSES_OF_ANYTHING })

const contents = new WeakMap<
  Item,
  { readonly structure: Structure; readonly kind: RunKind; readonly content: Content }
>()

/** The content of an object, in V3's form. It is remembered as long as the home is built alike. */
export function contentOf(kind: RunKind, item: Item, home: Home): Content {
  const structure = structureOf(home)
  const known = contents.get(item)
  if (known?.structure === structure && known.kind === kind) return known.content
  const content = kind === 'mood' ? ofMood(item, home) : ofCards(kind, item, home)
  contents.set(item, { structure, kind, content })
  return content
}

/** A device that is controlled, and if it is a group, all that is in it. */
export function controlled(
  id: string,
  home: Home,
  how: Pick<Deed, 'capability' | 'value'> = { capability: ANY },
): Deed[] {
  return withMembers(id, home).map((one) =>
    called('devices.setCapabilityValue', controlNeeds(one, home), {
      ...{ object: { kind: 'device', id: one }, ...how },
    }),
  )
}

const CONTROL: readonly string[] = ['device:control']
const SECURITY: readonly string[] = ['device:control', 'security-device:control']

function controlNeeds(id: string, home: Home): readonly string[] {
  const device = home.items.device.get(id)
  return device && deviceFacts(device).security ? SECURITY : CONTROL
}

/** A device and, of a group, its members, theirs too. */
export function withMembers(id: string, home: Home): readonly string[] {
  const found = new Set<string>()
  const waiting = [id]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (found.has(at)) continue
    found.add(at)
    const device = home.items.device.get(at)
    const facts = device && deviceFacts(device)
    if (facts?.group && facts.members) waiting.push(...facts.members)
  }
  return [...found]
}

function ofMood(mood: Item, home: Home): Content {
  const { devices } = mood
  if (!isObject(devices)) return { deeds: [ANYTHING], starts: [] }
  const strange = !understood('mood', mood).understood
  const deeds = Object.entries(devices).flatMap(([id, device]) => {
    const state = isObject(device) ? device['state'] : undefined
    if (!isObject(state)) return controlled(id, home)
    return Object.entries(state).flatMap(([capability, is]) =>
      controlled(id, home, { capability, value: { is } }),
    )
  })
  return { deeds: strange ? [...deeds, ANYTHING] : deeds, starts: [] }
}

function ofCards(kind: 'flow' | 'advanced-flow' | 'card', item: Item, home: Home): Content {
  const acting = cardsIn(kind, item).filter(({ role }) => role === 'action')
  const strange = strangePlaces(kind, item)
  const deeds = acting.map(({ id = '' }) => cardDeed(id))
  const starts: DeedObject[] = []
  for (const member of contentFacts(kind, item).members) {
    deeds.push(...memberDeeds(member, home))
    const started = startedBy(member, home)
    if (started) starts.push(started)
  }
  return { deeds: [...deeds, ...strange.map(() => ANYTHING)], starts }
}

/** The places of a Flow of which it is not known what they do: one for each card. */
function strangePlaces(kind: 'flow' | 'advanced-flow' | 'card', item: Item): readonly string[] {
  const judged = understood(kind, item)
  if (judged.understood) return []
  const cards = cardsIn(kind, item)
  const strange = new Set<string>()
  for (const { path, why } of judged.reasons) {
    const card = cards.find((one) => one.path.every((step, at) => path[at] === step))
    if (card && isHarmless(card, why)) continue
    strange.add(card ? card.path.join() : '')
  }
  return [...strange]
}

// A trigger does nothing, whatever it hears; a manager's condition only asks.
function isHarmless({ role, id = '' }: CardIn, why: string): boolean {
  if (role === 'trigger') return true
  if (why !== 'manager-card') return false
  return role === 'condition' ? id.startsWith('homey:manager:') : isOverseen(id)
}

const ACTING: readonly string[] = ['acts', 'starts', 'writes', 'holds']

const isActedOn = ({ uses }: ContentMember): boolean => uses.some((one) => ACTING.includes(one))

function memberDeeds(member: ContentMember, home: Home): Deed[] {
  const { kind, id } = member
  if (kind === 'device' || kind === 'group') {
    const looks = member.uses.some((one) => one === 'reads') ? looksThrough(id, home) : []
    return [...(isActedOn(member) ? controlled(id, home) : []), ...looks]
  }
  // A script is named only by cards with code, which are not understood as they are.
  if (!isActedOn(member)) return []
  if (kind === 'zone') return zoneDeeds(id, home)
  if (kind === 'variable') return [written(id)]
  return []
}

const written = (id: string): Deed =>
  called('logic.updateVariable', ['variable:update'], { object: { kind: 'variable', id } })

// A picture that a Flow sends on is a look through the camera.
function looksThrough(id: string, home: Home): Deed[] {
  if (!thingsOf(home.items.device.get(id)).has('cameras')) return []
  const object = { kind: 'device', id } as const
  return [called('images.getImage', ['image:read'], { object, effect: false })]
}

/** What acts on a zone acts on everything below it. */
export function zoneDeeds(id: string, home: Home): Deed[] {
  const above = new Set([id])
  const inside = [...home.items.device].filter(([, device]) =>
    isBelow(home.items.zone, device['zone'], above),
  )
  const zone = deed({ permissions: CONTROL, object: { kind: 'zone', id } })
  return [zone, ...inside.flatMap(([device]) => controlled(device, home))]
}

function startedBy(member: ContentMember, { items }: Home): DeedObject | undefined {
  if (!isActedOn(member)) return undefined
  const { kind, id } = member
  if (kind === 'mood') return { kind, id }
  if (kind !== 'flow' && kind !== 'advanced-flow') return undefined
  return { kind: items['advanced-flow'].has(id) ? 'advanced-flow' : 'flow', id }
}
