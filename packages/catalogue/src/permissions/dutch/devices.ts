// In Dutch: devices.
import type { DutchTable } from '../dutch-row.ts'

const CHOSEN = 'alleen de apparaten die je kiest.'
const PAIRING = 'laat dit weg, tenzij {app} je helpt apparaten te koppelen.'

export const DUTCH_DEVICES: DutchTable = {
  'device:read': [
    'Apparaten zien',
    '{app} kan je apparaten zien, hun instellingen zonder wachtwoorden, en of ze aan, open of warm zijn.',
    '{app} weet wat je hebt en hoe het ervoor staat; er verandert niets.',
    'alleen de kamers die je kiest.',
  ],
  'device:control': [
    'Apparaten besturen',
    '{app} kan je apparaten schakelen, dimmen en instellen, maar geen sloten, garagedeuren, alarmen en sirenes.',
    'Dat kan op elk moment, ook als je weg bent of slaapt.',
    'alleen de apparaten of kamers die je kiest.',
  ],
  'security-device:control': [
    'Sloten en alarmen besturen',
    '{app} kan ook de apparaten besturen die je huis bewaken: {devices}.',
    'Het kan deze apparaten op elk moment openen, sluiten, aan- en uitzetten, ook als je weg bent of slaapt.',
    'vraag het mij elke keer voor {devices}.',
  ],
  'device:update': [
    'Apparaten hernoemen en verplaatsen',
    '{app} kan de naam, de kamer, het pictogram en de notitie van je apparaten wijzigen, en ze verbergen.',
    'Een apparaat dat in een andere kamer wordt gezet, doet mee met wat Flows met die kamer doen.',
    CHOSEN,
  ],
  'device:delete': [
    'Apparaten verwijderen',
    '{app} kan apparaten van je Homey verwijderen.',
    'Een verwijderd apparaat moet je met de hand opnieuw koppelen, en Flows die het gebruiken werken niet meer.',
    'vraag het mij elke keer.',
  ],
  'device-settings:read': [
    'Instellingen van apparaten zien',
    '{app} kan de instellingen van je apparaten zien, zonder de wachtwoorden.',
    'Instellingen vertellen hoe je apparaten zijn ingesteld, en vaak waar ze in je netwerk staan.',
    'alleen de instellingen van de apparaten die je kiest.',
  ],
  'device-secret:read': [
    'Wachtwoorden van apparaten zien',
    '{app} kan ook de wachtwoorden in de instellingen van je apparaten zien.',
    '{app} kan die buiten je huis gebruiken, en dat zie je hier niet.',
    'instellingen zonder wachtwoorden.',
  ],
  'device-settings:update': [
    'Instellingen van apparaten wijzigen',
    '{app} kan de instellingen van je apparaten wijzigen.',
    'Hiermee kan {app} codes veranderen, alarmen en grenzen uitzetten of gegevens van een apparaat ergens anders heen sturen.',
    'alleen de instellingen van de apparaten die je kiest.',
    'Sommige apps voeren uit wat in de instellingen van hun apparaten staat, zoals een opdracht, en doen daarmee alles wat je Homey zo’n app laat doen.',
  ],
  'device-group:create': [
    'Groepen van apparaten maken',
    '{app} kan apparaten samen in een groep zetten, zodat ze als één apparaat werken.',
    'Wie de groep schakelt, schakelt elk apparaat erin.',
    'alleen met apparaten die je kiest.',
  ],
  'device-group:update': [
    'Groepen van apparaten wijzigen',
    '{app} kan een groep een andere naam geven, en er apparaten in zetten of uit halen.',
    'Wat de groep schakelt, zoals een Flow, schakelt voortaan andere apparaten.',
    'alleen de groepen die je kiest.',
  ],
  'driver:read': [
    'Soorten apparaten zien',
    '{app} kan zien welke soorten apparaten je Homey kan koppelen.',
    'De lijst vertelt van welke merken je apps hebt.',
    PAIRING,
  ],
  'pair-session:read': [
    'Zien wat er gekoppeld wordt',
    '{app} kan zien welke apparaten op dit moment gekoppeld worden.',
    'Terwijl je een apparaat koppelt, weet {app} welk.',
    PAIRING,
  ],
  'pair-session:create': [
    'Nieuwe apparaten koppelen',
    '{app} kan nieuwe apparaten met je Homey verbinden, en de apparaten die je hebt opnieuw instellen.',
    'Een apparaat dat je niet hebt gekozen, doet mee in je huis, en blijft als je de toegang intrekt.',
    'alleen toevoegen, niet verwijderen; stop na een uur.',
    'Koppelen stuurt een app op je Homey wat {app} maar wil, en een app met het recht om elk apparaat te besturen kan dat uitvoeren.',
  ],
  'icon:read': [
    'Pictogrammen zien',
    '{app} kan de pictogrammen van je apparaten en apps zien.',
    'Een pictogram laat zien wat voor ding je hebt, en verder niets.',
    'laat dit weg: {app} toont je apparaten dan zonder pictogrammen.',
  ],
}
