// In Dutch: what is spoken below the devices.
import type { DutchTable } from '../dutch-row.ts'

const WHY = 'laat dit weg, tenzij je weet waarom {app} het vraagt.'
const FAULT = 'laat dit weg, tenzij {app} je helpt een storing te vinden.'
const KEEPS =
  'Zolang het aanstaat, houdt je Homey bij wat er gebeurt; zolang het uit staat, is een storing niet te vinden.'
const SENDS =
  'Het logboek vertelt wanneer apparaten iets sturen, en dus wanneer er iemand thuis is.'
const anyCommand = (radio: string) =>
  `{app} kan de ${radio} elke opdracht geven, buiten de apparaten om zoals jij ze kent.`
const moves = (kind: string) =>
  `Het kan elk ${kind}-apparaat verplaatsen of kwijtmaken, ook een slot, en geen grens aan apparaten houdt dat tegen.`

export const DUTCH_RADIO: DutchTable = {
  'zigbee:read': [
    'De Zigbee-radio nakijken',
    '{app} kan zien of de Zigbee-radio van je Homey in orde is.',
    '{app} weet hoe het met de radio gaat; er verandert niets.',
    FAULT,
  ],
  'zigbee:command': [
    'De Zigbee-radio opdrachten geven',
    anyCommand('Zigbee-radio'),
    moves('Zigbee'),
    WHY,
  ],
  'zigbee:flash': [
    'Zigbee-firmware vervangen',
    '{app} kan de firmware van de Zigbee-radio opnieuw plaatsen, en het geheugen van de radio leegmaken.',
    'Met een leeg geheugen werkt geen enkel Zigbee-apparaat tot je het met de hand opnieuw koppelt.',
    'laat dit weg, tenzij de klantenservice je dit laat doen.',
  ],
  'zwave:read': [
    'De Z-Wave-regio zien',
    '{app} kan zien voor welk deel van de wereld de Z-Wave-radio is ingesteld.',
    'Het vertelt ongeveer waar je woont; er verandert niets.',
    'laat dit weg, tenzij {app} iets met Z-Wave doet.',
  ],
  'zwave:update': [
    'De Z-Wave-regio wijzigen',
    '{app} kan de Z-Wave-radio voor een ander deel van de wereld instellen.',
    'In een verkeerde regio werkt geen van je Z-Wave-apparaten.',
    'stel de regio zelf in.',
  ],
  'zwave:command': [
    'De Z-Wave-radio opdrachten geven',
    anyCommand('Z-Wave-radio'),
    moves('Z-Wave'),
    WHY,
  ],
  'zwave-log:read': [
    'Het Z-Wave-logboek lezen',
    '{app} kan lezen wat je Z-Wave-apparaten en je Homey tegen elkaar zeggen.',
    'Het logboek vertelt wanneer deuren opengaan en wanneer iemand beweegt.',
    FAULT,
  ],
  'zwave-log:update': [
    'Het Z-Wave-logboek schakelen',
    '{app} kan aan- of uitzetten dat je Homey bewaart wat Z-Wave-apparaten zeggen.',
    KEEPS,
    'schakel het zelf.',
  ],
  'ble:command': [
    'De bluetoothradio opdrachten geven',
    anyCommand('bluetoothradio'),
    moves('bluetooth'),
    WHY,
  ],
  'radio:record': [
    'Afstandsbedieningen opnemen',
    '{app} kan naar afstandsbedieningen luisteren, en de signalen bewaren.',
    'Sommige signalen zijn later opnieuw af te spelen, zoals dat van een eenvoudige garagedeur.',
    'vraag het mij elke keer.',
  ],
  'radio:send': [
    'Als afstandsbediening werken',
    '{app} kan sturen wat een afstandsbediening stuurt, bijvoorbeeld naar zonwering, een televisie of een poort.',
    'Het kan openen en schakelen wat naar afstandsbedieningen luistert, ook als je Homey het niet als apparaat kent.',
    'laat dit weg, en laat {app} alleen apparaten besturen die je kiest.',
  ],
  'radio:update': [
    'De 433MHz-radio wijzigen',
    '{app} kan wijzigen hoe de 433MHz-radio van je Homey zendt en luistert.',
    'Met verkeerde instellingen werken je zonwering, stekkers en sensoren op 433 MHz niet meer.',
    WHY,
  ],
  'bridge:read': [
    'Homey Bridges zien',
    '{app} kan je Homey Bridges zien, en het logboek van de radio’s.',
    SENDS,
    FAULT,
  ],
  'bridge:pair': [
    'Homey Bridges verbinden',
    '{app} kan een Homey Bridge met je Homey verbinden.',
    'Een bridge die niet van jou is, kan dan voor je Homey zenden en luisteren.',
    'verbind de bridge zelf.',
  ],
  'bridge:update': [
    'Homey Bridges wijzigen',
    '{app} kan wijzigen hoe de radio’s in een Homey Bridge werken, en hoeveel ze in het logboek schrijven.',
    'Met verkeerde instellingen werken de apparaten achter de bridge niet meer.',
    WHY,
  ],
  'satellite:read': [
    'Het logboek van satellieten lezen',
    '{app} kan het logboek lezen van de satellieten, de kastjes die het bereik van je Homey vergroten.',
    SENDS,
    FAULT,
  ],
  'satellite:update': [
    'Het logboek van satellieten schakelen',
    '{app} kan aan- of uitzetten dat de satellieten, de kastjes die het bereik van je Homey vergroten, opschrijven wat ze doen.',
    KEEPS,
    'schakel het zelf.',
  ],
}
