// Operations that need more, less or other permissions for some requests, by what stands in them.
// `also`: besides the operation's own. `instead`: would do as well. `never`: no grant may.
import { HOMEYSCRIPT } from '../operations/beside.ts'
import { isSecurityCapability } from './security-capabilities.ts'

/** What of a request a refinement looks at. */
export interface RequestFacts {
  readonly ids: Readonly<Record<string, string>>
  /** The parsed body; undefined where there is none. */
  readonly body: unknown
  /** The hub's own id of the user whom the hub's credential belongs to, where it is known. */
  readonly credentialUser?: string | undefined
}

/** One row. */
export type Refinement = {
  readonly when: (facts: RequestFacts) => boolean
  readonly because: string
} & (
  | { readonly kind: 'also' | 'instead'; readonly permission: string }
  | { readonly kind: 'never' }
)

const member = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined

const onlySwitches = ({ body }: RequestFacts): boolean =>
  typeof member(body, 'enabled') === 'boolean' && Object.keys(body as object).length === 1

// Where nobody knows whom the credential belongs to, it may be anybody's.
const isCredentialUser = ({ ids, credentialUser }: RequestFacts): boolean =>
  ids['id'] === 'me' || credentialUser === undefined || ids['id'] === credentialUser

// A hub may read `["owner"]` as `owner`, so what is no word counts as one that says so.
const makesOwner = ({ body }: RequestFacts): boolean => {
  const role = member(body, 'role') ?? ''
  return typeof role !== 'string' || role.trim().toLowerCase() === 'owner'
}

const isHomeyScript = ({ ids }: RequestFacts): boolean => ids['id'] === HOMEYSCRIPT

const owner: Refinement = {
  kind: 'never',
  when: isCredentialUser,
  because: "it would shut out the owner, and the hub's credential with it",
}
const newOwner: Refinement = {
  kind: 'never',
  when: makesOwner,
  because: 'it would make somebody else the owner',
}
const scriptsInSettings = (permission: string): Refinement => ({
  kind: 'also',
  permission,
  when: isHomeyScript,
  because: 'HomeyScript keeps its scripts in its settings',
})

/** By operation id. */
export const REFINEMENTS: Readonly<Record<string, readonly Refinement[]>> = {
  'devices.setCapabilityValue': [
    {
      kind: 'also',
      permission: 'security-device:control',
      when: ({ ids }) => isSecurityCapability(ids['capabilityId'] ?? ''),
      because: 'it moves a lock, a garage door or an alarm',
    },
  ],
  'flow.updateFlow': [
    {
      kind: 'instead',
      permission: 'flow:enable',
      when: onlySwitches,
      because: 'it only switches the Flow on or off',
    },
  ],
  'flow.updateAdvancedFlow': [
    {
      kind: 'instead',
      permission: 'advanced-flow:enable',
      when: onlySwitches,
      because: 'it only switches the Advanced Flow on or off',
    },
  ],
  'homeyscript.runScript': [
    {
      kind: 'also',
      permission: 'homeyscript:update',
      when: ({ body }) => member(body, 'code') !== undefined,
      because: 'code in the request runs in place of the script',
    },
  ],
  'apps.getAppSetting': [scriptsInSettings('homeyscript:read')],
  'apps.getAppSettings': [scriptsInSettings('homeyscript:read')],
  'apps.setAppSetting': [scriptsInSettings('homeyscript:update')],
  'apps.unsetAppSetting': [scriptsInSettings('homeyscript:update')],
  'users.createUser': [newOwner],
  'users.updateUser': [owner, newOwner],
  'users.deleteUser': [owner],
}

/**
 * Permissions that no operation needs by itself, each with the one that it narrows or widens: they
 * exist where that one exists, and a bundle that holds that one holds them.
 */
export const REFINING_PERMISSIONS: Readonly<Record<string, string>> = {
  'flow:enable': 'flow:update',
  'advanced-flow:enable': 'advanced-flow:update',
  'security-device:control': 'device:control',
  'device-secret:read': 'device:read',
  // Asked besides by a move that lets some key reach more (docs/decisions/0009).
  'zone:move': 'device:update',
}

/**
 * Bodies that between them call for every refinement that looks at the body, and for none of them: what a
 * grant may do with each of these it may do with some requests.
 */
export const TELLING_BODIES: readonly unknown[] = [
  undefined,
  { enabled: true },
  { code: '' },
  { role: 'owner' },
]
