// Each kind of object of a V2 hub in V3's form. What a V2 hub cannot have gets the value that says
// so; what V3 has no place for and nobody would miss is left out (reference 6).
import { ADVANCED_FLOW, FLOW } from './flows.ts'
import { isObject, type Json } from './json.ts'
import { joinId } from './owned-id.ts'

/** One object, from a V2 hub's form to V3's. */
type ItemReader = (item: Json) => Json

/** The kinds that differ, by their names on the socket. */
export type ItemKind =
  | 'advancedflow'
  | 'app'
  | 'capability'
  | 'device'
  | 'driver'
  | 'flow'
  | 'flowcardaction'
  | 'flowcardcondition'
  | 'flowcardtrigger'
  | 'flowtoken'
  | 'log'
  | 'pairsession'

/** What V3 calls the types of tags. */
const TAG_TYPES = ['string', 'number', 'boolean', 'image']

const named = (owner: unknown): unknown => (isObject(owner) ? (owner['name'] ?? null) : null)

/** An object with `uri`, short `id` and perhaps `uriObj`, in the members that V3 has for them. */
function owned({ uri, uriObj, ...item }: Json): Json {
  const { id } = item
  return {
    ...item,
    ...{ id: joinId(uri, id) ?? id, ownerUri: uri ?? null },
    ...{ ownerId: id, ownerName: named(uriObj) },
  }
}

// A V2 hub says whether a card takes a tag, V3 of which types: then it may be any.
function card(item: Json): Json {
  const { uriObj, uri, droptoken } = item
  const ownerId = isObject(uriObj) ? uriObj['id'] : undefined
  return {
    ...owned(item),
    ownerId: ownerId ?? String(uri).split(':')[2] ?? null,
    droptoken: Array.isArray(droptoken) ? droptoken : droptoken === true ? TAG_TYPES : null,
  }
}

// Only actions last.
function cardThatIsNow({ duration: _, ...item }: Json): Json {
  return card(item)
}

// The logs of a device are with the logs, and the name of its zone is the zone's.
function device({ driverUri, zoneName: _, insights: __, ...item }: Json): Json {
  return {
    ...{ hidden: false, group: null, warningMessage: null, lastSeenAt: null, ownerName: null },
    ...item,
    ...{ driverId: joinId(driverUri, item['driverId']) ?? item['driverId'] },
    ownerUri: driverUri ?? null,
  }
}

function driver(item: Json): Json {
  const { ownerId: _, ...driven } = owned(item)
  const { uriObj } = item
  const icon = isObject(uriObj) ? uriObj['iconObj'] : undefined
  return { userPath: null, ...driven, ownerIconObj: icon ?? {} }
}

function pairSession({ driverUri, ...item }: Json): Json {
  const driverId = joinId(driverUri, item['driverId']) ?? item['driverId']
  return { ...item, driverId, ...(driverUri !== undefined && { ownerUri: driverUri }) }
}

function capability(item: Json): Json {
  const { ownerId: _, ownerName: __, ...rest } = owned(item)
  return rest
}

/** By kind. */
const READERS: Readonly<Record<ItemKind, ItemReader>> = {
  advancedflow: (item) => ADVANCED_FLOW.answered(item) as Json,
  app: ({ brandColor, ...item }) => ({ ...item, color: brandColor ?? item['color'] ?? null }),
  capability,
  device,
  driver,
  flow: (item) => FLOW.answered(item) as Json,
  flowcardaction: (item) => ({ durationMin: null, durationMax: null, ...card(item) }),
  flowcardcondition: cardThatIsNow,
  flowcardtrigger: cardThatIsNow,
  flowtoken: (item) => ({ example: null, ...owned(item) }),
  log: owned,
  pairsession: pairSession,
}

/** One object of a V2 hub in V3's form: from an answer, a list or an event. */
export function itemFromHub(kind: ItemKind, item: unknown): unknown {
  return isObject(item) ? READERS[kind](item) : item
}
