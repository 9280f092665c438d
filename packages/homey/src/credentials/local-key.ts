// A local API key: made by the owner, or minted by Latchkey. It lasts until it is deleted at the hub,
// and when the hub refuses it there is no other.
import { HubError } from '../hub-error.ts'
import type { Credential } from './credential.ts'

/** The credential that is an API key. */
export function localKey(key: string): Credential {
  return {
    kind: 'local-key',
    expiresAt: undefined,
    constant: key,
    token: async () => key,
    renew: async () => {
      throw new HubError(
        'hub_credential_refused',
        'The Homey no longer accepts the key that Latchkey holds for it.',
        { status: 401 },
      )
    },
    describe: () => 'an API key',
  }
}
