// A hub that Latchkey holds a credential for, without the credential.
import type { Generation } from '@latchkey/catalogue'

/** One hub, as owners see it. */
export interface Hub {
  /** The Homey's own id. */
  readonly id: string
  /** What the owner calls it; unique in the installation. */
  readonly name: string
  readonly generation: Generation
  readonly address: string
  /** The hub's id of the user whom the credential belongs to, where it shows. */
  readonly credentialUser: string | undefined
  /** The credential's scopes at the hub; null where the hub does not tell. */
  readonly credentialScopes: readonly string[] | null
  readonly createdAt: number
}
