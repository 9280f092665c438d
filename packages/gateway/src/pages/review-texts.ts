// The words of the page on which an owner reviews a client, in English and Dutch.

/** Texts, as in `texts.ts`. */
export const REVIEW_TEXTS = {
  reviewTitle: { en: 'Review of {app}', nl: 'Beoordeling van {app}' },
  reviewLead: {
    en: 'What it says of itself is its own word. Your review is shown to every owner here who is asked for access.',
    nl: 'Wat de app over zichzelf zegt, zegt ze zelf. Je beoordeling is te zien voor elke eigenaar hier die om toegang wordt gevraagd.',
  },
  'client self-asserted': { en: 'not reviewed', nl: 'niet beoordeeld' },
  'client submitted': { en: 'waits for a review', nl: 'wacht op een beoordeling' },
  'client reviewed': { en: 'reviewed', nl: 'beoordeeld' },
  'client listed': { en: 'listed in a directory', nl: 'staat in een lijst' },
  'client suspended': { en: 'suspended', nl: 'geschorst' },
  clientsTitle: { en: 'Apps', nl: 'Apps' },
  clientsLead: {
    en: 'The apps that ask for access, and what is thought of them.',
    nl: 'De apps die om toegang vragen, en wat ervan gevonden wordt.',
  },
  noClients: { en: 'No app has asked for access yet.', nl: 'Nog geen app heeft toegang gevraagd.' },
  reviewState: { en: 'State', nl: 'Stand' },
  reviewVersion: { en: 'Version', nl: 'Versie' },
  reviewHomepage: { en: 'Home page', nl: 'Website' },
  reviewContact: { en: 'Contact', nl: 'Contact' },
  reviewRedirects: { en: 'Goes back to', nl: 'Gaat terug naar' },
  reviewLimits: { en: 'Limits that it works within', nl: 'Grenzen waarbinnen het werkt' },
  reviewSuspendedBy: { en: 'Suspended: {because}', nl: 'Geschorst: {because}' },
  reviewChanged: {
    en: 'Its name, picture or addresses are not what was reviewed. It is granted nothing until it is reviewed again.',
    nl: 'De naam, het plaatje of de adressen zijn niet wat er beoordeeld is. Ze krijgt niets tot ze opnieuw is beoordeeld.',
  },
  reviewAsked: { en: 'Asked for, and used', nl: 'Gevraagd, en gebruikt' },
  reviewUsedSince: {
    en: 'Used here since {date}; only the apps’ access to your own Homeys is counted.',
    nl: 'Hier gebruikt sinds {date}; alleen toegang tot je eigen Homeys telt mee.',
  },
  reviewUsed: { en: 'used {count} times', nl: '{count} keer gebruikt' },
  reviewUnused: { en: 'never used', nl: 'nooit gebruikt' },
  reviewOptional: { en: 'works without it', nl: 'werkt ook zonder' },
  reviewUnasked: { en: 'not in the manifest', nl: 'niet in het manifest' },
  reviewDifference: { en: 'Other than the version before', nl: 'Anders dan de vorige versie' },
  reviewWas: { en: 'before', nl: 'eerst' },
  reviewIs: { en: 'now', nl: 'nu' },
  reviewNone: { en: 'not there', nl: 'niet aanwezig' },
  reviewCheck: { en: 'What a check found', nl: 'Wat een controle vond' },
  reviewClean: { en: 'A check found nothing.', nl: 'Een controle vond niets.' },
  reviewReach: { en: 'What it could reach on ‘{hub}’', nl: 'Waar het bij zou kunnen op ‘{hub}’' },
  reviewUnknownReach: {
    en: 'This Homey does not answer now, so that cannot be told.',
    nl: 'Deze Homey antwoordt nu niet, dus dat is niet te zeggen.',
  },
  reviewEarlier: { en: 'Earlier findings', nl: 'Eerdere bevindingen' },
  reviewFindings: {
    en: 'Findings, one on each line; the developer is told',
    nl: 'Bevindingen, één per regel; de maker krijgt ze te zien',
  },
  reviewApprove: { en: 'Approve this version', nl: 'Deze versie goedkeuren' },
  reviewReturn: { en: 'Give it back', nl: 'Teruggeven' },
  reviewSuspend: { en: 'Suspend', nl: 'Schorsen' },
  reviewSuspendHint: {
    en: 'What it was granted stops at once, and counts again when you let it go on.',
    nl: 'Wat het kreeg stopt meteen, en telt weer als je het laat doorgaan.',
  },
  reviewResume: { en: 'Let it go on', nl: 'Laten doorgaan' },
  reviewNothing: {
    en: 'Nothing of it waits for a review. Its developer hands in a manifest: latchkey client submit',
    nl: 'Er wacht niets op een beoordeling. De maker dient een manifest in: latchkey client submit',
  },
} as const
