// What an owner is asked, as facts: what the call would do, with the real names of what it is about as they
// were at that moment. Words are made of it where it is shown, and nothing in it is trusted there.
import type { Danger } from '@latchkey/catalogue'
import { HOME_KINDS, type Home, type HomeKind, type Item } from '../limits/home.ts'
import { isObject, type Json } from '../limits/json.ts'
import { redact } from '../redaction.ts'

/** An object that a call is about. */
export interface Subject {
  readonly kind: HomeKind
  readonly id: string
  readonly name: string
  /** The zone that it is in. */
  readonly zone?: string
}

/** A member that is written: what it is now, where that is known, and what it will be. As JSON, with names. */
export interface Written {
  readonly member: string
  readonly before?: string
  readonly after: string
}

/** A value that a capability of a device is set to. */
export interface CapabilityValue {
  readonly capability: string
  readonly value: string | number | boolean | null
  readonly units?: string
}

/** A question. */
export interface Question {
  /** What the owner calls the client. */
  readonly client: string
  readonly operation: string
  /** What the permission is called. */
  readonly label: string
  readonly danger: Danger
  /** Why the owner is asked. */
  readonly because: string
  readonly from: 'restriction' | 'house-rule' | null
  /** What the ids in the path name; what names nothing known stands in `ids` alone. */
  readonly about: readonly Subject[]
  readonly ids: Readonly<Record<string, string>>
  readonly query: string
  readonly written: readonly Written[]
  /** Whether there is more in it than is shown. */
  readonly cut: boolean
  readonly sets?: CapabilityValue
  /** How many writes it is about, where it is about several at once. */
  readonly together?: number
}

/** What a question is made of. */
export interface QuestionParts
  extends Pick<
    Question,
    'client' | 'operation' | 'label' | 'danger' | 'because' | 'from' | 'ids' | 'query'
  > {
  readonly body: unknown
  /** Undefined where the state of the hub is not known: then ids stand in place of names. */
  readonly home: Home | undefined
}

/** How much of what a client writes is shown, in characters: of one member, and of how many. */
const SHOWN = { member: 4_000, members: 40, all: 24_000 } as const

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

/** Makes a question. */
export function questionOf({ body, home, ...facts }: QuestionParts): Question {
  const about = Object.values(facts.ids).flatMap((id) => subjectOf(home, id) ?? [])
  const { written, cut } = writtenIn(body, home, presentOf(home, about))
  const sets = capabilityIn(facts.ids, body, home)
  return { ...facts, about, written, cut, ...(sets && { sets }) }
}

function subjectOf(home: Home | undefined, id: string): Subject | undefined {
  for (const kind of HOME_KINDS) {
    const item = home?.items[kind].get(id)
    if (!item) continue
    const zone = kind === 'device' ? home?.items.zone.get(String(item['zone'])) : undefined
    return { kind, id, name: nameOf(item) ?? id, ...(zone && { zone: nameOf(zone) ?? '' }) }
  }
  return undefined
}

const nameOf = ({ name }: Item): string | undefined =>
  typeof name === 'string' ? shown(name) : undefined

/** The text without what is not seen or turns the direction of writing, and without keys. */
export function shown(text: string): string {
  return redact(
    text.replace(/[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, '\ufffd'),
  )
}

function presentOf(home: Home | undefined, [first]: readonly Subject[]): Json | undefined {
  return first && home?.items[first.kind].get(first.id)
}

function writtenIn(
  body: unknown,
  home: Home | undefined,
  present: Json | undefined,
): Pick<Question, 'written' | 'cut'> {
  if (body === undefined || (isObject(body) && Object.keys(body).length === 0)) {
    return { written: [], cut: false }
  }
  const members = isObject(body) ? Object.entries(body) : [['', body] as const]
  const written: Written[] = []
  let cut = members.length > SHOWN.members
  let room: number = SHOWN.all
  const say = (value: unknown): string => {
    const text = inWords(value, home)
    const most = Math.min(SHOWN.member, room)
    if (text.length > most) cut = true
    room -= Math.min(text.length, most)
    return text.length > most ? `${text.slice(0, most)}…` : text
  }
  for (const [member, value] of members.slice(0, SHOWN.members)) {
    const isKnown = present !== undefined && Object.hasOwn(present, member)
    written.push({
      member: shown(member).slice(0, 80),
      ...(isKnown && { before: say(present[member]) }),
      after: say(value),
    })
  }
  return { written, cut }
}

/** A value as JSON, with the names of what its ids name in place of the ids. */
function inWords(value: unknown, home: Home | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1)
  return (text ?? '').split('\n').map(shown).join('\n').replace(UUID, named(home))
}

const named =
  (home: Home | undefined) =>
  (id: string): string => {
    const subject = subjectOf(home, id)
    if (!subject) return id
    return subject.zone === undefined ? `“${subject.name}”` : `“${subject.name}” (${subject.zone})`
  }

function capabilityIn(
  ids: Question['ids'],
  body: unknown,
  home: Home | undefined,
): CapabilityValue | undefined {
  const { deviceId = '', capabilityId } = ids
  const value = isObject(body) ? body['value'] : undefined
  const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value)
  if (capabilityId === undefined || !isPlain) return undefined
  const all = home?.items.device.get(deviceId)?.['capabilitiesObj']
  const row = isObject(all) ? all[capabilityId] : undefined
  const { title, units } = isObject(row) ? row : {}
  return {
    capability: typeof title === 'string' ? shown(title) : capabilityId,
    value: plain(value),
    ...(typeof units === 'string' && { units: shown(units) }),
  }
}

function plain(value: unknown): CapabilityValue['value'] {
  if (typeof value === 'string') return shown(value).slice(0, 200)
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
