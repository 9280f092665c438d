// The words of the pages, in English and Dutch, and which of the two a browser asks for. `{name}` is
// filled in, and escaped where it is written.

import { APPROVAL_TEXTS } from './approval-texts.ts'
import { CONSENT_CHOICE_TEXTS } from './consent-choice-texts.ts'
import { CONSENT_TEXTS } from './consent-texts.ts'
import { REQUEST_TEXTS } from './request-texts.ts'
import { REVIEW_TEXTS } from './review-texts.ts'
import { VOUCHING_TEXTS } from './vouching-texts.ts'

/** The languages that there are. */
export const LANGUAGES = ['en', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

type Text = Readonly<Record<Language, string>>

/** All texts, by page. */
export const TEXTS = {
  ...CONSENT_TEXTS,
  ...CONSENT_CHOICE_TEXTS,
  ...REQUEST_TEXTS,
  ...VOUCHING_TEXTS,
  ...REVIEW_TEXTS,
  skip: { en: 'To the content', nl: 'Naar de inhoud' },
  mistake: { en: 'Something is not right', nl: 'Er klopt iets niet' },
  notFound: { en: 'There is no such page', nl: 'Deze pagina bestaat niet' },
  notFoundLead: {
    en: 'The address may be mistyped.',
    nl: 'Misschien is het adres verkeerd getypt.',
  },
  toStart: { en: 'To the start page', nl: 'Naar de startpagina' },

  setupTitle: { en: 'Set up Latchkey', nl: 'Latchkey instellen' },
  setupLead: {
    en: 'Your setup link is being checked.',
    nl: 'Je instellink wordt gecontroleerd.',
  },
  setupPaste: {
    en: 'Paste the setup link that “latchkey start” printed, the whole of it.',
    nl: 'Plak de instellink die ‘latchkey start’ heeft getoond, in zijn geheel.',
  },
  setupLink: { en: 'Setup link', nl: 'Instellink' },
  setupContinue: { en: 'Continue', nl: 'Verder' },
  setupNew: { en: 'Become an owner', nl: 'Eigenaar worden' },
  setupNewLead: {
    en: 'An owner decides which apps may use which Homey. Choose a name and how you will sign in.',
    nl: 'Een eigenaar bepaalt welke apps welke Homey mogen gebruiken. Kies een naam en hoe je wilt inloggen.',
  },
  setupBack: { en: 'Welcome back, {name}', nl: 'Welkom terug, {name}' },
  setupBackLead: {
    en: 'Choose how you will sign in from now on. What you signed in with before will stop working, and you will be signed out everywhere else.',
    nl: 'Kies hoe je voortaan inlogt. Waarmee je eerder inlogde, werkt dan niet meer, en je wordt overal elders uitgelogd.',
  },
  setupRefused: {
    en: 'This setup link does not work. It was used already, is older than 30 minutes, or a newer one was made. Make another on the machine that runs Latchkey:',
    nl: 'Deze instellink werkt niet. Hij is al gebruikt, is ouder dan 30 minuten, of er is een nieuwere gemaakt. Maak een nieuwe op de machine waar Latchkey draait:',
  },
  setupGone: {
    en: 'This setup link works no more: it was used, is older than 30 minutes, or a newer one was made. Make another: latchkey owner link',
    nl: 'Deze instellink werkt niet meer: hij is gebruikt, is ouder dan 30 minuten, of er is een nieuwere gemaakt. Maak een nieuwe: latchkey owner link',
  },
  setupRemote: {
    en: 'Setup links work only on the machine that runs Latchkey, and this browser is on another one ({address}). Open the link there, or start Latchkey with --setup-remote.',
    nl: 'Instellinks werken alleen op de machine waar Latchkey draait, en deze browser staat op een andere ({address}). Open de link daar, of start Latchkey met --setup-remote.',
  },

  signInTitle: { en: 'Sign in', nl: 'Inloggen' },
  signInLead: {
    en: 'For owners of this Latchkey.',
    nl: 'Voor eigenaars van deze Latchkey.',
  },
  signInFailed: {
    en: 'That name and password do not belong together. Check both and try again.',
    nl: 'Deze naam en dit wachtwoord horen niet bij elkaar. Controleer beide en probeer het opnieuw.',
  },
  signInLost: {
    en: 'Lost your way in? On the machine that runs Latchkey:',
    nl: 'Kom je er niet meer in? Op de machine waar Latchkey draait:',
  },
  yourName: { en: 'NAME', nl: 'NAAM' },
  noOwner: {
    en: 'Nobody is an owner yet. Open the setup link that “latchkey start” printed, or make another on the machine that runs Latchkey:',
    nl: 'Er is nog geen eigenaar. Open de instellink die ‘latchkey start’ heeft getoond, of maak een nieuwe op de machine waar Latchkey draait:',
  },
  signedOut: { en: 'You are signed out.', nl: 'Je bent uitgelogd.' },

  name: { en: 'Name', nl: 'Naam' },
  nameHint: { en: 'You sign in with it.', nl: 'Hiermee log je in.' },
  password: { en: 'Password', nl: 'Wachtwoord' },
  newPassword: { en: 'New password', nl: 'Nieuw wachtwoord' },
  passwordHint: {
    en: 'At least {least} characters. Four unrelated words are easy to remember and hard to guess.',
    nl: 'Minstens {least} tekens. Vier losse woorden zijn makkelijk te onthouden en moeilijk te raden.',
  },
  usePassword: { en: 'Use this password', nl: 'Dit wachtwoord gebruiken' },
  usePasskey: { en: 'Use a passkey', nl: 'Een passkey gebruiken' },
  passkeySignIn: { en: 'Sign in with a passkey', nl: 'Inloggen met een passkey' },
  passkeyHint: {
    en: 'Your phone, computer or security key signs you in: nothing to remember, nothing to steal.',
    nl: 'Je telefoon, computer of beveiligingssleutel logt je in: niets te onthouden, niets te stelen.',
  },
  or: { en: 'or', nl: 'of' },

  passkeyNeedsHttps: {
    en: 'A passkey needs https, or a browser on the machine that runs Latchkey. Here, at {origin}, there is only the password.',
    nl: 'Een passkey vraagt https, of een browser op de machine waar Latchkey draait. Hier, op {origin}, is er alleen het wachtwoord.',
  },
  passkeyNeedsName: {
    en: 'A passkey is bound to a name, and {origin} is a number. Here there is only the password.',
    nl: 'Een passkey hoort bij een naam, en {origin} is een nummer. Hier is er alleen het wachtwoord.',
  },
  passkeyAtLocalhost: {
    en: 'Go to localhost to use a passkey',
    nl: 'Ga naar localhost voor een passkey',
  },
  passkeyMissing: {
    en: 'This browser has no passkeys. Use the password.',
    nl: 'Deze browser kent geen passkeys. Gebruik het wachtwoord.',
  },
  passkeyCancelled: {
    en: 'Nothing was signed: it was cancelled, or there is no passkey for Latchkey here. Try again, or use the password.',
    nl: 'Er is niets ondertekend: het is afgebroken, of er is hier geen passkey voor Latchkey. Probeer het opnieuw of gebruik het wachtwoord.',
  },
  passkeyFailed: {
    en: 'This passkey is not known here. Use another one, or the password.',
    nl: 'Deze passkey is hier niet bekend. Gebruik een andere, of het wachtwoord.',
  },
  noAnswer: {
    en: 'Latchkey does not answer. Is it running?',
    nl: 'Latchkey geeft geen antwoord. Draait het nog?',
  },

  nameMissing: { en: 'Fill in a name.', nl: 'Vul een naam in.' },
  nameBad: {
    en: 'A name has at most 80 letters, and no control characters.',
    nl: 'Een naam heeft hoogstens 80 letters, en geen besturingstekens.',
  },
  nameTaken: {
    en: 'There is an owner with this name already. Take another one.',
    nl: 'Er is al een eigenaar met deze naam. Neem een andere.',
  },
  passwordMissing: { en: 'Fill in your password.', nl: 'Vul je wachtwoord in.' },
  passwordShort: {
    en: 'This password is too short: it must have at least {least} characters.',
    nl: 'Dit wachtwoord is te kort: het moet minstens {least} tekens hebben.',
  },
  passwordLong: {
    en: 'A password has at most 1000 characters.',
    nl: 'Een wachtwoord heeft hoogstens 1000 tekens.',
  },
  slowDown: {
    en: 'Too many tries. Wait {seconds} s, then try again.',
    nl: 'Te veel pogingen. Wacht {seconds} s en probeer het dan opnieuw.',
  },
  busy: {
    en: 'Too many people are signing in at this moment. Try again.',
    nl: 'Er loggen nu te veel mensen in. Probeer het opnieuw.',
  },
  formOld: {
    en: 'This page was open for too long, or in two tabs. Nothing was done; try again.',
    nl: 'Deze pagina stond te lang open, of in twee tabbladen. Er is niets gedaan; probeer het opnieuw.',
  },
  failed: {
    en: 'That did not work, and it is not your doing. The log of Latchkey says why.',
    nl: 'Dat is niet gelukt, en het ligt niet aan jou. In het logboek van Latchkey staat waarom.',
  },

  homeTitle: { en: 'Your Latchkey', nl: 'Jouw Latchkey' },
  signedInAs: { en: 'Signed in as {name}', nl: 'Ingelogd als {name}' },
  signOut: { en: 'Sign out', nl: 'Uitloggen' },
  hubs: { en: 'Homeys', nl: 'Homeys' },
  noHubs: {
    en: 'None yet. Connect one on the machine that runs Latchkey:',
    nl: 'Nog geen. Koppel er een op de machine waar Latchkey draait:',
  },
  keys: { en: 'Keys', nl: 'Sleutels' },
  noKeys: {
    en: 'None yet. A key lets one app do what you choose, and nothing else.',
    nl: 'Nog geen. Met een sleutel mag één app wat jij kiest, en verder niets.',
  },
  more: { en: 'and {count} more', nl: 'en nog {count}' },
  onHub: { en: 'for {hub}', nl: 'voor {hub}' },
  goOn: { en: 'Go on at the command line', nl: 'Verder op de opdrachtregel' },
  goOnLead: {
    en: 'On the machine that runs Latchkey:',
    nl: 'Op de machine waar Latchkey draait:',
  },
  doKey: { en: 'Let an app in', nl: 'Een app binnenlaten' },
  doAudit: { en: 'See who did what', nl: 'Zien wie wat deed' },
  doRevoke: { en: 'Take a key back', nl: 'Een sleutel intrekken' },
  doDoctor: { en: 'Check that all is well', nl: 'Nagaan of alles goed is' },

  'state live': { en: 'works', nl: 'werkt' },
  'state revoked': { en: 'taken back', nl: 'ingetrokken' },
  'state expired': { en: 'expired', nl: 'verlopen' },
  'state stopped': { en: 'stopped', nl: 'stilgelegd' },
  'state halted': { en: 'its app is suspended', nl: 'de app is geschorst' },
  'state suspended': { en: 'waits for your word', nl: 'wacht op jouw akkoord' },
  'danger read': { en: 'reads only', nl: 'leest alleen' },
  'danger private': { en: 'reads private things', nl: 'leest privézaken' },
  'danger control': { en: 'controls devices', nl: 'bestuurt apparaten' },
  'danger change': { en: 'changes your home', nl: 'verandert je huis' },
  'danger full': { en: 'full control', nl: 'volledige controle' },
  ...APPROVAL_TEXTS,
} as const satisfies Readonly<Record<string, Text>>

/** The name of a text. */
export type TextName = keyof typeof TEXTS

/** Gives a text in one language, filled in. */
export interface Words {
  readonly language: Language
  (name: TextName, values?: Readonly<Record<string, string | number>>): string
}

/** The texts of a language. */
export function wordsIn(language: Language): Words {
  const words = (name: TextName, values: Readonly<Record<string, string | number>> = {}) =>
    TEXTS[name][language].replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole))
  return Object.assign(words, { language })
}

/** The language that a browser likes best, of those that there are; English if it likes none. */
export function languageOf(accepted: string | undefined): Language {
  const liked = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((one) => {
      const [tag = '', ...parameters] = one
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { language } of liked) {
    const known = LANGUAGES.find((one) => one === language)
    if (known) return known
  }
  return 'en'
}
