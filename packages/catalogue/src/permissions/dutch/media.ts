// In Dutch: what is seen and heard.
import type { DutchTable } from '../dutch-row.ts'

const ASK = 'vraag het mij elke keer.'
const LOUD = 'Je Homey laat zich op elk moment horen, ook ’s nachts.'

export const DUTCH_MEDIA: DutchTable = {
  'camera:watch': [
    'Meekijken met camera’s',
    '{app} kan op elk moment meekijken met je camera’s, en bewaren wat het ziet: {devices}.',
    'Het ziet wie er is, en een kopie krijg je niet meer terug.',
    'alleen de camera’s die je kiest; vraag het mij elke keer.',
  ],
  'image:read': [
    'Foto’s zien',
    '{app} kan de beelden zien die je apparaten bewaren, zoals het laatste van een deurbel.',
    'Ze laten zien wie er was, en een kopie krijg je niet meer terug.',
    'alleen de apparaten die je kiest.',
  ],
  'speech:read': [
    'Instellingen van de stem zien',
    '{app} kan zien met welke stem je Homey spreekt, en hoe snel.',
    '{app} weet hoe je Homey klinkt; er verandert niets.',
    'laat dit weg, tenzij {app} iets met de stem doet.',
  ],
  'speech:update': [
    'De stem wijzigen',
    '{app} kan wijzigen met welke stem je Homey spreekt en hoe snel, en stemmen toevoegen of verwijderen.',
    'Je Homey spreekt zo snel, of met zo’n stem, dat je hem niet verstaat.',
    ASK,
  ],
  'speech:play': [
    'Een stem laten horen',
    '{app} kan je Homey een voorbeeld van een stem laten afspelen.',
    LOUD,
    ASK,
  ],
  'speech:say': [
    'In huis spreken',
    '{app} kan je Homey alles hardop laten zeggen.',
    'Het kan ’s nachts spreken, of iets zeggen waar een spraakassistent in de kamer naar luistert.',
    ASK,
  ],
  'audio:read': [
    'Het volume zien',
    '{app} kan zien hoe hard je Homey staat.',
    '{app} weet hoe hard je Homey staat; er verandert niets.',
    'laat dit weg, tenzij {app} iets met geluid doet.',
  ],
  'audio:update': [
    'Het volume wijzigen',
    '{app} kan instellen hoe hard je Homey staat.',
    'Je Homey kan zo hard staan dat hij je wekt, of zo zacht dat je een waarschuwing mist.',
    ASK,
  ],
  'audio:play': [
    'Een kort geluid afspelen',
    '{app} kan je Homey het korte geluid laten afspelen waaraan je hoort hoe hard hij staat.',
    LOUD,
    ASK,
  ],
  'led-ring:read': [
    'De ledring zien',
    '{app} kan zien hoe de ledring van je Homey is ingesteld.',
    '{app} weet hoe fel de ring is en wat hij toont; er verandert niets.',
    'laat dit weg, tenzij {app} iets met de ledring doet.',
  ],
  'led-ring:update': [
    'De ledring wijzigen',
    '{app} kan wijzigen hoe fel de ledring van je Homey is, en wat hij toont als er niets gebeurt.',
    'De ledring schijnt ’s nachts, of blijft donker als je hem wilt zien.',
    ASK,
  ],
  'led-ring:animate': [
    'De ledring laten bewegen',
    '{app} kan de ledring van je Homey kleuren en bewegingen laten tonen.',
    'De ledring kan op elk moment oplichten, ook ’s nachts.',
    ASK,
  ],
  'google-sync:read': [
    'Koppeling met Google Assistent zien',
    '{app} kan zien of je Homey met Google Assistent werkt.',
    '{app} weet of Google Assistent je huis kent; er verandert niets.',
    'laat dit weg, tenzij {app} iets met Google Assistent doet.',
  ],
  'google-sync:update': [
    'Koppeling met Google Assistent wijzigen',
    '{app} kan Google Assistent voor je Homey aan- of uitzetten, en kiezen welke apparaten die kent.',
    'Een apparaat dat je bij Google Assistent weghield, zoals een slot, is dan met de stem te gebruiken.',
    ASK,
  ],
  'google-pin:read': [
    'De pincode van Google zien',
    '{app} kan de pincode zien waar Google Assistent om vraagt, bijvoorbeeld voordat een slot opengaat.',
    'Wie de pincode kent en tegen Google Assistent kan praten, opent wat erachter zit.',
    'laat dit weg, tenzij je weet waarom {app} het vraagt.',
  ],
  'google-pin:update': [
    'De pincode van Google wijzigen',
    '{app} kan de pincode wijzigen of weghalen waar Google Assistent om vraagt, bijvoorbeeld voordat een slot opengaat.',
    'De pincode die jij kent, werkt niet meer, en wie de nieuwe koos, kan die gebruiken.',
    'stel de pincode zelf in.',
  ],
}
