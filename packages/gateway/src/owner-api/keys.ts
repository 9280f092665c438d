// Making and changing keys for an owner: words are expanded for the hub, names looked up there, and what the
// hub's own credential cannot do is neither granted nor promised.
import {
  expand,
  GENERATION_NAMES,
  type Limits,
  scopesNeeded,
  withinCeiling,
} from '@latchkey/catalogue'
import type { z } from 'zod'
import type { Grant, UndoAtEnd } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { ApiKey } from '../grants/key.ts'
import type { Hub } from '../hubs/hub.ts'
import { OwnerError } from '../owner-error.ts'
import type { HubObjects } from './hub-objects.ts'
import type { KEY_CHANGE, KEY_INPUT } from './key-inputs.ts'
import { changedLimits, requireSense, resolveChange } from './resolve-limits.ts'
import { resolveRestrictions, restrictionsAfter } from './restriction-changes.ts'

const HELD: Readonly<Record<Hub['credentialKind'], string>> = {
  'local-key': 'The key that Latchkey holds',
  'homey-cli': "The Homey CLI's login that Latchkey uses",
  'athom-client': 'The login of your Athom client, which has what Athom gives third parties,',
}

const INSTEAD: Readonly<Record<Hub['generation'], string>> = {
  'pro-2019': 'a login (--homey-cli)',
  'pro-2023': 'a key',
  cloud: 'a login (--homey-cli)',
}

/** What a new key or a change came to. */
export interface KeyResult {
  readonly grant: Grant
  /** Words that open nothing on this hub. */
  readonly absent: readonly string[]
  /** What the owner should know, in sentences. */
  readonly notes: readonly string[]
}

/** What keys are made with. */
export interface KeyParts {
  readonly grants: Grants
  readonly hub: Hub
  readonly objects: HubObjects
  readonly now: number
}

/**
 * Makes a key on a hub.
 * @throws OwnerError `permission_unknown`, `permission_refused`, `limit_unknown`, `limits_refused` or
 * `hub_away`, with all that cannot be granted and why.
 */
export async function createKey(
  { grants, hub, objects, now }: KeyParts,
  wanted: z.output<typeof KEY_INPUT>,
): Promise<KeyResult & { readonly key: ApiKey }> {
  const { permissions, absent, brought } = grantable(hub, wanted.permissions)
  const limiting = await resolveChange(wanted.limits ?? {}, objects)
  const chosen = changedLimits(null, limiting.change)
  const limits = withBrought(chosen, brought)
  if (limits) requireSense(limits, permissions)
  const notes = [...(isToldOf(brought, chosen) ? [BROUGHT] : []), ...limiting.warnings]
  const restricted = await resolveRestrictions(wanted.restrictions ?? {}, objects)
  const restrictions = restrictionsAfter(null, restricted)
  const made = await grants.create({
    ...{ hubId: hub.id, client: wanted.name, permissions, limits, restrictions },
    expiresAt: wanted.expires === undefined ? null : now + wanted.expires,
    onEnd: endOf(wanted.onEnd ?? 'leave'),
  })
  return { ...made, absent, notes: [...notes, ...restricted.notes] }
}

/**
 * Changes a key; its next request is judged by it. What others change at the same time stays changed: names are
 * looked up at the hub before, and what the change comes to is worked out from the key as it is when it is made.
 * @throws OwnerError as `createKey`, and `key_revoked`.
 */
export async function changeKey(
  { grants, hub, objects, now }: KeyParts,
  { id }: Pick<Grant, 'id'>,
  wanted: z.output<typeof KEY_CHANGE>,
): Promise<KeyResult> {
  const words = changedWords(hub, wanted)
  const limiting = await resolveChange(wanted.limits ?? {}, objects)
  const restricting =
    wanted.restrictions && (await resolveRestrictions(wanted.restrictions, objects))
  let isTold = false
  const grant = await grants.change(id, async (before) => {
    const permissions = words && permissionsAfter(before, words)
    const brought = words?.brought ?? null
    const isReplaced = wanted.limits === null
    const chosen = changedLimits(isReplaced ? null : before.limits, limiting.change)
    const limits = withBrought(chosen, brought)
    if (limits && wanted.limits) requireSense(limits, permissions ?? [...before.permissions])
    isTold = isToldOf(words?.brought ?? null, chosen)
    return {
      ...(wanted.restrictions !== undefined && {
        restrictions: restricting ? restrictionsAfter(before.restrictions, restricting) : null,
      }),
      ...(wanted.name !== undefined && { client: wanted.name }),
      ...(permissions && { permissions, lapses: stillLapsing(hub, before, wanted) }),
      ...((wanted.limits !== undefined || brought !== null) && { limits }),
      ...(wanted.expires !== undefined && {
        expiresAt: wanted.expires === null ? null : now + wanted.expires,
      }),
      ...(wanted.onEnd !== undefined && { onEnd: endOf(wanted.onEnd) }),
    }
  })
  const notes = [...(isTold ? [BROUGHT] : []), ...limiting.warnings, ...(restricting?.notes ?? [])]
  if (grant) return { grant, absent: words?.absent ?? [], notes }
  const message = 'This key is revoked for good. Make a new one: latchkey key create'
  throw new OwnerError('key_revoked', message)
}

const endOf = (word: 'off' | 'restore' | 'leave'): UndoAtEnd | null =>
  word === 'leave' ? null : word

interface Grantable {
  readonly permissions: readonly string[]
  readonly absent: readonly string[]
  /** Limits that presets among the words bring along. */
  readonly brought: Limits | null
}

/** @throws OwnerError `permission_unknown` or `permission_refused` */
function grantable(hub: Hub, words: readonly string[]): Grantable {
  const { permissions, absent, refused, limits: brought } = expand(words, hub.generation)
  const beyond = permissions.filter(
    (one) => !withinCeiling(one, hub.generation, hub.credentialScopes),
  )
  const problems = refused.map((one) => one.message)
  if (beyond.length > 0) {
    const lacking = scopesNeeded(beyond, hub.generation).join(', ')
    problems.push(
      `${HELD[hub.credentialKind]} for ${hub.name} cannot do: ${beyond.join(', ')}. Add the hub again with ${INSTEAD[hub.generation]} that has ${lacking}.`,
    )
  }
  if (permissions.length === 0 && problems.length === 0) {
    problems.push(`Nothing of this exists on ${GENERATION_NAMES[hub.generation]}.`)
  }
  if (problems.length > 0) {
    const code = refused.length > 0 ? 'permission_unknown' : 'permission_refused'
    throw new OwnerError(code, problems.join('\n'))
  }
  return { permissions, absent, brought }
}

/** What a change says of permissions. */
interface ChangedWords extends Grantable {
  /** Whether they stand in for all that it has. */
  readonly isAll: boolean
  readonly dropped: readonly string[]
}

/** What a change says of permissions; undefined if it does not touch them. */
function changedWords(hub: Hub, wanted: z.output<typeof KEY_CHANGE>): ChangedWords | undefined {
  const { permissions: all, addPermissions: more = [], dropPermissions: fewer = [] } = wanted
  if (!all && more.length + fewer.length === 0) return undefined
  const words = [...(all ?? []), ...more]
  const nothing: Grantable = { absent: [], brought: null, permissions: [] }
  const given = words.length > 0 ? grantable(hub, words) : nothing
  const { permissions: dropped, refused } = expand(fewer, hub.generation)
  if (refused.length > 0) {
    throw new OwnerError('permission_unknown', refused.map((one) => one.message).join('\n'))
  }
  return { ...given, isAll: all !== undefined, dropped }
}

/** All permissions after a change. */
function permissionsAfter(
  before: Pick<Grant, 'permissions'>,
  { isAll, permissions, dropped }: ChangedWords,
): readonly string[] {
  const after = new Set([...(isAll ? [] : before.permissions), ...permissions])
  for (const one of dropped) after.delete(one)
  if (after.size > 0) return [...after].sort()
  const message = 'Nothing would be left of this key. Take it back with: latchkey key revoke'
  throw new OwnerError('permission_refused', message)
}

// What was given for a time stays so, unless the owner adds it by name.
function stillLapsing(
  { generation }: Hub,
  { lapses = new Map<string, number>() }: Grant,
  { addPermissions = [] }: z.output<typeof KEY_CHANGE>,
): ReadonlyMap<string, number> {
  const added = new Set(expand(addPermissions, generation).permissions)
  return new Map([...lapses].filter(([name]) => !added.has(name)))
}

const BROUGHT =
  'The preset is granted with the limit own: the key changes only what it makes itself, and every Flow that it writes is judged.'

/** Whether a preset brings a limit along that nobody chose. */
const isToldOf = (brought: Limits | null, chosen: Limits | null): boolean =>
  brought !== null && chosen?.own !== true

// What presets bring along is not up to the change: without it they would be something else.
const withBrought = (chosen: Limits | null, brought: Limits | null): Limits | null =>
  brought === null ? chosen : { ...chosen, ...brought }
