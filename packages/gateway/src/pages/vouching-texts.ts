// The words that say who vouches for a client, in English and Dutch.

/** Texts, as in `texts.ts`. */
export const VOUCHING_TEXTS = {
  whoReviewedByYou: {
    en: 'You reviewed this app on {date}.',
    nl: 'Je hebt deze app op {date} beoordeeld.',
  },
  whoReviewedByOther: {
    en: 'Another owner of this Latchkey reviewed this app on {date}.',
    nl: 'Een andere eigenaar van deze Latchkey heeft deze app op {date} beoordeeld.',
  },
  whoReviewedHere: {
    en: 'Whoever runs this Latchkey reviewed this app on {date}.',
    nl: 'Wie deze Latchkey beheert, heeft deze app op {date} beoordeeld.',
  },
  whoListed: {
    en: 'The directory “{directory}” vouches for this app; it was reviewed there on {date}.',
    nl: 'De lijst ‘{directory}’ staat in voor deze app; ze is daar op {date} beoordeeld.',
  },
  whoWaits: {
    en: 'A newer version waits for a review; only what was reviewed before is asked for here.',
    nl: 'Een nieuwere versie wacht op een beoordeling; hier wordt alleen gevraagd wat al beoordeeld was.',
  },
  itsReason: { en: 'It says why: “{reason}”', nl: 'De app zegt waarom: ‘{reason}’' },
  suspendedTitle: { en: 'This app is suspended', nl: 'Deze app is geschorst' },
  suspendedLead: {
    en: 'It gets nothing here, and what it was granted does not count for now. The reason that was given:',
    nl: 'De app krijgt hier niets, en wat ze al had telt voorlopig niet. De reden die is gegeven:',
  },
  changedTitle: { en: 'This app is not what it was', nl: 'Deze app is niet meer wat ze was' },
  changedLead: {
    en: 'Its name, its picture or where it sends you is not what was reviewed. It gets nothing until it is reviewed again.',
    nl: 'De naam, het plaatje of waar ze je heen stuurt is niet wat er beoordeeld is. Ze krijgt niets tot ze opnieuw is beoordeeld.',
  },
} as const
