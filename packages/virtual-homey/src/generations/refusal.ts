// A refusal in the words of a generation. Later hubs answer in English; an older hub answers in its own
// language, and only a code in brackets stays the same.
import { errorBody, HubError } from '../hub-error.ts'
import { type JsonRecord, rowOf } from '../json.ts'
import type { Hub } from '../state/hub.ts'
import { traitsOf } from './generation.ts'

/** The body of a refusal of this hub, on HTTP and on the socket. */
export function refusalBody(hub: Hub, error: HubError): JsonRecord {
  if (traitsOf(hub.generation).errors === 'v3') return errorBody(error)
  const text = inLanguage(hub, error.message)
  return {
    code: error.status,
    error: error.code ?? text,
    ...(error.code && { error_description: `${text} [${error.code}]` }),
  }
}

/** What a hub answers to a route that it does not have. */
export function noSuchRoute(hub: Hub, route: string): HubError {
  const later = traitsOf(hub.generation).errors === 'v3' || KNOWN_404.test(route)
  return later ? new HubError(404, `Not Found: ${route}`) : missingApiMethod()
}

// Managers that it has, asked for what it lacks, were seen to answer 404.
const KNOWN_404 = /^GET \/api\/manager\/(energy\/report|weather\/)/

/** 500 of an older hub, also for operations that its specification names and its firmware lacks. */
export function missingApiMethod(): HubError {
  return new HubError(500, NO_METHOD, { code: 'missing_api_method' })
}

const NO_METHOD = 'Missing API Method'

// The exact words of the hub are not public; a Dutch one is known to say "no access to do this".
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Missing Scopes': {
    en: 'You do not have access to do this.',
    nl: 'Je hebt geen toegang om dit te doen.',
    de: 'Du hast keinen Zugriff, um dies zu tun.',
    fr: "Vous n'avez pas accès à cette action.",
  },
  [NO_METHOD]: {
    en: 'This API method does not exist.',
    nl: 'Deze API-methode bestaat niet.',
    de: 'Diese API-Methode gibt es nicht.',
    fr: "Cette méthode de l'API n'existe pas.",
  },
}

function inLanguage(hub: Hub, message: string): string {
  const texts = rowOf(TEXTS, message)
  const language = String(hub.state.options['i18n.language'] ?? 'en')
  return texts ? (rowOf(texts, language) ?? texts['en'] ?? message) : message
}
