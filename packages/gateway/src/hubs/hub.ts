// A hub that Latchkey holds a credential for, without the credential.
import type { Generation } from '@latchkey/catalogue'
import type { CredentialKind, KnownAddresses } from '@latchkey/homey'

/** One hub, as owners see it. */
export interface Hub {
  /** The Homey's own id. */
  readonly id: string
  /** Whose it is; empty before there is an owner. */
  readonly ownerId: string
  /** What the owner calls it; unique among the hubs of that owner. */
  readonly name: string
  readonly generation: Generation
  /** The address that answered when it was added. */
  readonly address: string
  /** All addresses at which it may be found. */
  readonly addresses: KnownAddresses
  readonly credentialKind: CredentialKind
  /** The hub's id of the key, if Latchkey minted it. */
  readonly mintedKeyId: string | undefined
  /** The account at Athom that the credential came through. */
  readonly accountId: string | undefined
  /** The hub's id of the user whom the credential belongs to, where it shows. */
  readonly credentialUser: string | undefined
  /** The credential's scopes at the hub; null where the hub does not tell. */
  readonly credentialScopes: readonly string[] | null
  readonly createdAt: number
}
