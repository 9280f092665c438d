// Classes of what calls do, by which a live grant can be kept to so many a minute, hour or day: a row for each,
// with the permissions whose calls are of it, and the Flow cards.

/** A class. */
export const RATE_CLASSES = {
  timeline: { permissions: [], cards: /^homey:manager:notifications:/ },
  speech: {
    permissions: ['speech:say', 'speech:play', 'audio:play'],
    cards: /^homey:manager:(?:speech-output|audio):/,
  },
  push: { permissions: [], cards: /^homey:manager:mobile:/ },
  // No card of the hub's own sends mail; those of apps say so in their names.
  mail: { permissions: [], cards: /(?:^|[^a-z])e?-?(?:send)?mails?(?:[^a-z]|$)/i },
  'flow-start': {
    permissions: ['flow:start', 'advanced-flow:start'],
    cards: /^homey:manager:flow:programmatic_trigger$/,
  },
  control: {
    permissions: ['device:control', 'security-device:control', 'mood:set'],
    cards: /^homey:(?:device|zone|mood):/,
  },
  write: { permissions: [], cards: undefined },
  any: { permissions: [], cards: undefined },
} as const satisfies Readonly<
  Record<string, { readonly permissions: readonly string[]; readonly cards: RegExp | undefined }>
>

/** The name of a class. */
export type RateClass = keyof typeof RATE_CLASSES

/** Whether a word is the name of a class. */
export function isRateClass(word: string): word is RateClass {
  return Object.hasOwn(RATE_CLASSES, word)
}

/** All of them. */
export const RATE_CLASS_NAMES = Object.keys(RATE_CLASSES).filter(isRateClass)

/** How long a rate looks back, in milliseconds; a day is one of the hub's calendar. */
export const PERIODS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** A period of a rate. */
export type Period = keyof typeof PERIODS

/** At most so many of a class. */
export interface Rate {
  readonly of: RateClass
  readonly calls: number
  readonly per: Period
}

const permissionsOf = (name: RateClass): readonly string[] => RATE_CLASSES[name].permissions

/** The classes of a call that needs these permissions. */
export function classesOfPermissions(permissions: readonly string[]): readonly RateClass[] {
  return RATE_CLASS_NAMES.filter((name) =>
    permissionsOf(name).some((one) => permissions.includes(one)),
  )
}

/** The classes of an action card, by its full id. */
export function classesOfCard(id: string): readonly RateClass[] {
  return RATE_CLASS_NAMES.filter((name) => RATE_CLASSES[name].cards?.test(id))
}

/** What something that is not understood may do: one of each of these. */
export const CLASSES_OF_ANYTHING: readonly RateClass[] = [
  ...(['timeline', 'speech', 'push', 'mail', 'flow-start', 'control'] as const),
]

const RATE = /^([a-z-]+)=(\d{1,6})\/(min|minute|h|hour|d|day)$/
const UNITS: Readonly<Record<string, Period>> = {
  ...{ min: 'minute', minute: 'minute', h: 'hour', hour: 'hour', d: 'day', day: 'day' },
}

/** Most that a rate can allow. */
export const MAX_CALLS = 10_000

/** Reads `push=5/min`; undefined for what is none. */
export function parseRate(text: string): Rate | undefined {
  const [, name = '', number = '', unit = ''] = RATE.exec(text.trim().toLowerCase()) ?? []
  const per = UNITS[unit]
  const calls = Number(number)
  if (!isRateClass(name) || !per || calls > MAX_CALLS) return undefined
  return { of: name, calls, per }
}

/** A rate as it is written. */
export function rateText({ of, calls, per }: Rate): string {
  return `${of}=${calls}/${per === 'minute' ? 'min' : per}`
}
