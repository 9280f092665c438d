// The words of reach, in English and Dutch. `{name}` and the like are filled in; whoever shows them
// escapes them.

/** The languages of these words. */
export type ReachLanguage = 'en' | 'nl'

/** Fills in a text; what has no value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  )
}

/** All texts. */
export const WORDS = {
  because: { en: '{what}, because {chain}', nl: '{what}, want {chain}' },
  unseen: {
    en: 'Anything: {what}, because {chain}',
    nl: 'Van alles: {what}, want {chain}',
  },
  unseenDirectly: { en: 'Anything: {what}', nl: 'Van alles: {what}' },
  unreadScripts: {
    en: 'The scripts of this Homey could not be read: each that is run counts as if it could do anything.',
    nl: 'De scripts van deze Homey waren niet te lezen: elk dat wordt uitgevoerd, telt alsof het alles kan.',
  },
  unreadApps: {
    en: 'The apps of this Homey could not be read: each that is used counts as if it could do anything.',
    nl: 'De apps van deze Homey waren niet te lezen: elke die wordt gebruikt, telt alsof die alles kan.',
  },
  appsHere: { en: 'Here: {apps}.', nl: 'Hier: {apps}.' },
  appsUnread: {
    en: 'Which apps there are could not be read.',
    nl: 'Welke apps er zijn, was niet te lezen.',
  },
  more: { en: '… and {count} more by other ways', nl: '… en nog {count} langs andere wegen' },
  andMore: { en: 'and {count} more', nl: 'en nog {count}' },
  does: { en: '{does} {count} {noun}: {list}', nl: '{does} {count} {noun}: {list}' },
  doesOne: { en: '{does} {noun}', nl: '{does} {noun}' },

  'does:control': { en: 'controls', nl: 'bestuurt' },
  'does:watch': { en: 'watches through', nl: 'kijkt mee met' },
  'does:start': { en: 'starts', nl: 'start' },
  'does:set': { en: 'sets', nl: 'zet' },
  'does:run': { en: 'runs', nl: 'voert uit:' },
  'does:call': { en: 'speaks to', nl: 'praat met' },
  'does:switch': { en: 'switches on and off', nl: 'zet aan en uit:' },
  'does:change': { en: 'changes or deletes', nl: 'wijzigt of verwijdert' },

  'noun:device': { en: 'devices', nl: 'apparaten' },
  'noun:zone': { en: 'zones', nl: 'zones' },
  'noun:flow': { en: 'Flows', nl: 'Flows' },
  'noun:advanced-flow': { en: 'Advanced Flows', nl: 'Advanced Flows' },
  'noun:flow-folder': { en: 'Flow folders', nl: 'Flowmappen' },
  'noun:variable': { en: 'variables', nl: 'variabelen' },
  'noun:mood': { en: 'moods', nl: 'sferen' },
  'noun:dashboard': { en: 'dashboards', nl: 'dashboards' },
  'noun:user': { en: 'people', nl: 'mensen' },
  'noun:script': { en: 'scripts', nl: 'scripts' },
  'noun:app': { en: 'apps', nl: 'apps' },
  'noun:presence': { en: 'who is at home', nl: 'wie er thuis is' },
  'noun:alarm': { en: 'alarm clocks', nl: 'wekkers' },
  'noun:webhook': { en: 'webhooks', nl: 'webhooks' },

  'one:device': { en: 'device', nl: 'apparaat' },
  'one:zone': { en: 'zone', nl: 'zone' },
  'one:flow': { en: 'Flow', nl: 'Flow' },
  'one:advanced-flow': { en: 'Advanced Flow', nl: 'Advanced Flow' },
  'one:flow-folder': { en: 'Flow folder', nl: 'Flowmap' },
  'one:variable': { en: 'variable', nl: 'variabele' },
  'one:mood': { en: 'mood', nl: 'sfeer' },
  'one:dashboard': { en: 'dashboard', nl: 'dashboard' },
  'one:user': { en: 'person', nl: 'mens' },
  'one:script': { en: 'script', nl: 'script' },
  'one:app': { en: 'app', nl: 'app' },
  'one:presence': { en: 'who is at home', nl: 'wie er thuis is' },
  'one:alarm': { en: 'alarm clocks', nl: 'wekkers' },
  'one:webhook': { en: 'webhooks', nl: 'webhooks' },

  'role:lock': { en: 'lock', nl: 'slot' },
  'role:garage': { en: 'garage door', nl: 'garagedeur' },
  'role:alarm': { en: 'alarm', nl: 'alarm' },
  'role:siren': { en: 'siren', nl: 'sirene' },
  'role:camera': { en: 'camera', nl: 'camera' },

  it: { en: 'it {chain}', nl: 'het {chain}' },
  'link:begins': { en: 'uses {name}', nl: 'gebruikt {name}' },
  'link:sets': { en: 'sets {name}', nl: 'zet {name}' },
  'link:changes': { en: 'changes {name}', nl: 'verandert {name}' },
  'link:triggers': { en: '{name} reacts', nl: '{name} reageert' },
  'link:starts': { en: 'starts {name}', nl: 'start {name}' },
  'link:switches-on': { en: 'switches on {name}', nl: 'zet {name} aan' },
  'link:runs': { en: 'runs {name}', nl: 'voert {name} uit' },
  'link:uses': { en: 'uses {name}', nl: 'gebruikt {name}' },

  'link-noun:device': { en: '‘{name}’', nl: '‘{name}’' },
  'link-noun:group': { en: 'the group ‘{name}’', nl: 'de groep ‘{name}’' },
  'link-noun:zone': { en: 'the zone ‘{name}’', nl: 'de zone ‘{name}’' },
  'link-noun:variable': { en: 'the variable ‘{name}’', nl: 'de variabele ‘{name}’' },
  'link-noun:flow': { en: 'your Flow ‘{name}’', nl: 'je Flow ‘{name}’' },
  'link-noun:advanced-flow': {
    en: 'your Advanced Flow ‘{name}’',
    nl: 'je Advanced Flow ‘{name}’',
  },
  'link-noun:mood': { en: 'the mood ‘{name}’', nl: 'de sfeer ‘{name}’' },
  'link-noun:script': { en: 'the script ‘{name}’', nl: 'het script ‘{name}’' },
  'link-noun:alarm': { en: 'an alarm clock', nl: 'een wekker' },
  'link-noun:presence': { en: 'who is at home', nl: 'wie er thuis is' },
  'link-noun:webhook': { en: 'a webhook', nl: 'een webhook' },
  'link-noun:app': { en: 'the app ‘{name}’', nl: 'de app ‘{name}’' },
  'link-noun:manager': { en: 'what belongs to {name}', nl: 'wat bij {name} hoort' },
  'link-noun:card': { en: 'the Flow card {name}', nl: 'de Flowkaart {name}' },

  'outcome:variable': { en: 'the variable ‘{name}’', nl: 'de variabele ‘{name}’' },
  'outcome:mood': { en: 'the mood ‘{name}’', nl: 'de sfeer ‘{name}’' },
  'outcome:script': { en: 'the script ‘{name}’', nl: 'het script ‘{name}’' },
  'outcome:flow-start': { en: 'a start of ‘{name}’', nl: 'een start van ‘{name}’' },
  'outcome:flow-on': { en: '‘{name}’ switched on', nl: '‘{name}’ aangezet' },
  'outcome:flow-off': { en: '‘{name}’ switched off', nl: '‘{name}’ uitgezet' },
  'outcome:alarm-clock': { en: 'an alarm clock', nl: 'een wekker' },
  'outcome:speech': { en: 'speech in the house', nl: 'spraak in huis' },
  'outcome:push': { en: 'messages to phones', nl: 'berichten naar telefoons' },
  'outcome:timeline': { en: 'the timeline', nl: 'de tijdlijn' },
  'outcome:sound': { en: 'sounds', nl: 'geluiden' },
  'outcome:led-ring': { en: 'the LED ring', nl: 'de ledring' },
  'outcome:presence': { en: 'who is at home', nl: 'wie er thuis is' },
  'outcome:system': { en: 'your Homey itself', nl: 'je Homey zelf' },
  'outcome:app-install': { en: 'your apps', nl: 'je apps' },
  'outcome:app-card': {
    en: 'something that the app ‘{name}’ does',
    nl: 'iets wat de app ‘{name}’ doet',
  },

  'why:code': {
    en: 'what the code of ‘{name}’ does cannot be seen',
    nl: 'wat de code van ‘{name}’ doet, is niet te zien',
  },
  'why:app-with-api': {
    en: 'the app ‘{name}’ may control every device',
    nl: 'de app ‘{name}’ mag elk apparaat besturen',
  },
  'why:app-not-known': {
    en: 'what the app ‘{name}’ may do is not known',
    nl: 'wat de app ‘{name}’ mag, is niet bekend',
  },
  'why:manager-card': {
    en: 'what the card {name} does is not known',
    nl: 'wat de kaart {name} doet, is niet bekend',
  },
  'why:card': {
    en: 'what the card {name} does is not known',
    nl: 'wat de kaart {name} doet, is niet bekend',
  },
  'why:shape': {
    en: '‘{name}’ has a shape that is not known',
    nl: '‘{name}’ heeft een onbekende vorm',
  },
  'why:reference': {
    en: 'the card {name} does not say what it is about',
    nl: 'de kaart {name} zegt niet waar die over gaat',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<ReachLanguage, string>>>>
