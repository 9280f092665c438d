// The rules that owners need not write: a row for each, with what it is about and its words.
import type { About } from './about.ts'
import type { Hours } from './hours.ts'

/** Words for people. */
export interface RuleWords {
  readonly label: string
  /** What the rule says, as a whole sentence that begins with `Nobody` (deny) or `I am asked` (ask). */
  readonly deny: string
  readonly ask: string
}

/** A row. */
export interface ReadyMadeRow {
  readonly about: About
  /** When it counts if the owner says nothing else. */
  readonly hours?: Hours
  /** It means nothing without a cap. */
  readonly needsCap?: true
  readonly en: RuleWords
  readonly nl: RuleWords
}

/** From ten in the evening to seven in the morning. */
const NIGHT: Hours = [{ from: 22 * 60, until: 7 * 60 }]

/** By name. */
export const READY_MADE = {
  locks: {
    about: { things: ['locks'] },
    en: {
      label: 'Locks',
      deny: 'Nobody opens, closes or changes a lock.',
      ask: 'I am asked before a lock is opened, closed or changed.',
    },
    nl: {
      label: 'Sloten',
      deny: 'Niemand opent, sluit of wijzigt een slot.',
      ask: 'Ik krijg een vraag voordat een slot wordt geopend, gesloten of gewijzigd.',
    },
  },
  alarm: {
    about: { things: ['alarm'] },
    en: {
      label: 'Alarm',
      deny: 'Nobody switches or changes the alarm.',
      ask: 'I am asked before the alarm is switched or changed.',
    },
    nl: {
      label: 'Alarm',
      deny: 'Niemand schakelt of wijzigt het alarm.',
      ask: 'Ik krijg een vraag voordat het alarm wordt geschakeld of gewijzigd.',
    },
  },
  garage: {
    about: { things: ['garage'] },
    en: {
      label: 'Garage',
      deny: 'Nobody opens or closes a garage door or gate.',
      ask: 'I am asked before a garage door or gate is opened or closed.',
    },
    nl: {
      label: 'Garage',
      deny: 'Niemand opent of sluit een garagedeur of poort.',
      ask: 'Ik krijg een vraag voordat een garagedeur of poort wordt geopend of gesloten.',
    },
  },
  cameras: {
    about: { things: ['cameras'] },
    en: {
      label: 'Cameras',
      deny: 'Nobody looks through a camera or changes one.',
      ask: 'I am asked before anybody looks through a camera or changes one.',
    },
    nl: {
      label: "Camera's",
      deny: 'Niemand kijkt mee met een camera of wijzigt er een.',
      ask: 'Ik krijg een vraag voordat iemand meekijkt met een camera of er een wijzigt.',
    },
  },
  'voice-pin': {
    about: { things: ['voice-pin'] },
    en: {
      label: 'Voice PIN',
      deny: 'Nobody reads or changes the PIN of the voice assistant.',
      ask: 'I am asked before the PIN of the voice assistant is read or changed.',
    },
    nl: {
      label: 'Pincode voor spraak',
      deny: 'Niemand leest of wijzigt de pincode van de spraakassistent.',
      ask: 'Ik krijg een vraag voordat de pincode van de spraakassistent wordt gelezen of gewijzigd.',
    },
  },
  quiet: {
    about: { things: ['speech', 'sirens'] },
    hours: NIGHT,
    en: {
      label: 'Quiet hours',
      deny: 'Nothing speaks and no siren sounds in these hours.',
      ask: 'I am asked before anything speaks or a siren sounds in these hours.',
    },
    nl: {
      label: 'Stille uren',
      deny: 'Niets spreekt en geen sirene gaat af in deze uren.',
      ask: 'Ik krijg een vraag voordat er in deze uren iets spreekt of een sirene afgaat.',
    },
  },
  'no-new-apps': {
    about: { things: ['new-apps'] },
    en: {
      label: 'No new apps',
      deny: 'Nobody installs an app.',
      ask: 'I am asked before an app is installed.',
    },
    nl: {
      label: 'Geen nieuwe apps',
      deny: 'Niemand installeert een app.',
      ask: 'Ik krijg een vraag voordat een app wordt geïnstalleerd.',
    },
  },
  calls: {
    ...{ about: {}, needsCap: true },
    en: {
      label: 'So many and no more',
      deny: 'Only so much is done in an hour or a day, by all keys together.',
      ask: 'I am asked when more than so much is done in an hour or a day, by all keys together.',
    },
    nl: {
      label: 'Zoveel en niet meer',
      deny: 'Er gebeurt per uur of dag niet meer dan dit, door alle sleutels samen.',
      ask: 'Ik krijg een vraag als er per uur of dag meer gebeurt dan dit, door alle sleutels samen.',
    },
  },
} as const satisfies Readonly<Record<string, ReadyMadeRow>>

/** The name of a ready-made rule. */
export type ReadyMade = keyof typeof READY_MADE

/** Whether a word is the name of a ready-made rule. */
export function isReadyMade(word: string): word is ReadyMade {
  return Object.hasOwn(READY_MADE, word)
}

/** The row of a ready-made rule. */
export function rowOf(name: ReadyMade): ReadyMadeRow {
  return READY_MADE[name]
}
