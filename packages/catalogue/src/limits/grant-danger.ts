// How bad a grant is in the wrong hands: the worst of its permissions, each as far as its limits leave it.
// Writing Flows can do everything; writing only what is understood and within limits cannot (DESIGN 4).
import { type Danger, worse } from '../permissions/danger.ts'
import { PERMISSIONS } from '../permissions/permissions.ts'
import type { Limits } from './limits.ts'
import { isRoomLimit, WRITES_FLOWS } from './rooms.ts'

/** Why a permission is as bad as it is in this grant. */
export interface DangerReason {
  readonly permission: string
  readonly danger: Danger
  /** A sentence; `{app}` stands for the client. */
  readonly because: string
}

/** The danger of a grant. */
export interface GrantDanger {
  readonly danger: Danger
  /** Of every permission that can become full control, and of every one that limits keep from it. */
  readonly reasons: readonly DangerReason[]
}

interface Lowered {
  readonly when: (limits: Limits) => boolean
  readonly danger: Danger
  readonly because: string
}

const judged: Lowered = {
  when: (limits) => !runsAnyCode(limits),
  danger: 'change',
  because:
    'It writes only Flows of which every card is understood and within its limits: no scripts, no cards of apps that you did not name.',
}

const refused = (because: string, when: Lowered['when'] = isRoomLimit): Lowered => {
  return { when, danger: 'read', because: `Refused under a limit to rooms or devices: ${because}` }
}

const unlessNamed = (limits: Limits): boolean => isRoomLimit(limits) && limits.apps === undefined

/** By permission: what limits keep it from. What is not here stays as bad as it is. */
const LOWERED: Readonly<Record<string, Lowered>> = {
  ...Object.fromEntries(WRITES_FLOWS.map((name) => [name, judged])),
  'flow-card:run': {
    ...judged,
    danger: 'control',
    because: 'It runs only cards that are understood and within its limits.',
  },
  'homeyscript:create': refused('code can do anything.'),
  'homeyscript:update': refused('code can do anything.'),
  'homeyscript:run': {
    when: isRoomLimit,
    danger: 'control',
    because: 'It runs only scripts that are named, as they are, and sends no code of its own.',
  },
  'app:install': refused('an app can do more than its limits.'),
  'devkit:install': refused('an app can do more than its limits.'),
  'app-api:call': refused('an app can do more than its limits.', unlessNamed),
  'app-settings:update': refused('the settings of an app belong to no room.', unlessNamed),
  'pair-session:create': refused('a new device is in no room yet.'),
  'experiment:update': refused('it concerns the whole Homey.'),
  'system-debug:run': refused('it concerns the whole Homey.'),
  'usb-mode:update': refused('it concerns the whole Homey.'),
  'user:create': refused('people belong to no room.'),
  'user:update': refused('people belong to no room.'),
}

const HOMEYSCRIPT_CARD = 'homey:app:com.athom.homeyscript:'

/**
 * Whether a card is allowed that runs whatever the client writes. A card that is named counts as
 * understood, so a script card is only bound by the arguments that are fixed.
 */
function runsAnyCode({ cards = [] }: Limits): boolean {
  return cards.some(({ id, args = {} }) => {
    if (!id.toLowerCase().startsWith(HOMEYSCRIPT_CARD)) return false
    return !Object.hasOwn(args, /code/i.test(id) ? 'code' : 'script')
  })
}

/** The danger of permissions under limits, `null` for none; with a reason where it is not plain. */
export function grantDanger(permissions: Iterable<string>, limits: Limits | null): GrantDanger {
  const reasons: DangerReason[] = []
  let danger: Danger = 'read'
  for (const permission of permissions) {
    const one = dangerUnder(permission, limits)
    danger = worse(danger, one.danger)
    if (one.because !== undefined) {
      reasons.push({ permission, danger: one.danger, because: one.because })
    }
  }
  return { danger, reasons }
}

function dangerUnder(
  permission: string,
  limits: Limits | null,
): { readonly danger: Danger; readonly because?: string | undefined } {
  const row = PERMISSIONS.get(permission)
  // A permission that this catalogue does not know may be anything.
  if (!row) return { danger: 'full', because: 'This version of Latchkey does not know it.' }
  const lowered = Object.hasOwn(LOWERED, permission) ? LOWERED[permission] : undefined
  if (limits !== null && lowered?.when(limits)) return lowered
  return { danger: row.danger, because: row.escalates }
}
