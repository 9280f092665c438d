// The words of a permission in the language of the reader. The catalogue has all of them in English; those that
// matter most when deciding are here in Dutch, and the rest are shown in English and marked so.
import { PERMISSIONS, type PermissionWords } from '@latchkey/catalogue'
import type { Language } from './texts.ts'

/** The words of a permission, filled in, and the language that they are in. */
export interface ToldPermission extends PermissionWords {
  readonly language: Language
}

type Dutch = readonly [label: string, can: string, risk: string, safer: string]

const SCRIPTS: Dutch = [
  'Scripts schrijven en uitvoeren',
  'Een script is een klein programma dat bijna alles kan wat je Homey kan.',
  '{app} kan er een achterlaten dat later pas iets doet.',
  'laat {app} alleen het script ‘{script}’ uitvoeren.',
]
const FLOWS: Dutch = [
  'Al je Flows maken en wijzigen',
  '{app} kan elke Flow wijzigen, ook die van jou, en een Flow kan alles wat je apparaten kunnen: hier ook {devices}.',
  'De Flows blijven werken als je de toegang intrekt, tenzij je ze laat uitzetten.',
  'alleen Flows die {app} zelf maakt, zonder sloten en scripts.',
]
const PEOPLE: Dutch = [
  'Bepalen wie je Homey mag gebruiken',
  '{app} kan mensen uitnodigen, sleutels maken of iemand anders toegang geven.',
  'Je kunt je eigen toegang kwijtraken.',
  'er is geen veiliger vorm. Zeg nee als je dit niet zelf bent begonnen.',
]
const AT_ANY_TIME = 'Dat kan op elk moment, ook als je weg bent of slaapt.'
const CHANGES_NOTHING = 'Het verandert niets.'
const ROOMS = 'alleen de kamers en apparaten die je kiest.'

/** By permission. */
const DUTCH: Readonly<Record<string, Dutch>> = {
  'app:install': [
    'Apps installeren',
    '{app} kan nieuwe programma’s op je Homey zetten.',
    'Zo’n programma blijft werken als je de toegang van {app} intrekt, en Latchkey ziet niet wat het doet.',
    'installeer de app zelf.',
  ],
  'homeyscript:create': SCRIPTS,
  'homeyscript:update': SCRIPTS,
  'homeyscript:run': SCRIPTS,
  'flow:create': FLOWS,
  'flow:update': FLOWS,
  'advanced-flow:create': FLOWS,
  'advanced-flow:update': FLOWS,
  'flow-card:run': [
    'Alles doen wat een Flowkaart kan',
    '{app} kan elke kaart meteen uitvoeren, bijvoorbeeld {devices} en berichten sturen naar telefoons.',
    AT_ANY_TIME,
    'alleen de kaart ‘{card}’.',
  ],
  'device:read': [
    'Apparaten zien',
    '{app} kan je apparaten zien, en of ze aan, open of warm zijn.',
    '{app} weet wat je hebt en hoe het ervoor staat; het verandert niets.',
    ROOMS,
  ],
  'device:control': [
    'Apparaten besturen',
    '{app} kan je apparaten schakelen, dimmen en instellen, maar geen sloten, garagedeuren, alarmen en sirenes.',
    AT_ANY_TIME,
    ROOMS,
  ],
  'security-device:control': [
    'Sloten en alarmen besturen',
    '{app} kan ook besturen wat je huis bewaakt: {devices}.',
    '{app} kan deze apparaten op elk moment openen, sluiten, aan- en uitzetten, ook als je weg bent of slaapt.',
    'vraag het mij elke keer voor {devices}.',
  ],
  'device:delete': [
    'Apparaten verwijderen',
    '{app} kan apparaten van je Homey verwijderen.',
    'Een verwijderd apparaat moet je met de hand opnieuw koppelen, en Flows die het gebruiken werken niet meer.',
    'vraag het mij elke keer.',
  ],
  'pair-session:create': [
    'Apparaten toevoegen',
    '{app} kan nieuwe apparaten koppelen.',
    'Wat gekoppeld is, kan alles wat zo’n apparaat kan.',
    'alleen toevoegen, niet verwijderen; stop na {minutes} minuten.',
  ],
  'device-settings:update': [
    'Instellingen van apparaten wijzigen',
    '{app} kan codes veranderen, en alarmen en grenzen uitzetten.',
    'Sommige apps voeren uit wat in de instellingen van hun apparaten staat.',
    'alleen de instellingen van de apparaten die je kiest.',
  ],
  'app-settings:read': [
    'Instellingen van je apps lezen',
    '{app} kan lezen wat je apps bewaren, bijvoorbeeld wachtwoorden en inloggegevens.',
    '{app} kan die buiten je huis gebruiken en dat zie je hier niet.',
    'instellingen zonder wachtwoorden.',
  ],
  'app-settings:update': [
    'Instellingen van apps wijzigen',
    '{app} kan codes veranderen of gegevens van een app ergens anders heen sturen.',
    'Sommige apps voeren uit wat in hun instellingen staat.',
    'alleen de instellingen van de apps die je kiest.',
  ],
  'user:create': PEOPLE,
  'user:update': PEOPLE,
  'camera:watch': [
    'Meekijken met je camera’s',
    '{app} kan op elk moment live beelden uit je huis zien en bewaren.',
    'Een kopie krijg je niet meer terug.',
    'alleen de camera’s die je kiest; vraag het mij elke keer.',
  ],
  'presence:read': [
    'Zien wie er thuis is',
    '{app} ziet wie er thuis is en wie er slaapt.',
    'Dat zegt wanneer het huis leeg is.',
    'alleen “er is iemand thuis: ja of nee”, zonder namen.',
  ],
  'location:read': [
    'Zien waar je woont',
    '{app} ziet je adres.',
    'Samen met wie er thuis is zegt dat waar en wanneer een huis leeg is.',
    'zonder adres.',
  ],
  'timeline:read': [
    'De tijdlijn lezen',
    '{app} ziet wat er in huis gebeurde en wanneer.',
    'Dat zegt wanneer het huis leeg is.',
    'geef dit niet.',
  ],
  'zone:read': ['Kamers zien', '{app} kan je kamers en hun namen zien.', CHANGES_NOTHING, ROOMS],
  'flow:read': [
    'Flows zien',
    '{app} kan je Flows lezen, ook wat erin geschreven staat.',
    CHANGES_NOTHING,
    'alleen de Flows die je kiest.',
  ],
  'flow:start': [
    'Flows starten',
    '{app} kan je Flows starten.',
    AT_ANY_TIME,
    'alleen de Flows die je kiest.',
  ],
  'mood:read': ['Sferen zien', '{app} kan je sferen zien.', CHANGES_NOTHING, ROOMS],
  'mood:set': ['Sferen instellen', '{app} kan je sferen instellen.', AT_ANY_TIME, ROOMS],
  'variable:read': [
    'Variabelen zien',
    '{app} kan je variabelen lezen.',
    CHANGES_NOTHING,
    'alleen de variabelen die je kiest.',
  ],
}

/** Names of things, where the real ones are not known. */
const THINGS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    devices: 'your locks and alarms',
    apps: 'your apps',
    card: '…',
    script: '…',
    minutes: '10',
  },
  nl: { devices: 'je sloten en alarmen', apps: 'je apps', card: '…', script: '…', minutes: '10' },
}

const CAMERAS: ReadonlySet<string> = new Set(['camera:watch', 'image:read'])

/** The words of a permission for a client. */
export function toldPermission(name: string, app: string, language: Language): ToldPermission {
  const english = PERMISSIONS.get(name)
  const dutch = language === 'nl' && Object.hasOwn(DUTCH, name) ? DUTCH[name] : undefined
  const [label, can, risk, safer] = dutch ?? [
    english?.label ?? name,
    ...[english?.can ?? '', english?.risk ?? '', english?.safer ?? ''],
  ]
  const told: Language = dutch ? 'nl' : 'en'
  const devices = CAMERAS.has(name)
    ? { devices: told === 'nl' ? 'je camera’s' : 'your cameras' }
    : {}
  const things = { ...THINGS[told], ...devices, app }
  const filled = (text = '') =>
    text.replace(/\{(\w+)\}/g, (whole, key: string) =>
      key in things ? String(things[key as keyof typeof things]) : whole,
    )
  return {
    language: told,
    label: filled(label),
    can: filled(can),
    risk: filled(risk),
    safer: filled(safer),
  }
}
