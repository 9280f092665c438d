// The words of the pages on which owners answer questions, in English and Dutch.

/** Texts, as in `texts.ts`. */
export const APPROVAL_TEXTS = {
  questions: { en: 'Questions', nl: 'Vragen' },
  questionsLead: {
    en: 'What keys want to do, and may only after your yes.',
    nl: 'Wat sleutels willen doen, en pas mogen na jouw ja.',
  },
  noQuestions: { en: 'No question waits for you.', nl: 'Er wacht geen vraag op je.' },
  questionWaits: { en: 'A question waits for you.', nl: 'Er wacht een vraag op je.' },
  questionsWait: { en: '{count} questions wait for you.', nl: 'Er wachten {count} vragen op je.' },
  answerThem: { en: 'Answer', nl: 'Beantwoorden' },
  answeredLately: { en: 'The last ones', nl: 'De laatste' },
  allQuestions: { en: 'All questions', nl: 'Alle vragen' },

  askedNow: { en: 'asked just now', nl: 'zojuist gevraagd' },
  askedAgo: { en: 'asked {minutes} min ago', nl: '{minutes} min geleden gevraagd' },
  asksKey: { en: 'Key', nl: 'Sleutel' },
  asksHow: { en: 'How far it goes', nl: 'Hoe ver het gaat' },
  asksCall: { en: 'Call', nl: 'Aanroep' },
  asksAbout: { en: 'It is about', nl: 'Het gaat om' },
  written: { en: 'What “{client}” writes', nl: 'Wat “{client}” schrijft' },
  wholeBody: { en: 'all of it', nl: 'alles' },
  isNow: { en: 'now', nl: 'nu' },
  willBe: { en: 'then', nl: 'dan' },
  notAllShown: {
    en: 'There is more in it than is shown here. Say no if you would not let all of it through unseen.',
    nl: 'Er staat meer in dan hier te zien is. Zeg nee als je niet alles ongezien wilt doorlaten.',
  },

  yesOnce: { en: 'Yes, this once', nl: 'Ja, deze keer' },
  yesOnceHint: {
    en: 'Exactly this, one time, within 10 minutes.',
    nl: 'Precies dit, één keer, binnen 10 minuten.',
  },
  yesTask: { en: 'Yes, for this task', nl: 'Ja, voor deze klus' },
  yesTaskHint: {
    en: 'For 30 minutes “{client}” may do this to {object} as often as it likes, with any content.',
    nl: '30 minuten lang mag “{client}” dit met {object} zo vaak als het wil, met elke inhoud.',
  },
  yesTaskHintFree: {
    en: 'For 30 minutes “{client}” may do this kind of thing as often as it likes, with any content.',
    nl: '30 minuten lang mag “{client}” zoiets zo vaak als het wil, met elke inhoud.',
  },
  yesAlways: { en: 'Yes, and do not ask again', nl: 'Ja, en vraag het niet meer' },
  yesAlwaysHint: {
    en: 'Changes the key: such calls need no question any more.',
    nl: 'Verandert de sleutel: hiervoor is geen vraag meer nodig.',
  },
  sayNo: { en: 'No', nl: 'Nee' },
  sayNoHint: {
    en: 'It is refused, for 5 minutes without asking you again.',
    nl: 'Het wordt geweigerd, 5 minuten lang zonder het weer te vragen.',
  },

  'answer open': { en: 'waits for your answer', nl: 'wacht op je antwoord' },
  'answer expired': {
    en: 'not answered in time: nothing was done',
    nl: 'niet op tijd beantwoord: er is niets gedaan',
  },
  'answer once': {
    en: 'you said yes, this once; it was not sent again so far',
    nl: 'je zei ja, deze keer; het is nog niet opnieuw gestuurd',
  },
  'answer used': {
    en: 'you said yes, and it was let through',
    nl: 'je zei ja, en het is doorgelaten',
  },
  'answer task': { en: 'you said yes, for this task', nl: 'je zei ja, voor deze klus' },
  'answer always': { en: 'you said yes, for good', nl: 'je zei ja, voorgoed' },
  'answer no': { en: 'you said no: nothing was done', nl: 'je zei nee: er is niets gedaan' },
  alwaysFailed: {
    en: 'Your yes counts this once, but the key could not be changed: {why}',
    nl: 'Je ja geldt deze keer, maar de sleutel kon niet worden veranderd: {why}',
  },
} as const
