// In Dutch: what a home remembers.
import type { DutchTable } from '../dutch-row.ts'

const DEVICES = 'alleen de apparaten die je kiest.'
const ASK = 'vraag het mij elke keer.'

export const DUTCH_HISTORY: DutchTable = {
  'timeline:read': [
    'De tijdlijn lezen',
    '{app} kan de berichten in je tijdlijn lezen.',
    'Ze vertellen wat er in huis gebeurde en wanneer, zoals wie er kwam en ging.',
    'alleen berichten van de apparaten die je kiest.',
  ],
  'timeline:mark-read': [
    'Berichten als gelezen markeren',
    '{app} kan berichten in je tijdlijn als gelezen markeren.',
    'Een bericht dat je niet hebt gezien, lijkt gezien.',
    ASK,
  ],
  'timeline:delete': [
    'Berichten uit de tijdlijn verwijderen',
    '{app} kan berichten uit je tijdlijn verwijderen.',
    'Een bericht dat je nog niet hebt gezien, bijvoorbeeld over lekkage, is weg.',
    ASK,
  ],
  'timeline-settings:read': [
    'Instellingen van de tijdlijn zien',
    '{app} kan zien welke apparaten en apps in je tijdlijn schrijven, en welke een bericht naar je telefoon sturen.',
    '{app} weet waarvan je bericht krijgt; er verandert niets.',
    'laat dit weg, tenzij {app} je helpt de tijdlijn in te stellen.',
  ],
  'timeline-settings:update': [
    'Instellingen van de tijdlijn wijzigen',
    '{app} kan kiezen welke apparaten en apps in je tijdlijn schrijven, en welke een bericht naar je telefoon sturen.',
    'Een waarschuwing waar je op rekent, bijvoorbeeld bij rook, bereikt je telefoon niet meer.',
    DEVICES,
  ],
  'insights:read': [
    'Inzichten zien',
    '{app} kan zien wat je apparaten over uren, maanden en jaren hebben gemeten.',
    'De grafieken vertellen wanneer je thuis bent, wanneer je slaapt en wanneer je weg bent.',
    DEVICES,
  ],
  'insights:update': [
    'Inzichten wijzigen',
    '{app} kan de eigenschappen van een grafiek in inzichten wijzigen, zoals de naam.',
    'Je ziet een grafiek aan voor iets wat hij niet is.',
    DEVICES,
  ],
  'insights:delete': [
    'Inzichten verwijderen',
    '{app} kan verwijderen wat je apparaten tot nu toe hebben gemeten.',
    'Wat verwijderd is, komt niet terug, en je grafieken beginnen weer bij niets.',
    DEVICES,
  ],
  'report:read': [
    'Maandrapporten lezen',
    '{app} kan het rapport lezen dat je Homey van elke maand maakt.',
    'Het rapport vertelt hoe je je huis die maand hebt gebruikt.',
    'laat dit weg, tenzij je weet waarom {app} het vraagt.',
  ],
}
