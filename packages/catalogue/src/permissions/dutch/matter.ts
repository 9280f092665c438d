// In Dutch: Matter and Thread.
import type { DutchTable } from '../dutch-row.ts'

const ASK = 'vraag het mij elke keer.'
const WHY = 'laat dit weg, tenzij je weet waarom {app} het vraagt.'
const FAULT = 'laat dit weg, tenzij {app} je helpt een storing te vinden.'

export const DUTCH_MATTER: DutchTable = {
  'matter:read': [
    'Matter-apparaten zien',
    '{app} kan je Matter-apparaten tot in detail zien: hoe ze ervoor staan, hun netwerk, en wie ze nog meer bestuurt.',
    '{app} weet wat je hebt en hoe het verbonden is; er verandert niets.',
    'laat dit weg: {app} ziet je apparaten ook zonder dit.',
  ],
  'matter:ping': [
    'Matter-apparaten oproepen',
    '{app} kan een Matter-apparaat oproepen, om te zien of het antwoordt.',
    'Een apparaat dat de hele tijd wordt opgeroepen, heeft zijn batterij snel leeg.',
    ASK,
  ],
  'matter:diagnose': [
    'Matter-apparaten onderzoeken',
    '{app} kan opzoeken waar een Matter-apparaat in je netwerk zit, en laten rapporteren hoe het ermee gaat.',
    'Je netwerk en het apparaat hebben intussen werk, en het rapport vertelt hoe ze verbonden zijn.',
    FAULT,
  ],
  'matter:update': [
    'Matter-apparaten opnieuw lezen',
    '{app} kan je Homey een Matter-apparaat helemaal opnieuw laten lezen.',
    'Het apparaat antwoordt intussen soms traag.',
    ASK,
  ],
  'matter:share': [
    'Matter-apparaten delen',
    '{app} kan een Matter-apparaat een tijdje openzetten, zodat een ander systeem het ook kan besturen.',
    'Dat andere systeem blijft het besturen als je de toegang intrekt, buiten je Homey om.',
    'deel het apparaat zelf.',
  ],
  'matter:delete': [
    'Matter-apparaten verwijderen',
    '{app} kan een Matter-apparaat verwijderen, of het afnemen van een ander systeem dat het ook bestuurt.',
    'Een verwijderd apparaat moet je met de hand opnieuw koppelen, en Flows die het gebruiken werken niet meer.',
    'verwijder het apparaat zelf.',
  ],
  'matter-firmware:install': [
    'Matter-apparaten bijwerken',
    '{app} kan de nieuwste firmware op een Matter-apparaat zetten.',
    'Het apparaat doet intussen niets, en de oude firmware komt niet terug.',
    ASK,
  ],
  'matter-trust:read': [
    'Vertrouwde Matter-makers zien',
    '{app} kan zien welke makers van Matter-apparaten je Homey vertrouwt.',
    '{app} weet welke apparaten je Homey binnenlaat; er verandert niets.',
    'laat dit weg, tenzij {app} iets met Matter doet.',
  ],
  'matter-trust:update': [
    'Vertrouwde Matter-makers wijzigen',
    '{app} kan wijzigen welke makers van Matter-apparaten je Homey vertrouwt.',
    'Je Homey laat dan een apparaat binnen dat niet is wat het zegt te zijn.',
    WHY,
  ],
  'thread:read': [
    'Het Thread-netwerk zien',
    '{app} kan zien hoe je Thread-apparaten met elkaar verbonden zijn.',
    '{app} weet hoe het netwerk in elkaar zit; er verandert niets.',
    FAULT,
  ],
  'thread:update': [
    'Het Thread-netwerk schakelen',
    '{app} kan het Thread-netwerk van je Homey aan- of uitzetten, of opnieuw opbouwen.',
    'Zolang het uit staat, doen je Thread-apparaten niets, en in een nieuw opgebouwd netwerk zitten ze niet meer.',
    WHY,
  ],
  'thread:command': [
    'De Thread-radio opdrachten geven',
    '{app} kan de Thread-radio elke opdracht geven, buiten de apparaten om zoals jij ze kent.',
    'Het kan de sleutel van het netwerk zien, anderen toelaten en je Thread-apparaten eruit gooien.',
    WHY,
  ],
  'thread-dataset:read': [
    'De Thread-sleutel zien',
    '{app} kan de sleutel van je Thread-netwerk zien.',
    'Wie de sleutel heeft en dicht bij je huis is, kan op dat netwerk komen en meeluisteren.',
    WHY,
  ],
  'thread-dataset:update': [
    'De Thread-sleutel wijzigen',
    '{app} kan je Homey op een ander Thread-netwerk zetten, met een andere sleutel.',
    'Je Thread-apparaten werken niet meer, of zitten op een netwerk waarvan een ander de sleutel kent.',
    WHY,
  ],
  'border-router:read': [
    'Thread-borderrouters zien',
    '{app} kan zien welke kastjes in huis Thread-apparaten met je netwerk verbinden.',
    '{app} weet welke van die kastjes je hebt; er verandert niets.',
    FAULT,
  ],
}
