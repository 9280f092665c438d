// What each kind of object looks like on the wire of a Pro 2019, from what is kept. A row takes the
// object as a later hub shows it; members that the older hub does not know are left out.
import { isRecord, type JsonRecord } from '../json.ts'
import { cardToWire, splitDriverId, splitId } from './split-id.ts'

/** From the form that is kept to the form on the wire; `place` is the position in a list. */
export type ItemWriter = (item: JsonRecord, place: number | undefined) => JsonRecord

/** By the kind's name on the socket. */
export const WRITERS_2019: Readonly<Record<string, ItemWriter>> = {
  flow: (item, place) => ({
    ...item,
    ...orderOf(item, place),
    ...(isRecord(item['trigger']) && { trigger: cardToWire(item['trigger'], 'uri') }),
    ...cardsIn(item, 'conditions'),
    ...cardsIn(item, 'actions'),
  }),
  advancedflow: (item) => {
    const cards = Object.entries(isRecord(item['cards']) ? item['cards'] : {})
    const written = cards.map(([key, card]) => [key, isRecord(card) ? onCanvas(card) : card])
    return { ...item, cards: Object.fromEntries(written) }
  },
  flowcardtrigger: cardDescription,
  flowcardcondition: cardDescription,
  flowcardaction: cardDescription,
  flowfolder: (item, place) => ({ ...item, ...orderOf(item, place) }),
  zone: (item, place) => ({
    ...without(item, ['activeOrigins', 'activeLastUpdated']),
    ...orderOf(item, place),
  }),
  flowtoken: (item) => ({
    ...without(item, [...OWNER, 'example']),
    ...splitId(textIn(item, 'id')),
    uriObj: ownerObject(item),
  }),
  log: (item) => ({ ...without(item, OWNER), ...splitId(textIn(item, 'id')) }),
  capability: (item) => item,
  device: writeDevice,
  driver: (item) => ({
    ...without(item, [...OWNER, 'ownerIconObj', 'userPath']),
    ...splitDriverId(textIn(item, 'id')),
    uriObj: ownerObject(item),
  }),
  pairsession: (item) => {
    const { uri, id } = splitDriverId(textIn(item, 'driverId'))
    return { ...item, driverUri: uri, driverId: id }
  },
  app: ({ color, ...item }) => ({ ...item, sdk: 2, brandColor: color }),
  user: (item) => without(item, ['enabledUntil', 'avatar', 'inviteUrl', 'localUsername']),
}

const OWNER = ['ownerUri', 'ownerId', 'ownerName']

function cardsIn(flow: JsonRecord, member: string): JsonRecord {
  const cards = flow[member]
  if (!Array.isArray(cards)) return {}
  return { [member]: cards.map((card) => (isRecord(card) ? cardToWire(card, 'uri') : card)) }
}

const WITH_OWNER: readonly unknown[] = ['trigger', 'condition', 'action']

function onCanvas(card: JsonRecord): JsonRecord {
  return WITH_OWNER.includes(card['type']) ? cardToWire(card, 'ownerUri') : card
}

function cardDescription(item: JsonRecord): JsonRecord {
  const { droptoken, duration } = item
  return {
    ...without(item, [...OWNER, 'durationMin', 'durationMax']),
    ...splitId(textIn(item, 'id')),
    ...{ uriObj: ownerObject(item), args: item['args'] ?? [] },
    ...{ droptoken: Array.isArray(droptoken), duration: duration === true },
  }
}

function writeDevice(item: JsonRecord): JsonRecord {
  const { uri, id } = splitDriverId(textIn(item, 'driverId'))
  return {
    ...without(item, [...OWNER, 'group', 'hidden', 'lastSeenAt', 'warningMessage']),
    ...{ driverUri: uri, driverId: id },
    ...{ capabilitiesOptions: item['capabilitiesOptions'] ?? {}, insights: insightsOf(item) },
  }
}

// The logs of a device, which later hubs list with the logs alone.
function insightsOf(device: JsonRecord): JsonRecord[] {
  const states = isRecord(device['capabilitiesObj']) ? device['capabilitiesObj'] : {}
  return Object.values(states)
    .filter(isRecord)
    .filter(({ type, getable }) => getable === true && (type === 'number' || type === 'boolean'))
    .map(({ id, type, title, units, decimals }) => ({
      ...{ uri: `homey:device:${String(device['id'])}`, id, type, title },
      ...{ titleTrue: null, titleFalse: null, units: units ?? null, decimals: decimals ?? null },
    }))
}

function ownerObject(item: JsonRecord): JsonRecord {
  const [, type = '', id = ''] = textIn(item, 'ownerUri').split(':')
  return { type, id, name: item['ownerName'] ?? null, color: null, iconObj: null }
}

// An object by itself does not say where in the list it stands.
function orderOf(item: JsonRecord, place: number | undefined): JsonRecord {
  if (item['order'] !== undefined || place === undefined) return {}
  return { order: place }
}

function without(item: JsonRecord, members: readonly string[]): JsonRecord {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !members.includes(name)))
}

function textIn(item: JsonRecord, member: string): string {
  const value = item[member]
  return typeof value === 'string' ? value : ''
}
