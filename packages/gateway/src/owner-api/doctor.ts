// What the doctor looks at: can each hub be reached, is its credential good, what can it grant, and
// which narrower credential would do for the keys that there are.
import { permissionsOn, scopesNeeded, withinCeiling } from '@latchkey/catalogue'
import { HubError, type HubErrorCode } from '@latchkey/homey'
import { type Grant, standing } from '../grants/grant.ts'
import { countdownOf } from '../hubs/countdown.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { readSession } from '../hubs/session-facts.ts'

/** One hub's health. */
export interface HubHealth {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly reachable: boolean
  readonly version: string | null
  /** Which address is used, by which way, and why. */
  readonly way: string
  readonly because: string
  readonly credential: 'good' | 'refused' | 'lapsed' | 'unknown'
  /** What opens the hub: an API key, or whose login. */
  readonly credentialIs: string
  readonly expires: string | null
  /** That a login will end soon; null if it will not. */
  readonly warning: string | null
  /** What is wrong and what to do; null if nothing is. */
  readonly problem: string | null
  readonly scopes: readonly string[] | null
  readonly grantable: number
  /** Permissions of this kind of hub that the credential cannot grant. */
  readonly notGrantable: readonly string[]
  /** The fewest scopes that a credential needs for the live keys on this hub. */
  readonly narrowerScopes: readonly string[]
}

/** Examines one hub. Contacts it, with its credential. */
export async function examine(
  connected: ConnectedHub,
  grants: readonly Grant[],
  now: number,
): Promise<HubHealth> {
  const { hub, connection } = connected
  const found = await ask(connection)
  const { expiresAt, warning } = await countdownOf(connected, now)
  const scopes = found.scopes === undefined ? hub.credentialScopes : found.scopes
  const all = [...permissionsOn(hub.generation)].sort()
  const notGrantable = all.filter((one) => !withinCeiling(one, hub.generation, scopes))
  const used = grants
    .filter((grant) => grant.hubId === hub.id && standing(grant, now) === 'live')
    .flatMap((grant) => [...grant.permissions])
  return {
    id: hub.id,
    name: hub.name,
    address: connection.address || hub.address,
    way: connection.choice?.way ?? 'unknown',
    because: connection.choice?.because ?? 'it was not looked for yet',
    reachable: found.reachable,
    version: found.version,
    credential: found.credential,
    credentialIs: connection.credential.describe(),
    expires: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
    warning: warning ?? null,
    problem: found.problem,
    scopes,
    grantable: all.length - notGrantable.length,
    notGrantable,
    narrowerScopes: scopesNeeded(used, hub.generation),
  }
}

const CREDENTIAL_STATES: Readonly<Partial<Record<HubErrorCode, HubHealth['credential']>>> = {
  hub_credential_refused: 'refused',
  hub_credential_lapsed: 'lapsed',
}

interface Found {
  readonly reachable: boolean
  readonly version: string | null
  readonly credential: HubHealth['credential']
  readonly problem: string | null
  /** Undefined if the hub could not be asked. */
  readonly scopes?: readonly string[] | null
}

async function ask(connection: ConnectedHub['connection']): Promise<Found> {
  let version: string | null = null
  let reachable = false
  try {
    version = (await connection.identify()).version ?? null
    reachable = true
    const { credentialScopes } = await readSession(connection)
    return { reachable, version, credential: 'good', problem: null, scopes: credentialScopes }
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    const credential = CREDENTIAL_STATES[error.code] ?? 'unknown'
    return {
      reachable,
      version,
      credential,
      problem: error.message,
    }
  }
}
