// Making keys for an owner: the words are expanded for the hub, and what the hub's own credential
// cannot do is neither granted nor promised.
import { expand, GENERATION_NAMES, scopesNeeded, withinCeiling } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { ApiKey } from '../grants/key.ts'
import type { Hub } from '../hubs/hub.ts'
import { OwnerError } from '../owner-error.ts'

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

/** What an owner wants of a new key; `expires` is its life in milliseconds. */
export interface WantedKey {
  readonly name: string
  readonly permissions: readonly string[]
  readonly expires?: number | undefined
}

/** A key that was made; `absent` are the words that open nothing on this hub. */
export interface MadeKey {
  readonly grant: Grant
  readonly key: ApiKey
  readonly absent: readonly string[]
}

/**
 * Makes a key on a hub.
 * @throws OwnerError `permission_unknown` or `permission_refused`, with every word that cannot be granted and why.
 */
export async function createKey(
  grants: Grants,
  hub: Hub,
  wanted: WantedKey,
  now: number,
): Promise<MadeKey> {
  const { permissions, absent, refused } = expand(wanted.permissions, hub.generation)
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
    const mistyped = refused.some((one) => one.reason === 'unknown-permission')
    const code = mistyped ? 'permission_unknown' : 'permission_refused'
    throw new OwnerError(code, problems.join('\n'))
  }
  const made = await grants.create({
    hubId: hub.id,
    client: wanted.name,
    permissions,
    limits: null,
    expiresAt: wanted.expires === undefined ? null : now + wanted.expires,
  })
  return { ...made, absent }
}
