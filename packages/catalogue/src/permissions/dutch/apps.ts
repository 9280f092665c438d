// In Dutch: programs on the hub.
import type { DutchTable } from '../dutch-row.ts'

const CHOSEN = 'alleen de apps die je kiest.'
const DEVELOPERS = 'laat dit weg, tenzij je zelf apps ontwikkelt.'
const SCRIPT = 'laat dit weg, en zet het script in een Flow die {app} mag starten.'
const PAST =
  'Zo’n programma blijft werken als je de toegang van {app} intrekt, en Latchkey ziet niet wat het doet.'

export const DUTCH_APPS: DutchTable = {
  'app:read': [
    'Apps zien',
    '{app} kan zien welke apps er op je Homey staan, en of ze draaien.',
    'De lijst verraadt welke merken en diensten je gebruikt; er verandert niets.',
    CHOSEN,
  ],
  'app:install': [
    'Apps installeren',
    '{app} kan nieuwe programma’s op je Homey zetten.',
    PAST,
    'installeer de app zelf.',
    'Een app kan na installatie het recht hebben om elk apparaat te besturen en de instellingen van elke app te wijzigen, buiten Latchkey om.',
  ],
  'app:enable': [
    'Apps aan- en uitzetten',
    '{app} kan de apps op je Homey aan- of uitzetten.',
    'Zolang een app uit staat, reageren de apparaten ervan niet en werken Flows die de app gebruiken niet meer.',
    CHOSEN,
  ],
  'app:restart': [
    'Apps opnieuw starten',
    '{app} kan de apps op je Homey opnieuw starten.',
    'De apparaten van een app reageren niet tot de app weer draait.',
    CHOSEN,
  ],
  'app:report': [
    'Foutmeldingen versturen',
    '{app} kan de maker van een app melden wat er misging, in eigen woorden.',
    'Wat {app} in die melding schrijft, gaat je huis uit.',
    'verstuur de melding zelf.',
  ],
  'app:uninstall': [
    'Apps verwijderen',
    '{app} kan apps van je Homey verwijderen.',
    'De apparaten van een verwijderde app werken niet meer, en de Flows die ze gebruiken ook niet.',
    'verwijder de app zelf.',
  ],
  'app-settings:read': [
    'Instellingen van apps lezen',
    '{app} kan de instellingen van je apps lezen, met de wachtwoorden en inloggegevens die ze daar bewaren, bijvoorbeeld voor {apps}.',
    '{app} kan die buiten je huis gebruiken, en dat zie je hier niet.',
    'alleen de instellingen van de apps die je kiest.',
  ],
  'app-settings:update': [
    'Instellingen van apps wijzigen',
    '{app} kan de instellingen van je apps wijzigen.',
    'Hiermee kan {app} codes veranderen, alarmen en grenzen uitzetten of gegevens van een app ergens anders heen sturen.',
    'alleen de instellingen van de apps die je kiest.',
    'HomeyScript bewaart zijn scripts in zijn instellingen; wie die wijzigt, schrijft dus een script, en dat kan bijna alles wat je Homey kan.',
  ],
  'app-api:call': [
    'Met je apps praten',
    '{app} kan de apps op je Homey alles laten doen wat ze andere programma’s aanbieden.',
    'Elke app bepaalt zelf wat dat is, en Latchkey ziet niet wat een vraag aan een app teweegbrengt.',
    CHOSEN,
    'Sommige apps hebben het recht om elk apparaat te besturen en de instellingen van elke app te wijzigen; een app die doorgeeft wat hem gevraagd wordt, geeft {app} datzelfde recht.',
  ],
  'auto-update:read': [
    'Automatische updates zien',
    '{app} kan zien of je Homey zichzelf bijwerkt.',
    '{app} weet of updates vanzelf komen; er verandert niets.',
    'laat dit weg, tenzij {app} op je updates let.',
  ],
  'auto-update:update': [
    'Automatische updates wijzigen',
    '{app} kan kiezen of je Homey en de apps erop zichzelf bijwerken.',
    'Zonder updates worden fouten die je Homey onveilig maken niet hersteld.',
    'vraag het mij elke keer.',
  ],
  'homeyscript:read': [
    'Scripts lezen',
    '{app} kan je scripts in HomeyScript lezen.',
    'Een script vertelt hoe je huis werkt, met elk wachtwoord dat iemand erin heeft geschreven.',
    'alleen de scripts die je kiest.',
  ],
  'homeyscript:create': [
    'Nieuwe scripts schrijven',
    '{app} kan nieuwe scripts schrijven: kleine programma’s die bijna alles kunnen wat je Homey kan.',
    '{app} kan er een achterlaten dat later pas iets doet, ook nadat je de toegang hebt ingetrokken.',
    SCRIPT,
    'Zodra een Flow of iemand thuis het script uitvoert, kan het bijna alles wat je Homey kan.',
  ],
  'homeyscript:update': [
    'Scripts wijzigen',
    '{app} kan je scripts wijzigen: kleine programma’s die bijna alles kunnen wat je Homey kan.',
    'Een script dat je Flows uitvoeren, doet voortaan iets anders, ook nadat je de toegang hebt ingetrokken.',
    SCRIPT,
    'Een script dat je Flows al uitvoeren, krijgt andere code, en die kan bijna alles wat je Homey kan.',
  ],
  'homeyscript:run': [
    'Scripts uitvoeren',
    '{app} kan je scripts uitvoeren en ook scripts die het zelf meebrengt, en een script kan bijna alles wat je Homey kan.',
    'Dat kan op elk moment, en wat een script verandert, blijft veranderd.',
    SCRIPT,
    '{app} kan met de opdracht een eigen programma meesturen, en dat kan bijna alles wat je Homey kan.',
  ],
  'homeyscript:delete': [
    'Scripts verwijderen',
    '{app} kan je scripts in HomeyScript verwijderen.',
    'Flows die een verwijderd script uitvoeren, werken niet meer.',
    'alleen scripts die het zelf heeft gemaakt.',
  ],
  'devkit:read': [
    'Meelezen met ontwikkelaars',
    '{app} kan zien wat een app in ontwikkeling opschrijft, en hoe hard die werkt.',
    'Zulke aantekeningen laten zien wat de app doet, en soms een wachtwoord.',
    DEVELOPERS,
  ],
  'devkit:install': [
    'Apps van ontwikkelaars installeren',
    '{app} kan elk programma op je Homey zetten, ook een waar niemand bij Athom, de maker van Homey, naar heeft gekeken.',
    PAST,
    'installeer apps zelf uit de Homey App Store.',
    'Een app die zo wordt geïnstalleerd, kan het recht hebben om elk apparaat te besturen en de instellingen van elke app te wijzigen, buiten Latchkey om.',
  ],
  'devkit:stop': [
    'Apps van ontwikkelaars verwijderen',
    '{app} kan de apps stoppen en verwijderen die een ontwikkelaar op je Homey heeft gezet.',
    'De apparaten van zo’n app werken niet meer, en de Flows die ze gebruiken ook niet.',
    DEVELOPERS,
  ],
  'cloud-callback:send': [
    'Spreken als internetdienst',
    '{app} kan de apps op je Homey iets vertellen uit naam van een internetdienst, bijvoorbeeld dat iemand heeft ingelogd.',
    'Een app neemt dat voor waar aan: die start Flows, of gaat verder met het account van een ander.',
    'laat dit weg, tenzij je weet waarom {app} het vraagt.',
  ],
}
