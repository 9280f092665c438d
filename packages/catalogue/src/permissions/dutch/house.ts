// In Dutch: zones, moods, variables, dashboards and alarm clocks.
import type { DutchTable } from '../dutch-row.ts'

const ASK = 'vraag het mij elke keer.'
const ZONES = 'alleen de zones die je kiest.'
const MOODS = 'alleen de sferen die je kiest.'
const VARIABLES = 'alleen de variabelen die je kiest.'
const DASHBOARDS = 'alleen de dashboards die je kiest.'
const SHOWS = 'laat dit weg, tenzij {app} dashboards toont.'

export const DUTCH_HOUSE: DutchTable = {
  'zone:read': [
    'Zones zien',
    '{app} kan de zones van je huis zien, zoals verdiepingen en kamers, en in welke er iets beweegt.',
    '{app} weet hoe je huis is ingedeeld; er verandert niets.',
    ZONES,
  ],
  'zone:create': [
    'Zones maken',
    '{app} kan zones aan je huis toevoegen, zoals een kamer.',
    'Je lijst met zones wordt langer; in je huis beweegt er niets.',
    ASK,
  ],
  'zone:update': [
    'Zones wijzigen',
    '{app} kan de naam en het pictogram van een zone wijzigen, en een zone onder een andere zetten.',
    'Een zone die onder een andere wordt gezet, doet mee met wat Flows met die andere doen.',
    ZONES,
  ],
  'zone:move': [
    'Naar gedeelde kamers verplaatsen',
    '{app} kan apparaten en zones verplaatsen naar waar andere apps, die een kamer kregen, erbij kunnen.',
    'Een app die je één kamer gaf, kan bij meer van je huis zonder dat je daarvoor hebt gekozen.',
    'laat het alleen verplaatsen waar geen andere app daardoor bij kan.',
    'Bij een apparaat dat in een kamer wordt gezet, kan elke app die deze kamer kreeg.',
  ],
  'zone:delete': [
    'Zones verwijderen',
    '{app} kan zones uit je huis verwijderen.',
    'Flows die een verwijderde zone gebruiken, werken niet meer.',
    ASK,
  ],
  'mood:read': [
    'Sferen zien',
    '{app} kan je sferen zien, en hoe ze je lampen zetten.',
    '{app} weet welk licht je prettig vindt; er verandert niets.',
    MOODS,
  ],
  'mood:create': [
    'Sferen maken',
    '{app} kan nieuwe sferen maken.',
    'Een nieuwe sfeer blijft in je lijst staan, en doet niets tot hij wordt ingesteld.',
    'alleen sferen met de lampen die je kiest.',
  ],
  'mood:update': [
    'Sferen wijzigen',
    '{app} kan je sferen wijzigen: hun namen, en hoe ze je lampen zetten.',
    'Een sfeer die jij of een Flow instelt, verlicht je huis anders dan je bedoelde.',
    MOODS,
  ],
  'mood:set': [
    'Sferen instellen',
    '{app} kan een sfeer instellen, en de lampen erin veranderen mee.',
    'Je lampen kunnen op elk moment aan- of uitgaan, ook als je slaapt.',
    MOODS,
  ],
  'mood:delete': [
    'Sferen verwijderen',
    '{app} kan je sferen verwijderen.',
    'Flows die een verwijderde sfeer instellen, werken niet meer.',
    'alleen sferen die het zelf heeft gemaakt.',
  ],
  'variable:read': [
    'Variabelen zien',
    '{app} kan je variabelen zien, en wat erin staat.',
    'In een variabele staat wat je erin zet, zoals een code of dat je op vakantie bent.',
    VARIABLES,
  ],
  'variable:create': [
    'Variabelen maken',
    '{app} kan nieuwe variabelen maken.',
    'Een nieuwe variabele blijft in je lijst staan, en doet niets tot een Flow hem gebruikt.',
    ASK,
  ],
  'variable:update': [
    'Variabelen wijzigen',
    '{app} kan de naam van een variabele wijzigen, en wat erin staat.',
    'Flows die naar de variabele luisteren, starten, en Flows die hem gebruiken, doen iets anders.',
    VARIABLES,
  ],
  'variable:delete': [
    'Variabelen verwijderen',
    '{app} kan je variabelen verwijderen.',
    'Flows die een verwijderde variabele gebruiken, werken niet meer.',
    'alleen variabelen die het zelf heeft gemaakt.',
  ],
  'dashboard:read': [
    'Dashboards zien',
    '{app} kan je dashboards zien, en welke widgets erop staan.',
    '{app} weet wat je graag in beeld hebt; er verandert niets.',
    DASHBOARDS,
  ],
  'dashboard:create': [
    'Dashboards maken',
    '{app} kan nieuwe dashboards maken.',
    'Je lijst met dashboards wordt langer; in je huis beweegt er niets.',
    ASK,
  ],
  'dashboard:update': [
    'Dashboards wijzigen',
    '{app} kan de naam van een dashboard en de widgets erop wijzigen.',
    'Waar je een knop had, zit een andere, of geen.',
    DASHBOARDS,
  ],
  'dashboard:delete': [
    'Dashboards verwijderen',
    '{app} kan je dashboards verwijderen.',
    'Een verwijderd dashboard is ook weg van het scherm aan je muur, en moet met de hand opnieuw worden gemaakt.',
    'alleen dashboards die het zelf heeft gemaakt.',
  ],
  'widget:read': [
    'Beschikbare widgets zien',
    '{app} kan zien welke widgets je apps aanbieden, en wat je erop kunt kiezen.',
    'De widgets en hun lijsten laten zien welke apps je hebt, en wat erin zit.',
    'laat dit weg, tenzij {app} dashboards maakt.',
  ],
  'widget-store:read': [
    'Zien wat widgets bewaren',
    '{app} kan zien wat de widgets op je dashboards voor zichzelf bewaren.',
    'Een widget bewaart wat de maker ervan wil, zoals wat je het laatst koos.',
    SHOWS,
  ],
  'widget-store:update': [
    'Wijzigen wat widgets bewaren',
    '{app} kan wijzigen wat de widgets op je dashboards voor zichzelf bewaren.',
    'Een widget toont iets wat niet zo is, of vergeet wat je koos.',
    SHOWS,
  ],
  'alarm:read': [
    'Wekkers zien',
    '{app} kan je wekkers zien: de dagen en tijden waarop ze afgaan.',
    'De tijden vertellen wanneer je opstaat.',
    'laat dit weg, tenzij {app} iets doet met wekken.',
  ],
  'alarm:create': [
    'Wekkers zetten',
    '{app} kan nieuwe wekkers zetten.',
    'Een wekker gaat af op een uur dat je niet hebt gekozen, en start de Flows die ernaar luisteren.',
    ASK,
  ],
  'alarm:update': [
    'Wekkers wijzigen',
    '{app} kan je wekkers wijzigen, en ze aan- of uitzetten.',
    'Je wordt op het verkeerde uur gewekt, of helemaal niet.',
    ASK,
  ],
  'alarm:delete': [
    'Wekkers verwijderen',
    '{app} kan je wekkers verwijderen.',
    'Je wordt niet gewekt, en Flows die naar de wekker luisteren, starten niet.',
    ASK,
  ],
}
