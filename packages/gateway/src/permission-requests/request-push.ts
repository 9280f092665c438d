// A request on a phone: who asks and for what, in one sentence of ours, and where to answer. The client's own reason
// stays on the page: on a phone nobody can tell it from ours.
import { permissionWords } from '@latchkey/catalogue'
import { harmless, where } from '../approvals/push-text.ts'
import { REQUESTS_PAGE } from '../pages/request-pages.ts'
import type { Language } from '../pages/texts.ts'
import type { PermissionRequest } from './permission-request.ts'

/** How many permissions are named. */
const NAMED = 3

const SENTENCE: Readonly<Record<Language, (client: string, what: string) => string>> = {
  en: (client, what) => `“${client}” asks for more access: ${what}.`,
  nl: (client, what) => `“${client}” vraagt meer toegang: ${what}.`,
}

const MORE: Readonly<Record<Language, (count: number) => string>> = {
  en: (count) => `${count} more`,
  nl: (count) => `nog ${count}`,
}

const OBJECTS: Readonly<Record<Language, string>> = {
  en: 'more of your home',
  nl: 'meer van je huis',
}

/** The text, with the address of the page where there is one. */
export function requestText(
  { id, asked }: Pick<PermissionRequest, 'id' | 'asked'>,
  client: string,
  language: Language,
  address: string | undefined,
): string {
  const { permissions, objects } = asked
  const labels = permissions
    .slice(0, NAMED)
    .map((one) => permissionWords(one, language)?.label ?? one)
  const more = permissions.length - labels.length
  const what = [
    ...labels,
    ...(more > 0 ? [MORE[language](more)] : []),
    ...(Object.keys(objects).length > 0 ? [OBJECTS[language]] : []),
  ]
  const command = 'latchkey requests list'
  const place = where(language, address, `${REQUESTS_PAGE}/${id}`, command)
  return `${harmless(SENTENCE[language](client, what.join(', ')))} ${place}`
}
