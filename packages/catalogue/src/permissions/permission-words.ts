// The words of every permission, in each language that there is.

import { DUTCH_APPS } from './dutch/apps.ts'
import { DUTCH_DEVICES } from './dutch/devices.ts'
import { DUTCH_ENERGY } from './dutch/energy.ts'
import { DUTCH_FLOWS } from './dutch/flows.ts'
import { DUTCH_HISTORY } from './dutch/history.ts'
import { DUTCH_HOUSE } from './dutch/house.ts'
import { DUTCH_HUB } from './dutch/hub.ts'
import { DUTCH_MATTER } from './dutch/matter.ts'
import { DUTCH_MEDIA } from './dutch/media.ts'
import { DUTCH_PEOPLE } from './dutch/people.ts'
import { DUTCH_RADIO } from './dutch/radio.ts'
import { DUTCH_STATES } from './dutch/states.ts'
import type { DutchRow } from './dutch-row.ts'
import type { PermissionWords } from './permission.ts'
import { PERMISSIONS } from './permissions.ts'

/** The languages of these words. */
export type PermissionLanguage = 'en' | 'nl'

/** The words, and by what way it can become full control, if it can. */
export interface ToldPermission extends PermissionWords {
  readonly escalates?: string | undefined
}

const DUTCH: ReadonlyMap<string, DutchRow> = new Map(
  [
    ...[DUTCH_APPS, DUTCH_DEVICES, DUTCH_ENERGY, DUTCH_FLOWS, DUTCH_HISTORY, DUTCH_HOUSE],
    ...[DUTCH_HUB, DUTCH_MATTER, DUTCH_MEDIA, DUTCH_PEOPLE, DUTCH_RADIO, DUTCH_STATES],
  ].flatMap((table) => Object.entries(table)),
)

/** The words of a permission; undefined if there is no such permission, or no words in that language. */
export function permissionWords(
  name: string,
  language: PermissionLanguage,
): ToldPermission | undefined {
  if (language === 'en') return PERMISSIONS.get(name)
  const [label, can, risk, safer, escalates] = DUTCH.get(name) ?? []
  if (label === undefined || can === undefined || risk === undefined || safer === undefined) {
    return undefined
  }
  return { label, can, risk, safer, escalates }
}

/** The permissions that have Dutch words. */
export const inDutch = (): readonly string[] => [...DUTCH.keys()].sort()
