// In Dutch: energy.
import type { DutchTable } from '../dutch-row.ts'

const HOURS = 'alleen op de dagen en uren die je kiest.'
const ASK = 'vraag het mij elke keer.'
const WHY = 'laat dit weg, tenzij je weet waarom {app} het vraagt.'

export const DUTCH_ENERGY: DutchTable = {
  'energy:read': [
    'Energieverbruik zien',
    '{app} kan zien hoeveel energie je huis en je apparaten gebruiken, nu en vroeger.',
    'Het verbruik vertelt wanneer je thuis bent, wanneer je slaapt en wanneer je weg bent.',
    HOURS,
  ],
  'energy-price:read': [
    'Energieprijzen zien',
    '{app} kan zien wat je voor stroom, gas en water betaalt.',
    '{app} kent je prijzen; er verandert niets.',
    'laat dit weg, tenzij {app} iets doet met wat energie kost.',
  ],
  'energy-price:update': [
    'Energieprijzen wijzigen',
    '{app} kan veranderen met welke prijs van stroom, gas en water je Homey rekent.',
    'Je Homey rekent verkeerde kosten uit, en Flows die op een lage prijs wachten, starten op het verkeerde uur.',
    'vul de prijzen zelf in.',
  ],
  'energy-report:update': [
    'Energierapporten wijzigen',
    '{app} kan opnieuw laten indelen hoe je dagelijkse energierapporten zijn opgebouwd, en verzonnen rapporten, bedoeld om te testen, aan- of uitzetten.',
    'Je rapporten laten iets anders zien dan wat je huis gebruikte.',
    WHY,
  ],
  'energy-report:delete': [
    'Energierapporten verwijderen',
    '{app} kan de rapporten verwijderen van wat je huis gebruikte.',
    'Wat verwijderd is, komt niet terug, en je kunt niet meer met vorig jaar vergelijken.',
    WHY,
  ],
  'phase-load:read': [
    'Grens van de zekering zien',
    '{app} kan zien hoeveel stroom je huis tegelijk mag gebruiken, zoals jij dat hebt ingesteld.',
    '{app} weet hoe zwaar je hoofdzekering is; er verandert niets.',
    'laat dit weg, tenzij {app} iets met energie doet.',
  ],
  'phase-load:update': [
    'Grens van de zekering wijzigen',
    '{app} kan veranderen hoeveel stroom je huis volgens je Homey tegelijk mag gebruiken.',
    'Met een te hoge grens waarschuwt je Homey je niet voordat de hoofdzekering doorslaat.',
    'stel de grens zelf in.',
  ],
  'energy-dongle:read': [
    'De Energy Dongle lezen',
    '{app} kan zien wat je meter aan de Energy Dongle vertelt, en hoe de dongle is ingesteld.',
    'De meter vertelt om de paar seconden wat je gebruikt, en daaraan is te zien of er iemand thuis is.',
    HOURS,
  ],
  'energy-dongle:update': [
    'De Energy Dongle wijzigen',
    '{app} kan veranderen hoe de Energy Dongle met je meter praat, en wanneer hij voor te veel verbruik waarschuwt.',
    'Met verkeerde instellingen leest de dongle je meter niet meer, of waarschuwt hij je niet meer.',
    ASK,
  ],
  'energy-dongle:command': [
    'De Energy Dongle bijwerken',
    '{app} kan de Energy Dongle opnieuw starten, zijn instellingen opnieuw laten zoeken en er nieuwe firmware op zetten.',
    'De dongle meet intussen niets, en oude firmware komt niet vanzelf terug.',
    ASK,
  ],
  'energy-dongle:report': [
    'Rapport van de Energy Dongle versturen',
    '{app} kan Athom, de maker van Homey, een rapport over de Energy Dongle sturen.',
    'Wat het rapport over je meter zegt, gaat je huis uit.',
    'verstuur het rapport zelf.',
  ],
}
