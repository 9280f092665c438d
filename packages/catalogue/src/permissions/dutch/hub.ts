// In Dutch: the hub itself.
import type { DutchTable } from '../dutch-row.ts'

const ASK = 'vraag het mij elke keer.'
const WHY = 'laat dit weg, tenzij je weet waarom {app} het vraagt.'
const SUPPORT = 'laat dit weg, tenzij de klantenservice je dit laat doen.'
const UPDATES = 'laat dit weg, tenzij {app} op je updates let.'
const DEVELOPERS = 'laat dit weg, tenzij je zelf apps ontwikkelt.'

export const DUTCH_HUB: DutchTable = {
  'system:read': [
    'Je Homey zien',
    '{app} kan de naam en versie van je Homey zien, het netwerk, en hoe vol hij is.',
    '{app} weet welke Homey je hebt en hoe het ermee gaat; er verandert niets.',
    'laat dit weg, tenzij {app} in de gaten houdt hoe het met je Homey gaat.',
  ],
  'system-name:update': [
    'Je Homey hernoemen',
    '{app} kan je Homey een andere naam geven.',
    'In een lijst met Homeys weet je niet meer welke de jouwe is.',
    ASK,
  ],
  'system:reboot': [
    'Je Homey herstarten',
    '{app} kan je Homey herstarten, ook in een stand waarin hij op herstel of een update wacht.',
    'Je huis doet niets tot je Homey terug is, en uit die stand moet je hem soms zelf halen.',
    ASK,
  ],
  'system-log:send': [
    'Het logboek van Homey versturen',
    '{app} kan het logboek van je Homey naar Athom, de maker van Homey, sturen.',
    'Wat het logboek over je huis zegt, gaat je huis uit.',
    'verstuur het logboek zelf.',
  ],
  'system-debug:run': [
    'Het geheugen van Homey onderzoeken',
    '{app} kan je Homey zichzelf laten meten, zijn geheugen laten opruimen en zijn geheugen naar een bestand laten schrijven.',
    'Je Homey wordt intussen traag of staat stil, en in zijn geheugen staan wachtwoorden en inloggegevens.',
    SUPPORT,
    'In wat je Homey van zijn geheugen opschrijft, staan zijn sleutels, en wie dat bestand kan lezen, heeft ze.',
  ],
  'system-debug:update': [
    'Het logboek van Homey wijzigen',
    '{app} kan kiezen hoeveel je Homey opschrijft van wat hij doet.',
    'Je Homey bewaart meer over je huis dan je gewend bent, en wordt trager.',
    SUPPORT,
  ],
  'language:read': [
    'De taal zien',
    '{app} kan de taal van je Homey zien, en of hij meters of mijlen gebruikt.',
    '{app} weet welke taal je spreekt; er verandert niets.',
    'laat dit weg: {app} vraagt je dan zelf naar je taal.',
  ],
  'language:update': [
    'De taal wijzigen',
    '{app} kan de taal van je Homey wijzigen, en of hij meters of mijlen gebruikt.',
    'Je Homey praat tegen je in een taal of in eenheden die je niet kent.',
    'stel de taal zelf in.',
  ],
  'update:read': [
    'Updates zien',
    '{app} kan zien of er updates voor je Homey zijn, en wat er nieuw in is.',
    '{app} weet of je Homey is bijgewerkt; er verandert niets.',
    UPDATES,
  ],
  'update:install': [
    'Updates installeren',
    '{app} kan een update van je Homey installeren, of er een stoppen.',
    'Je huis doet niets tijdens een update, en de oude versie komt niet terug.',
    ASK,
  ],
  'update:mark-read': [
    'Nieuws als gelezen markeren',
    '{app} kan wat er nieuw is in je Homey als gelezen markeren.',
    'Je krijgt niet te zien wat er nieuw is.',
    ASK,
  ],
  'update-settings:read': [
    'Instellingen van updates zien',
    '{app} kan zien of je Homey testversies krijgt, en welke updates hij je meldt.',
    '{app} weet hoe je updates zijn ingesteld; er verandert niets.',
    UPDATES,
  ],
  'update-settings:update': [
    'Instellingen van updates wijzigen',
    '{app} kan kiezen of je Homey testversies krijgt, en welke updates hij je meldt.',
    'In een testversie zitten fouten, en door zo’n fout kan je huis niet meer werken.',
    ASK,
  ],
  'backup:read': [
    'Instellingen van back-ups zien',
    '{app} kan zien of je Homey zelf back-ups maakt, en wanneer hij de laatste maakte.',
    '{app} weet of er een back-up is, niet wat erin staat.',
    'laat dit weg, tenzij {app} op je back-ups let.',
  ],
  'backup:create': [
    'Back-ups maken',
    '{app} kan je Homey een back-up laten maken.',
    'Je Homey is intussen bezig, en de back-up staat buiten je huis, bij Athom.',
    ASK,
  ],
  'backup:update': [
    'Instellingen van back-ups wijzigen',
    '{app} kan automatische back-ups aan- of uitzetten, en veranderen wanneer de laatste lijkt te zijn gemaakt.',
    'Zonder back-up moet je alles met de hand opnieuw instellen als je Homey stukgaat.',
    ASK,
  ],
  'database:optimize': [
    'De opslag van Homey opruimen',
    '{app} kan je Homey laten opruimen wat hij heeft opgeslagen.',
    'Je Homey staat intussen stil.',
    ASK,
  ],
  'experiment:read': [
    'Experimenten zien',
    '{app} kan zien welke experimenten je Homey heeft, en welke aanstaan.',
    '{app} weet welke onaffe functies je gebruikt; er verandert niets.',
    WHY,
  ],
  'experiment:update': [
    'Experimenten aan- en uitzetten',
    '{app} kan experimenten aan- en uitzetten: functies van je Homey die nog niet af zijn.',
    'Een onaffe functie maakt je Homey minder stabiel, en een functie die je gebruikt, stopt als ze wordt uitgezet.',
    'zet het experiment zelf aan of uit.',
    'Een van de experimenten is SSH, een weg naar het binnenste van je Homey, buiten Latchkey om.',
  ],
  'wifi:update': [
    'Wifi aan- en uitzetten',
    '{app} kan de wifi van je Homey aan- of uitzetten.',
    'Zonder wifi of kabel kan niemand je Homey nog bereiken, jij ook niet.',
    ASK,
  ],
  'forwarded-port:read': [
    'De poort naar buiten zien',
    '{app} kan de poort zien waarlangs je Homey rechtstreeks van buiten je huis te bereiken is.',
    'Met je internetadres vertelt de poort een vreemde op welke deur hij moet kloppen.',
    WHY,
  ],
  'forwarded-port:update': [
    'De poort naar buiten wijzigen',
    '{app} kan de poort wijzigen waarlangs apps je Homey rechtstreeks van buiten je huis zoeken.',
    'Met een verkeerde poort werkt de rechtstreekse weg van buiten naar je Homey niet meer.',
    'stel de poort zelf in.',
  ],
  'usb-mode:read': [
    'De USB-stand zien',
    '{app} kan zien voor welk soort computer de USB-poort van je Homey is ingesteld.',
    '{app} weet hoe de USB-poort is ingesteld; er verandert niets.',
    DEVELOPERS,
  ],
  'usb-mode:update': [
    'De USB-stand wijzigen',
    '{app} kan de USB-poort van je Homey voor een soort computer instellen.',
    'Wie met een computer en een kabel naast je Homey staat, komt er dichterbij dan via wifi.',
    DEVELOPERS,
    'De USB-poort is een weg naar je Homey die niet langs Latchkey gaat, voor wie er met een computer naast staat.',
  ],
}
