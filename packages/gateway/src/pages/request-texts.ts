// The words of the pages on which owners answer clients that ask for more, in English and Dutch.

/** Texts, as in `texts.ts`. */
export const REQUEST_TEXTS = {
  requests: { en: 'Requests for more access', nl: 'Verzoeken om meer toegang' },
  requestsLead: {
    en: 'What apps and keys ask for besides what they have. What they have goes on working meanwhile.',
    nl: 'Wat apps en sleutels vragen bovenop wat ze hebben. Wat ze hebben, blijft intussen werken.',
  },
  noRequests: { en: 'No request waits for you.', nl: 'Er wacht geen verzoek op je.' },
  requestRefused: {
    en: 'Within the limits that it has, this does nothing.',
    nl: 'Binnen de grenzen die het heeft, doet dit niets.',
  },
  requestWaits: {
    en: 'A request for more access waits for you.',
    nl: 'Er wacht een verzoek om meer toegang op je.',
  },
  requestsWait: {
    en: '{count} requests for more access wait for you.',
    nl: 'Er wachten {count} verzoeken om meer toegang op je.',
  },
  allRequests: { en: 'All requests', nl: 'Alle verzoeken' },
  requestTitle: { en: '‘{app}’ asks for more access', nl: '‘{app}’ vraagt meer toegang' },
  requestKeeps: {
    en: 'For your Homey ‘{hub}’. What it has already stays as it is, whatever you answer.',
    nl: 'Voor je Homey ‘{hub}’. Wat het al heeft, blijft zoals het is, wat je ook antwoordt.',
  },
  requestSelfNamed: {
    en: 'The name is what the app calls itself.',
    nl: 'De naam heeft de app zichzelf gegeven.',
  },
  requestWaitsUntil: {
    en: 'It waits for your answer until {date}.',
    nl: 'Het wacht op je antwoord tot {date}.',
  },
  reasonTitle: { en: 'Why, in its own words', nl: 'Waarom, in zijn eigen woorden' },
  reasonHint: {
    en: 'The app wrote this, not Latchkey. Nobody has checked it.',
    nl: 'Dit schreef de app, niet Latchkey. Niemand heeft het gecontroleerd.',
  },
  requestObjects: { en: 'More of your home', nl: 'Meer van je huis' },
  requestObjectsLead: {
    en: 'What it may do already, and what you tick above, would count for these as well.',
    nl: 'Wat het al mag, en wat je hierboven aanvinkt, zou ook hiervoor gelden.',
  },
  'objects zones': { en: 'Rooms', nl: 'Kamers' },
  'objects devices': { en: 'Devices', nl: 'Apparaten' },
  'objects capabilities': { en: 'What devices can do', nl: 'Wat apparaten kunnen' },
  'objects flows': { en: 'Flows', nl: 'Flows' },
  'objects flowFolders': { en: 'Folders of Flows', nl: 'Mappen met Flows' },
  'objects moods': { en: 'Moods', nl: 'Sferen' },
  'objects variables': { en: 'Variables', nl: 'Variabelen' },
  'objects dashboards': { en: 'Dashboards', nl: 'Dashboards' },
  'objects scripts': { en: 'Scripts', nl: 'Scripts' },
  'objects apps': { en: 'Apps', nl: 'Apps' },
  requestAskFirst: {
    en: 'Ask me each time it uses this',
    nl: 'Vraag het mij elke keer dat het dit gebruikt',
  },
  requestAskFirstOffered: {
    en: 'You will be asked each time it uses this: it offers that itself.',
    nl: 'Je krijgt elke keer een vraag als het dit gebruikt: dat biedt het zelf aan.',
  },
  'life 1h': { en: 'One hour', nl: 'Een uur' },
  lifeAsked: { en: 'As long as it asks: {time}', nl: 'Zo lang als het vraagt: {time}' },
  lifeGrant: { en: 'As long as what it has', nl: 'Zo lang als wat het al heeft' },
  minutesLong: { en: '{count} minutes', nl: '{count} minuten' },
  hoursLong: { en: '{count} hours', nl: '{count} uur' },
  daysLong: { en: '{count} days', nl: '{count} dagen' },
  requestGive: { en: 'Give what is ticked', nl: 'Geven wat is aangevinkt' },
  requestDeclineTitle: { en: 'Or say no', nl: 'Of zeg nee' },
  requestWord: { en: 'A word to the app (if you like)', nl: 'Een woord aan de app (als je wilt)' },
  requestDecline: { en: 'No, give nothing more', nl: 'Nee, niets meer geven' },
  requestDanger: {
    en: 'With all of it, ‘{app}’ comes to: {danger}.',
    nl: 'Met dit alles komt ‘{app}’ op: {danger}.',
  },
  requestReach: { en: 'What it can reach with all of it', nl: 'Waar het met dit alles bij kan' },
  requestGiven: { en: 'You gave', nl: 'Je gaf' },
  requestNotGiven: { en: 'You did not give', nl: 'Je gaf niet' },
  requestUntil: { en: 'Until {date}.', nl: 'Tot {date}.' },
  requestSaid: { en: 'You said: “{word}”', nl: 'Je zei: “{word}”' },
  'request open': { en: 'waits for your answer', nl: 'wacht op je antwoord' },
  'request granted': { en: 'you gave it, or part of it', nl: 'je gaf het, of een deel ervan' },
  'request declined': { en: 'you said no', nl: 'je zei nee' },
  'request expired': { en: 'not answered in time', nl: 'niet op tijd beantwoord' },
  requestOver: {
    en: 'What asked for this has ended, so nothing can be given to it any more.',
    nl: 'Wat dit vroeg, is er niet meer; er kan dus niets meer aan worden gegeven.',
  },
  requestNothing: {
    en: 'Nothing is ticked. Tick something, or say no.',
    nl: 'Er is niets aangevinkt. Vink iets aan, of zeg nee.',
  },
} as const
