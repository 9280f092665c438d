// The words of the pages on which an owner decides about a client, in English and Dutch. They follow the style of
// consent: the present tense, no "may potentially", and nothing red that is not.

/** The texts. */
export const CONSENT_TEXTS = {
  consentTitle: { en: '{app} asks for access', nl: '{app} vraagt toegang' },
  consentGoOn: { en: 'Continue', nl: 'Verder' },
  consentComing: {
    en: 'An app asks for access to your Homey. One moment.',
    nl: 'Een app vraagt toegang tot je Homey. Een ogenblik.',
  },
  consentGone: { en: 'This request is over', nl: 'Dit verzoek is voorbij' },
  consentGoneLead: {
    en: 'It was answered already, waits no longer, or was begun in another browser. Start again in the app.',
    nl: 'Het is al beantwoord, wacht niet meer, of is in een andere browser begonnen. Begin opnieuw in de app.',
  },
  consentRefusedTitle: {
    en: 'This request cannot be answered',
    nl: 'Dit verzoek kan niet worden beantwoord',
  },
  consentRefusedAway: { en: 'Go on to {place}', nl: 'Door naar {place}' },
  consentRefusedLead: {
    en: 'The app asked in a way that is not allowed, so it is not told. Its maker can do something with this:',
    nl: 'De app vroeg het op een manier die niet mag, en krijgt daarom geen antwoord. De maker kan hier iets mee:',
  },
  consentNoHub: {
    en: 'You have no Homey here yet. Connect one first, then start again in the app.',
    nl: 'Je hebt hier nog geen Homey. Koppel er eerst een en begin dan opnieuw in de app.',
  },
  whoTitle: { en: 'Who asks', nl: 'Wie vraagt het' },
  whoByHand: {
    en: 'You added this app yourself.',
    nl: 'Je hebt deze app zelf toegevoegd.',
  },
  whoUnreviewed: {
    en: 'Nobody has reviewed this app. Its name is what it calls itself: go on only if you have just started it yourself.',
    nl: 'Niemand heeft deze app beoordeeld. De naam heeft ze zichzelf gegeven: ga alleen verder als je de app zojuist zelf hebt gestart.',
  },
  whoAddress: { en: 'Its address: {id}', nl: 'Adres van de app: {id}' },
  whereTo: { en: 'You will go back to {place}.', nl: 'Je gaat terug naar {place}.' },
  whereToHere: {
    en: 'You will go back to a program on this device ({place}).',
    nl: 'Je gaat terug naar een programma op dit apparaat ({place}).',
  },
  whereToDevice: {
    en: 'The app is on another device. Go on only if you have it in hand.',
    nl: 'De app staat op een ander apparaat. Ga alleen verder als je dat bij je hebt.',
  },
  whichHub: { en: 'For which Homey', nl: 'Voor welke Homey' },
  forHub: { en: 'For your Homey ‘{hub}’', nl: 'Voor je Homey ‘{hub}’' },
  otherHub: { en: 'Show this Homey', nl: 'Deze Homey tonen' },
  whatTitle: { en: 'What it asks for', nl: 'Wat het vraagt' },
  askedNothing: {
    en: 'It did not say what it needs. What only reads is ticked; tick what else it may do. It can also ask for more later.',
    nl: 'De app zei niet wat nodig is. Aangevinkt is wat alleen leest; vink aan wat er nog meer mag. Later om meer vragen kan ook.',
  },
  whatLead: { en: 'Untick what you do not want to give.', nl: 'Vink uit wat je niet wilt geven.' },
  'group full': { en: 'Can become full control', nl: 'Kan volledige controle worden' },
  'group change': { en: 'Changes your home', nl: 'Verandert je huis' },
  'group control': { en: 'Controls your home', nl: 'Bestuurt je huis' },
  'group private': { en: 'Sees private things', nl: 'Ziet privézaken' },
  'group read': { en: 'Sees your home', nl: 'Ziet je huis' },
  safer: { en: 'Safer: {what}', nl: 'Veiliger: {what}' },
  fullTitle: {
    en: 'This comes to everything (full control).',
    nl: 'Dit komt neer op alles (volledige controle).',
  },
  fullLead: {
    en: '{app} can do anything that you can do with your Homey: open locks, switch off the alarm, look through cameras, change or delete every Flow, install apps and make new keys. If {app} is hacked, a stranger runs your home; taking the access away later does not undo what was changed.',
    nl: '{app} kan alles wat jij met je Homey kunt: sloten openen, het alarm uitzetten, camerabeelden bekijken, elke Flow wijzigen of verwijderen, apps installeren en nieuwe sleutels maken. Als {app} gehackt wordt, is een vreemde de baas in je huis; trek je de toegang later in, dan blijft veranderd wat al veranderd is.',
  },
  fullSafer: { en: 'Safer: choose only what it needs.', nl: 'Veiliger: kies alleen wat nodig is.' },
  fullQuestion: {
    en: 'Do you trust {app} with your front door?',
    nl: 'Vertrouw je {app} met je voordeur?',
  },
  fullAgain: {
    en: 'Sign in once more first, so that it is certain that it is you.',
    nl: 'Log eerst nog een keer in, zodat zeker is dat jij het bent.',
  },
  fullSignIn: { en: 'Sign in again', nl: 'Opnieuw inloggen' },
  fullType: { en: 'To give it, type: {phrase}', nl: 'Typ om het te geven: {phrase}' },
  fullPhrase: { en: 'full control', nl: 'volledige controle' },
  fullWrong: { en: 'Type exactly: {phrase}', nl: 'Typ precies: {phrase}' },
  fullGive: { en: 'Give full control', nl: 'Volledige controle geven' },
  fullBack: { en: 'Back, and give less', nl: 'Terug, en minder geven' },
  whereAway: {
    en: 'Your Homey does not answer now, so nothing of it can be picked out.',
    nl: 'Je Homey antwoordt nu niet; er is dus niets uit te kiezen.',
  },
  notByRooms: {
    en: 'Rooms do not bound this: {what}.',
    nl: 'Kamers begrenzen dit niet: {what}.',
  },
  reachTitle: { en: 'What it can reach', nl: 'Waar het bij kan' },
  absentTitle: { en: 'Not on this Homey', nl: 'Niet op deze Homey' },
  absentLead: {
    en: 'It asks for this too, and does not get it. This Homey does not have it: {what}.',
    nl: 'Het vraagt dit ook, en krijgt het niet. Deze Homey heeft het niet: {what}.',
  },
  beyondLead: {
    en: 'It asks for this too, and does not get it. Latchkey itself has no access to it: {what}.',
    nl: 'Het vraagt dit ook, en krijgt het niet. Latchkey heeft er zelf geen toegang toe: {what}.',
  },
  lifeTitle: { en: 'For how long', nl: 'Voor hoe lang' },
  'life 1h': { en: 'One hour', nl: 'Een uur' },
  'life 1d': { en: 'One day', nl: 'Een dag' },
  'life 7d': { en: 'One week', nl: 'Een week' },
  'life 30d': { en: 'Thirty days', nl: 'Dertig dagen' },
  'life 365d': { en: 'One year', nl: 'Een jaar' },
  'life ever': { en: 'Until I take it back', nl: 'Tot ik het intrek' },
  give: { en: 'Give access', nl: 'Toegang geven' },
  no: { en: 'No, give nothing', nl: 'Nee, niets geven' },
  takeBack: {
    en: 'You can take it back at any time: its next request then fails.',
    nl: 'Je kunt het altijd intrekken: het volgende verzoek mislukt dan.',
  },
  consentNothing: {
    en: 'Nothing is ticked. Tick something, or say no.',
    nl: 'Er is niets aangevinkt. Vink iets aan, of zeg nee.',
  },
  consentWider: {
    en: 'That was more than was asked for, or something is gone since. Nothing was given; choose again.',
    nl: 'Dat was meer dan er werd gevraagd, of er is intussen iets weg. Er is niets gegeven; kies opnieuw.',
  },
  consentDone: { en: 'Done', nl: 'Klaar' },
  consentBack: { en: 'You are going back to {app}.', nl: 'Je gaat terug naar {app}.' },
  deviceTitle: { en: 'Connect a device', nl: 'Een apparaat verbinden' },
  deviceLead: {
    en: 'Type the code that the device or program shows.',
    nl: 'Typ de code die het apparaat of programma toont.',
  },
  deviceCode: { en: 'Code', nl: 'Code' },
  deviceWrong: {
    en: 'This code does not work: it is mistyped, too old, or was used. Look at the device again.',
    nl: 'Deze code werkt niet: verkeerd getypt, te oud of al gebruikt. Kijk nog eens op het apparaat.',
  },
  deviceSlow: {
    en: 'Too many codes did not work. Wait a while, then try again.',
    nl: 'Te veel codes werkten niet. Wacht even en probeer het dan opnieuw.',
  },
  deviceCheck: { en: 'Is this your device?', nl: 'Is dit je apparaat?' },
  deviceCheckLead: {
    en: '{app} shows this code. If you did not start it yourself, or somebody sent you the code, stop here: that is how strangers get in.',
    nl: '{app} toont deze code. Ben je dit niet zelf begonnen, of heeft iemand je de code gestuurd? Stop dan hier: zo komen vreemden binnen.',
  },
  deviceYes: { en: 'Yes, the code is the same', nl: 'Ja, de code is dezelfde' },
  deviceNo: { en: 'No, stop', nl: 'Nee, stop' },
  deviceDone: { en: 'The device is connected', nl: 'Het apparaat is verbonden' },
  deviceDoneLead: {
    en: 'Go on there. You can close this page.',
    nl: 'Ga daar verder. Je kunt deze pagina sluiten.',
  },
} as const
