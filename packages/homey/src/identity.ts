// Who answers at an address. Asked before the key is sent, and asked again when the answer is
// old or the connection was lost: an address can come to belong to somebody else.
import { HubError } from './hub-error.ts'

/** What a hub says of itself to anybody (reference 2.2). */
export interface Identity {
  readonly id: string
  /** `X-Homey-Version`, where the hub sends it. */
  readonly version: string | undefined
}

/** How long an identity is believed, in milliseconds. */
export const IDENTITY_LIFE = 30_000

/** The path of a ping; a relay finds the hub by its id. */
export function pingPath(id: string | undefined): string {
  const path = '/api/manager/system/ping'
  return id === undefined ? path : `${path}?id=${encodeURIComponent(id)}`
}

const HOMEY_ID = /^[0-9A-Za-z-]{1,64}$/

/**
 * Reads who answered a ping.
 * @throws HubError `hub_is_another` if it is no Homey, or not the one with the id `expected`.
 */
export function readIdentity(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  status: number,
  body: string,
  expected: string | undefined,
): Identity {
  const id = headers['x-homey-id']
  if (typeof id !== 'string' || !HOMEY_ID.test(id)) {
    throw new HubError(
      'hub_is_another',
      'No Homey answers at this address. Check the address in the Homey app under Settings, General.',
    )
  }
  if (status < 200 || status > 299) {
    throw new HubError('hub_offline', `The Homey at this address answered ${status} to a ping.`)
  }
  if (body === 'false' || (expected !== undefined && expected !== id)) {
    throw new HubError(
      'hub_is_another',
      'Another Homey answers at this address, so the key was not sent. If your Homey moved, change its address.',
    )
  }
  const version = headers['x-homey-version']
  return { id, version: typeof version === 'string' ? version : undefined }
}
