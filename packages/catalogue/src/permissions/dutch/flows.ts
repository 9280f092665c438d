// In Dutch: Flows, Advanced Flows, their folders, cards and tags.
import type { DutchTable } from '../dutch-row.ts'

const FLOWS = 'alleen de Flows die je kiest.'
const ADVANCED = 'alleen de Advanced Flows die je kiest.'
const OWN_FOLDERS = 'alleen Flowmappen die het zelf heeft gemaakt.'
const ONLY_START = 'laat dit weg, en laat {app} alleen Flows starten die je kiest.'

export const DUTCH_FLOWS: DutchTable = {
  'flow:read': [
    'Flows zien',
    '{app} kan je Flows zien, met de kaarten erin.',
    'Flows vertellen hoe je huis werkt, met alle tekst die je in hun kaarten hebt getypt.',
    FLOWS,
  ],
  'flow:create': [
    'Flows maken',
    '{app} kan nieuwe Flows maken, en een Flow kan alles wat je apparaten, apps en scripts kunnen.',
    'De Flows blijven werken als je de toegang intrekt, tenzij je ze laat uitzetten.',
    'alleen Flows zonder sloten en scripts, uitgeschakeld tot jij ze aanzet.',
    'Een nieuwe Flow kan elke kaart en elk script bevatten en kan dus bijna alles wat je Homey kan.',
  ],
  'flow:update': [
    'Flows wijzigen',
    '{app} kan elke Flow wijzigen, ook die van jou: de kaarten, de naam en of hij aanstaat.',
    'Een Flow die je vertrouwt, doet voortaan iets anders, ook nadat je de toegang hebt ingetrokken.',
    'alleen Flows die het zelf maakt, zonder sloten en scripts.',
    'Een gewijzigde Flow kan elke kaart en elk script bevatten en kan dus bijna alles wat je Homey kan.',
  ],
  'flow:enable': [
    'Flows aan- en uitzetten',
    '{app} kan een Flow aan- of uitzetten, zonder te veranderen wat erin staat.',
    'Een Flow die je huis bewaakt, bijvoorbeeld tegen lekkage, doet niets zolang hij uit staat.',
    FLOWS,
  ],
  'flow:start': [
    'Flows starten',
    '{app} kan je Flows starten, zoals jij met een tik.',
    'Wat de Flow doet, gebeurt op dat moment, ook als je weg bent of slaapt.',
    FLOWS,
  ],
  'flow:share': [
    'Flows delen',
    '{app} kan een kopie van een Flow naar Athom, de maker van Homey, sturen om hem met anderen te delen.',
    'De tekst die je in de kaarten hebt getypt, gaat mee, en een kopie krijg je niet meer terug.',
    'deel de Flow zelf.',
  ],
  'flow:delete': [
    'Flows verwijderen',
    '{app} kan je Flows verwijderen.',
    'Wat een verwijderde Flow deed, gebeurt niet meer, en Flows die hem starten, werken niet meer.',
    'alleen Flows die het zelf heeft gemaakt.',
  ],
  'advanced-flow:read': [
    'Advanced Flows zien',
    '{app} kan je Advanced Flows zien, met de kaarten en notities erin.',
    'Advanced Flows vertellen hoe je huis werkt, met alle tekst die je erin hebt getypt.',
    ADVANCED,
  ],
  'advanced-flow:create': [
    'Advanced Flows maken',
    '{app} kan nieuwe Advanced Flows maken, en die kunnen alles wat je apparaten, apps en scripts kunnen.',
    'De Advanced Flows blijven werken als je de toegang intrekt, tenzij je ze laat uitzetten.',
    'alleen Advanced Flows zonder sloten en scripts, uitgeschakeld tot jij ze aanzet.',
    'Een nieuwe Advanced Flow kan elke kaart en elk script bevatten en kan dus bijna alles wat je Homey kan.',
  ],
  'advanced-flow:update': [
    'Advanced Flows wijzigen',
    '{app} kan elke Advanced Flow wijzigen, ook die van jou: de kaarten, de naam en of hij aanstaat.',
    'Een Advanced Flow die je vertrouwt, doet voortaan iets anders, ook nadat je de toegang hebt ingetrokken.',
    'alleen Advanced Flows die het zelf maakt, zonder sloten en scripts.',
    'Een gewijzigde Advanced Flow kan elke kaart en elk script bevatten en kan dus bijna alles wat je Homey kan.',
  ],
  'advanced-flow:enable': [
    'Advanced Flows aan- en uitzetten',
    '{app} kan een Advanced Flow aan- of uitzetten, zonder te veranderen wat erin staat.',
    'Een Advanced Flow die je huis bewaakt, bijvoorbeeld tegen lekkage, doet niets zolang hij uit staat.',
    ADVANCED,
  ],
  'advanced-flow:start': [
    'Advanced Flows starten',
    '{app} kan je Advanced Flows starten, zoals jij met een tik.',
    'Wat de Advanced Flow doet, gebeurt op dat moment, ook als je weg bent of slaapt.',
    ADVANCED,
  ],
  'advanced-flow:delete': [
    'Advanced Flows verwijderen',
    '{app} kan je Advanced Flows verwijderen.',
    'Wat een verwijderde Advanced Flow deed, gebeurt niet meer, en Flows die hem starten, werken niet meer.',
    'alleen Advanced Flows die het zelf heeft gemaakt.',
  ],
  'flow-folder:read': [
    'Flowmappen zien',
    '{app} kan de mappen zien waar je Flows in staan.',
    'De namen van je Flowmappen vertellen wat je je huis laat doen.',
    'alleen de Flowmappen die je kiest.',
  ],
  'flow-folder:create': [
    'Flowmappen maken',
    '{app} kan nieuwe Flowmappen maken.',
    'Je lijst met Flows wordt langer; in je huis beweegt er niets.',
    'vraag het mij elke keer.',
  ],
  'flow-folder:update': [
    'Flowmappen wijzigen',
    '{app} kan Flowmappen een andere naam geven en in elkaar zetten.',
    'Je vindt een Flow niet meer terug waar je hem had gelaten.',
    OWN_FOLDERS,
  ],
  'flow-folder:delete': [
    'Flowmappen verwijderen',
    '{app} kan je Flowmappen verwijderen.',
    'De orde die je in je Flows had gebracht, is weg, en die moet je met de hand opnieuw maken.',
    OWN_FOLDERS,
  ],
  'flow-card:read': [
    'Flowkaarten zien',
    '{app} kan zien welke Flowkaarten je Homey heeft, en wat je erop kunt kiezen.',
    'De kaarten en hun lijsten laten je apparaten, je apps en de namen van wie er woont zien.',
    'alleen de kaarten van de apparaten die je kiest.',
  ],
  'flow-card:run': [
    'Elke Flowkaart uitvoeren',
    '{app} kan elke Flowkaart meteen uitvoeren, van een apparaat schakelen tot een bericht naar een telefoon sturen.',
    'Ook sloten, alarmen en scripts hebben kaarten, en {app} kan die gebruiken zonder een Flow van jou.',
    ONLY_START,
    'Op een kaart kan een script staan, en een script kan bijna alles wat je Homey kan.',
  ],
  'flow-token:read': [
    'Tags zien',
    '{app} kan de tags zien die Flows gebruiken, en wat ze op dit moment zeggen.',
    'Tags vertellen wat je apparaten meten en wat er in je variabelen staat.',
    'alleen de tags van de apparaten die je kiest.',
  ],
  'webhook:trigger': [
    'Flows starten met een webhook',
    '{app} kan de Flows starten die op een bericht van internet (een webhook) wachten.',
    'Zo’n Flow houdt het bericht voor echt, en doet waar je hem voor hebt gemaakt.',
    ONLY_START,
  ],
}
