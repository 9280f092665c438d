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
import type { LimitsChange } from './limit-inputs.ts'
import { changedLimits, requireSense, resolveChange } from './resolve-limits.ts'
import { changedRestrictions } from './restriction-changes.ts'

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
  const { limits, notes } = await limitsOf(null, wanted.limits ?? {}, brought, objects)
  if (limits) requireSense(limits, permissions)
  const restricted = await changedRestrictions(null, wanted.restrictions ?? {}, objects)
  const { restrictions } = restricted
  const made = await grants.create({
    ...{ hubId: hub.id, client: wanted.name, permissions, limits, restrictions },
    expiresAt: wanted.expires === undefined ? null : now + wanted.expires,
    onEnd: endOf(wanted.onEnd ?? 'leave'),
  })
  return { ...made, absent, notes: [...notes, ...restricted.notes] }
}

/**
 * Changes a key; its next request is judged by what it is then.
 * @throws OwnerError as `createKey`, and `key_revoked`.
 */
export async function changeKey(
  { grants, hub, objects, now }: KeyParts,
  before: Grant,
  wanted: z.output<typeof KEY_CHANGE>,
): Promise<KeyResult> {
  const { permissions, absent, brought } = changedPermissions(hub, before, wanted)
  const change = wanted.limits === undefined ? {} : wanted.limits
  const { limits, notes } = await limitsOf(before.limits, change, brought, objects)
  if (limits && wanted.limits) requireSense(limits, permissions ?? [...before.permissions])
  const restricted =
    wanted.restrictions === undefined
      ? undefined
      : await changedRestrictions(before.restrictions, wanted.restrictions, objects)
  const grant = await grants.update(before.id, {
    ...(restricted && { restrictions: restricted.restrictions }),
    ...(wanted.name !== undefined && { client: wanted.name }),
    ...(permissions !== undefined && { permissions, lapses: stillLapsing(hub, before, wanted) }),
    ...((wanted.limits !== undefined || brought !== null) && { limits }),
    ...(wanted.expires !== undefined && {
      expiresAt: wanted.expires === null ? null : now + wanted.expires,
    }),
    ...(wanted.onEnd !== undefined && { onEnd: endOf(wanted.onEnd) }),
  })
  if (grant) return { grant, absent, notes: [...notes, ...(restricted?.notes ?? [])] }
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

/** All permissions after a change; undefined if it does not touch them. */
function changedPermissions(
  hub: Hub,
  before: Grant,
  wanted: z.output<typeof KEY_CHANGE>,
): Omit<Grantable, 'permissions'> & { readonly permissions: readonly string[] | undefined } {
  const { permissions: all, addPermissions: more = [], dropPermissions: fewer = [] } = wanted
  if (!all && more.length + fewer.length === 0) {
    return { permissions: undefined, absent: [], brought: null }
  }
  const words = [...(all ?? []), ...more]
  const { absent, brought, permissions } =
    words.length > 0 ? grantable(hub, words) : { absent: [], brought: null, permissions: [] }
  const { permissions: dropped, refused } = expand(fewer, hub.generation)
  if (refused.length > 0) {
    throw new OwnerError('permission_unknown', refused.map((one) => one.message).join('\n'))
  }
  const kept = all ? [] : before.permissions
  const after = new Set([...kept, ...permissions])
  for (const one of dropped) after.delete(one)
  if (after.size > 0) return { permissions: [...after].sort(), absent, brought }
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

// What presets bring along is not up to the change: without it they would be something else.
async function limitsOf(
  before: Limits | null,
  change: LimitsChange | null,
  brought: Limits | null,
  objects: HubObjects,
): Promise<{ readonly limits: Limits | null; readonly notes: readonly string[] }> {
  const { change: resolved, warnings } = await resolveChange(change ?? {}, objects)
  const chosen = changedLimits(change === null ? null : before, resolved)
  if (brought === null) return { limits: chosen, notes: warnings }
  const notes = chosen?.own === true ? warnings : [BROUGHT, ...warnings]
  return { limits: { ...chosen, ...brought }, notes }
}
