// Which settings of apps are whose: some are kept there and belong to another kind, others are bound to
// the hub or to a login and are not to be copied without asking (reference 3.9).
import { HOMEYSCRIPT } from '@latchkey/catalogue'
import { isObject, type Json } from '../json.ts'

/** What becomes of a setting in a transfer, unless somebody says otherwise. */
export type Copying =
  | { readonly copy: 'yes' }
  /** It is in the snapshot; it is not written, because … */
  | { readonly copy: 'no'; readonly because: string }

/** Settings that are another kind's: they are not in a snapshot as settings. By app. */
export const OF_OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [HOMEYSCRIPT]: {
    scripts: 'the scripts are read and written as scripts',
    tokens: 'HomeyScript makes its tags again when its scripts run',
  },
}

/** Whether a setting is read as a setting at all. */
export function isOwn(app: string, name: string): boolean {
  const row = Object.hasOwn(OF_OTHERS, app) ? OF_OTHERS[app] : undefined
  return row === undefined || !Object.hasOwn(row, name)
}

/** Names of a login that may be good for one hub only; a refreshed copy can end both (reference 3.9). */
const LOGIN = /^(?:access|refresh)[-_]?token$/i

/** Whether a setting is copied, by what stands in it. `hubId` is the hub's own. */
export function copyingOf(name: string, value: Json, hubId: string): Copying {
  if (holdsLogin(name, value)) {
    return { copy: 'no', because: 'it is a login, which two hubs cannot share: sign in again' }
  }
  if (JSON.stringify(value).includes(hubId)) {
    return { copy: 'no', because: 'it names the hub itself' }
  }
  return { copy: 'yes' }
}

function holdsLogin(name: string, value: Json): boolean {
  if (LOGIN.test(name)) return value !== null
  if (Array.isArray(value)) return value.some((one) => holdsLogin('', one))
  return isObject(value) && Object.entries(value).some(([key, one]) => holdsLogin(key, one))
}
