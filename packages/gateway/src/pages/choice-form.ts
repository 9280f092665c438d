// A choice as the fields of the consent form, and back. What stands in the fields is whatever somebody sent.
import { DANGERS } from '@latchkey/catalogue'
import {
  type AskFirst,
  type Choice,
  PICK_NAMES,
  PICKS,
  type Picked,
  type PickedList,
  type PickName,
} from '../authorization/choice.ts'
import { DAYS, type Day, type Hours, type Span } from '../oversight/hours.ts'

/** The fields of a form. */
export type Fields = Readonly<Record<string, string>>

/** What stands before the id of an object in the name of its field. */
export const PREFIXES: Readonly<Record<PickedList, string>> = {
  ...{ zones: 'z', devices: 'd', flows: 'f', flowFolders: 'o', moods: 'm', variables: 'v' },
  ...{ dashboards: 'b', scripts: 's', apps: 'x' },
}

/** Lives that can be chosen, in milliseconds; null until it is taken back. */
export const LIVES = {
  '1h': 3_600_000,
  '1d': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
  '365d': 365 * 86_400_000,
  ever: null,
} as const

/** The name of a life. */
export type LifeName = keyof typeof LIVES

/** All of them, the shortest first. */
export const LIFE_NAMES: readonly LifeName[] = ['1h', '1d', '7d', '30d', '365d', 'ever']

/** The life that a form names; a day if it names none that there is. */
export function lifeIn(name: string | undefined): LifeName {
  return LIFE_NAMES.find((one) => one === name) ?? '1d'
}

/** The name of a life; undefined for one that cannot be chosen. */
export const lifeNamed = (life: number | null): LifeName | undefined =>
  LIFE_NAMES.find((name) => LIVES[name] === life)

/** The choice that a form says. */
export function choiceIn(fields: Fields): Choice {
  const only = PICK_NAMES.flatMap((name) => {
    const picked = pickedIn(fields, name)
    // Who ticks something and forgets to say "only these" means only these.
    const isMeant = !wasSome(fields, name) && Object.keys(picked).length > 0
    return fields[name] === 'some' || isMeant ? [[name, picked] as const] : []
  })
  const dangers = DANGERS.filter((one) => fields[`ask:${one}`] !== undefined)
  const isAll = fields['ask:all'] !== undefined
  return {
    permissions: named(fields, 'p:'),
    only: Object.fromEntries(only),
    ...{ own: fields['own'] !== undefined, drafts: fields['drafts'] !== undefined },
    schedule: isSomeHours(fields) ? hoursIn(fields) : null,
    askFirst: { all: isAll, dangers, permissions: named(fields, 'a:') },
    life: LIVES[lifeIn(fields['life'])],
  }
}

/** The hours that the form shows while none are chosen. */
export const SHOWN_HOURS: Span & { readonly days: readonly Day[] } = {
  ...{ days: DAYS, from: 8 * 60, until: 22 * 60 },
}

/** Stands in the form where "only" was chosen before, so that it can be taken back with all ticks left. */
export const WAS = 'was:'

const wasSome = (fields: Fields, name: string): boolean => fields[`${WAS}${name}`] === 'some'

/** Hours that somebody changed are meant, also if they forgot to say so. */
function isSomeHours(fields: Fields): boolean {
  if (fields['hours'] !== 'always') return fields['hours'] === 'some'
  if (wasSome(fields, 'hours')) return false
  const isChanged = ([name, shown]: readonly [string, number]) =>
    fields[name] !== undefined && fields[name] !== timeText(shown)
  const times = [
    ['from', SHOWN_HOURS.from],
    ['until', SHOWN_HOURS.until],
  ] as const
  return times.some(isChanged) || DAYS.some((day) => fields[`day:${day}`] === undefined)
}

const named = (fields: Fields, prefix: string): readonly string[] =>
  Object.keys(fields)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))

function pickedIn(fields: Fields, name: PickName): Picked {
  const lists = PICKS[name].map((list) => [list, named(fields, `${PREFIXES[list]}:`)] as const)
  return Object.fromEntries(lists.filter(([, ids]) => ids.length > 0))
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/

/** The minute of a day, as browsers send a time; undefined for what is none. */
function minuteIn(text = ''): number | undefined {
  const [whole, hours, minutes] = TIME.exec(text) ?? []
  return whole === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

/** Empty where that is no hour at all. A time until midnight, or from one to the same, lasts to the end of the day. */
function hoursIn(fields: Fields): Hours {
  const days = DAYS.filter((day) => fields[`day:${day}`] !== undefined)
  const [from, until] = [minuteIn(fields['from']), minuteIn(fields['until'])]
  if (days.length === 0 || from === undefined || until === undefined) return []
  if (from === until && from !== 0) return []
  return [{ ...(days.length < DAYS.length && { days }), from, until: until === 0 ? 1_440 : until }]
}

/** A minute of the day as browsers show it; midnight at the end of a day as its beginning. */
export const timeText = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** The fields that say a choice; the inverse of `choiceIn` for what it gives. */
export function fieldsOf(choice: Choice): Fields {
  const { permissions, only, own, drafts, schedule, askFirst, life } = choice
  const ticks = (prefix: string, all: readonly string[]) =>
    all.map((one) => [`${prefix}:${one}`, 'on'] as const)
  const picks = PICK_NAMES.flatMap((name) => {
    const picked = only[name]
    if (!picked) return []
    const lists = PICKS[name].flatMap((list) => ticks(PREFIXES[list], picked[list] ?? []))
    return [[name, 'some'] as const, ...lists]
  })
  return Object.fromEntries([
    ...ticks('p', permissions),
    ...picks,
    ...(own ? [['own', 'on'] as const] : []),
    ...(drafts ? [['drafts', 'on'] as const] : []),
    ...hourFields(schedule),
    ...askFields(askFirst),
    ['life', lifeNamed(life) ?? '1d'] as const,
  ])
}

function hourFields(schedule: Hours | null): readonly (readonly [string, string])[] {
  if (!schedule) return []
  const [span] = schedule
  if (!span) return [['hours', 'some']]
  const days = (span.days ?? DAYS).map((day) => [`day:${day}`, 'on'] as const)
  const times = [
    ['from', timeText(span.from)],
    ['until', timeText(span.until)],
  ] as const
  return [['hours', 'some'], ...days, ...times]
}

function askFields({
  all,
  dangers,
  permissions,
}: AskFirst): readonly (readonly [string, string])[] {
  return [
    ...(all ? [['ask:all', 'on'] as const] : []),
    ...dangers.map((one) => [`ask:${one}`, 'on'] as const),
    ...permissions.map((one) => [`a:${one}`, 'on'] as const),
  ]
}
