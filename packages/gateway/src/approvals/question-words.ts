// A question in words, in English and Dutch: who wants what, with the real names. Plain text: whoever shows it
// escapes it. What a client chose itself stands in quotation marks.
import type { Language } from '../pages/texts.ts'
import type { CapabilityValue, Question } from './question.ts'

type Text = Readonly<Record<Language, string>>

/** Whole phrases, by operation. `{object}` is the first object that the call is about, with its place. */
const PHRASES: Readonly<Record<string, Text>> = {
  'devices.setCapabilityValue': {
    en: 'set “{capability}” of {object} to {value}',
    nl: '“{capability}” van {object} op {value} zetten',
  },
  'devices.setDeviceSettings': {
    en: 'change the settings of {object}',
    nl: 'de instellingen van {object} wijzigen',
  },
  'flow.triggerFlow': { en: 'start the Flow {object}', nl: 'de Flow {object} starten' },
  'flow.triggerAdvancedFlow': { en: 'start the Flow {object}', nl: 'de Flow {object} starten' },
  'flow.testFlow': { en: 'try out a Flow that it brings', nl: 'een meegebrachte Flow uitproberen' },
  'flow.runFlowCardAction': {
    en: 'carry out the Flow card “{id}”',
    nl: 'de Flowkaart “{id}” uitvoeren',
  },
  'flow.runFlowCardCondition': {
    en: 'check the Flow card “{id}”',
    nl: 'de Flowkaart “{id}” controleren',
  },
  'moods.setMood': { en: 'set the mood {object}', nl: 'de sfeer {object} instellen' },
  'homeyscript.runScript': {
    en: 'run a script on your Homey',
    nl: 'een script op je Homey uitvoeren',
  },
  'apps.installApp': { en: 'install an app on your Homey', nl: 'een app op je Homey installeren' },
  'apps.uninstallApp': { en: 'remove the app “{id}”', nl: 'de app “{id}” verwijderen' },
  'speech-output.say': {
    en: 'let your Homey speak aloud',
    nl: 'je Homey hardop laten spreken',
  },
  'system.reboot': { en: 'restart your Homey', nl: 'je Homey opnieuw starten' },
}

/** What is made, changed and deleted, by the noun in the name of the operation. */
const NOUNS: Readonly<
  Record<string, Readonly<Record<Language, readonly [one: string, the: string]>>>
> = {
  Flow: { en: ['a new Flow', 'the Flow'], nl: ['een nieuwe Flow', 'de Flow'] },
  AdvancedFlow: {
    en: ['a new Advanced Flow', 'the Advanced Flow'],
    nl: ['een nieuwe geavanceerde Flow', 'de geavanceerde Flow'],
  },
  FlowFolder: {
    en: ['a new Flow folder', 'the Flow folder'],
    nl: ['een nieuwe Flowmap', 'de Flowmap'],
  },
  Mood: { en: ['a new mood', 'the mood'], nl: ['een nieuwe sfeer', 'de sfeer'] },
  Variable: {
    en: ['a new variable', 'the variable'],
    nl: ['een nieuwe variabele', 'de variabele'],
  },
  Zone: { en: ['a new zone', 'the zone'], nl: ['een nieuwe zone', 'de zone'] },
  Dashboard: {
    en: ['a new dashboard', 'the dashboard'],
    nl: ['een nieuw dashboard', 'het dashboard'],
  },
  Device: { en: ['a new device', 'the device'], nl: ['een nieuw apparaat', 'het apparaat'] },
  Group: { en: ['a new group', 'the group'], nl: ['een nieuwe groep', 'de groep'] },
  Alarm: { en: ['a new alarm clock', 'the alarm clock'], nl: ['een nieuwe wekker', 'de wekker'] },
  Script: { en: ['a new script', 'the script'], nl: ['een nieuw script', 'het script'] },
  User: { en: ['a new user', 'the user'], nl: ['een nieuwe gebruiker', 'de gebruiker'] },
}

const VERBS: Readonly<Record<string, Text>> = {
  create: { en: 'make {one}', nl: '{one} maken' },
  update: { en: 'change {the} {object}', nl: '{the} {object} wijzigen' },
  delete: { en: 'delete {the} {object}', nl: '{the} {object} verwijderen' },
}

/** Several writes at once. */
const TOGETHER: Text = {
  en: 'make {count} changes at once',
  nl: '{count} dingen tegelijk wijzigen',
}

/** Where no phrase is known the operation is named as it is. */
const OTHERWISE: Text = {
  en: 'do “{label}” ({operation})',
  nl: '‘{operation}’ uitvoeren ({label})',
}

const FRAME: Text = { en: 'May “{client}” {phrase}?', nl: 'Mag “{client}” {phrase}?' }

const TRUTH: Readonly<Record<Language, readonly [no: string, yes: string, nothing: string]>> = {
  en: ['no', 'yes', 'nothing'],
  nl: ['nee', 'ja', 'niets'],
}

/** The question as one sentence. */
export function sentence(question: Question, language: Language): string {
  const values = { client: short(question.client), phrase: phrase(question, language) }
  return filled(FRAME[language], values)
}

function phrase(question: Question, language: Language): string {
  const { operation, label, sets, ids, together } = question
  if (together !== undefined) return filled(TOGETHER[language], { count: String(together) })
  const text = PHRASES[operation] ?? OTHERWISE
  const [, verb = '', noun = ''] = /\.(create|update|delete)(\w+)$/.exec(operation) ?? []
  const [one = '', the = ''] = NOUNS[noun]?.[language] ?? []
  const made = PHRASES[operation] === undefined && one !== '' ? VERBS[verb] : undefined
  return filled((made ?? text)[language], {
    ...{ operation, label, one, the, object: object(question) },
    id: short(ids['id'] ?? '?'),
    capability: sets?.capability ?? ids['capabilityId'] ?? '?',
    value: sets ? valueIn(sets, language) : '?',
  })
}

function object({ about, ids }: Question): string {
  const [first] = about
  if (!first) return `“${short(Object.values(ids)[0] ?? '?')}”`
  const place = first.zone === undefined ? '' : ` (${short(first.zone)})`
  return `“${short(first.name)}”${place}`
}

function valueIn({ value, units }: CapabilityValue, language: Language): string {
  const [no, yes, nothing] = TRUTH[language]
  if (value === null) return nothing
  if (typeof value === 'boolean') return value ? yes : no
  if (typeof value === 'string') return `“${short(value)}”`
  if (units === '%' && value <= 1) return `${Math.round(value * 1000) / 10} %`
  return units === undefined ? String(value) : `${value} ${units}`
}

/** A name that is not longer than a line. */
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

// One pass: what is filled in is not looked at again.
function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}
