// In Dutch: people and where they live.
import type { DutchTable } from '../dutch-row.ts'

const ASK = 'vraag het mij elke keer.'
const HOURS = 'alleen op de dagen en uren die je kiest.'
const WHY = 'laat dit weg, tenzij je weet waarom {app} het vraagt.'
const COMING_HOME =
  'Flows die ernaar luisteren, starten, zoals een die het alarm uitzet als je thuiskomt.'

export const DUTCH_PEOPLE: DutchTable = {
  'user:read': [
    'Mensen zien',
    '{app} kan zien wie je Homey gebruikt: hun namen, wat ze mogen, en of ze thuis zijn of slapen.',
    'Samen vertelt dat wanneer het huis leeg is.',
    HOURS,
  ],
  'user:create': [
    'Mensen uitnodigen',
    '{app} kan een uitnodiging maken waarmee iemand je Homey kan gebruiken.',
    'Wie de uitnodiging aanneemt, kan je huis gebruiken, en blijft dat kunnen als je de toegang van {app} intrekt.',
    'nodig mensen zelf uit; zeg nee als je dit niet zelf bent begonnen.',
    'Wie als beheerder wordt uitgenodigd, kan bijna alles wat jij kunt, buiten Latchkey om.',
  ],
  'user:update': [
    'Rechten van mensen wijzigen',
    '{app} kan wijzigen wat iemand met je Homey mag, en iemand binnenlaten of buitensluiten.',
    'Een gast kan beheerder worden, en je gezin kan de toegang kwijtraken.',
    'wijzig het zelf; zeg nee als je dit niet zelf bent begonnen.',
    'Het kan iemand beheerder maken, en die kan bijna alles wat jij kunt, buiten Latchkey om.',
  ],
  'user:delete': [
    'Mensen verwijderen',
    '{app} kan mensen van je Homey verwijderen.',
    'Iemand uit je gezin kan het huis niet meer gebruiken tot je die opnieuw uitnodigt.',
    'verwijder mensen zelf; zeg nee als je dit niet zelf bent begonnen.',
  ],
  'profile:read': [
    'Je profiel zien',
    '{app} kan je eigen naam, foto en favorieten zien, en of je thuis bent of slaapt.',
    'Na verloop van tijd vertelt dat wanneer je weg bent.',
    WHY,
  ],
  'profile:update': [
    'Je profiel wijzigen',
    '{app} kan je eigen naam en favorieten wijzigen, en op een oudere Homey ook je e-mailadres.',
    'Je staat in je Homey met een naam, favorieten of een adres die niet van jou zijn.',
    ASK,
  ],
  'presence:read': [
    'Zien wie er thuis is',
    '{app} kan zien wie er thuis is en wie er slaapt.',
    'Dat vertelt wanneer het huis leeg is.',
    HOURS,
  ],
  'presence:update': [
    'Zeggen wie er thuis is',
    '{app} kan je Homey vertellen dat iemand thuis is, weg is, slaapt of wakker is.',
    COMING_HOME,
    ASK,
  ],
  'own-presence:update': [
    'Zeggen dat jij thuis bent',
    '{app} kan je Homey vertellen dat jij thuis bent, weg bent, slaapt of wakker bent.',
    COMING_HOME,
    ASK,
  ],
  'location:read': [
    'Zien waar je woont',
    '{app} kan het adres van je huis zien, en de plek op de kaart.',
    'Samen met wie er thuis is, vertelt dat welk huis leeg is.',
    WHY,
  ],
  'location:update': [
    'Wijzigen waar je woont',
    '{app} kan het adres van je huis en de plek op de kaart wijzigen.',
    'Je Homey neemt zonsopgang en weer van een andere plek, en Flows die ze gebruiken, gaan mis.',
    'stel het adres zelf in.',
  ],
  'weather:read': [
    'Het weer zien',
    '{app} kan het weer bij je huis zien, nu en de komende uren.',
    'Het weer vertelt ongeveer in welk deel van het land je woont.',
    'laat dit weg, tenzij {app} iets met het weer doet.',
  ],
  'summary:read': [
    'Apparaten, Flows en mensen tellen',
    '{app} kan zien hoeveel apparaten, Flows en mensen je Homey heeft.',
    'Het vertelt hoe groot je huishouden is, in getallen.',
    'laat dit weg, tenzij {app} een overzicht van je huis toont.',
  ],
  'mobile:send': [
    'Spreken als telefoon',
    '{app} kan je Homey sturen wat de telefoon van iemand in huis stuurt, zoals dat die vertrok of terugkwam.',
    'Je Homey houdt het voor de telefoon, en de Flows die ernaar luisteren, starten.',
    WHY,
  ],
}
