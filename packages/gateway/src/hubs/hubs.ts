// The hubs of the installation: in the database with their credentials sealed, in memory with the
// connection to each. Nothing else ever sees a credential in the clear.
import { HubConnection, type KnownAddresses } from '@latchkey/homey'
import { OwnerError } from '../owner-error.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/sqlite.ts'
import { storedGeneration } from '../storage/stored-generation.ts'
import type { HubTable } from '../storage/tables.ts'
import type { Hub } from './hub.ts'
import {
  type CredentialParts,
  credentialOf,
  readSecret,
  type Secret,
  sealedText,
} from './stored-credential.ts'

/** A hub and the way to it. */
export interface ConnectedHub {
  readonly hub: Hub
  readonly connection: HubConnection
}

/** What the hubs stand on. */
export interface HubParts extends CredentialParts {
  readonly database: Database
  readonly sealing: Sealing
}

/** Keeps, finds, lists and removes hubs. */
export class Hubs implements AsyncDisposable {
  readonly #parts: HubParts
  readonly #byId = new Map<string, ConnectedHub>()

  private constructor(parts: HubParts) {
    this.#parts = parts
  }

  /** Loads all hubs; no hub is contacted. */
  static async load(parts: HubParts): Promise<Hubs> {
    const hubs = new Hubs(parts)
    const { database, sealing } = parts
    const rows = await database.selectFrom('hub').selectAll().orderBy('created_at').execute()
    for (const row of rows) {
      const text = sealing.open(row.sealed_credential, row.id)
      hubs.#connect(fromRow(row), readSecret(row.credential_kind, text))
    }
    return hubs
  }

  #connect(hub: Hub, secret: Secret): ConnectedHub {
    const { id, address, addresses, generation } = hub
    const save = (next: Secret) => this.#saveSecret(id, next)
    const credential = credentialOf(id, secret, this.#parts, save)
    const connection = new HubConnection({ id, address, addresses, generation, credential })
    const connected = { hub, connection }
    this.#byId.set(id, connected)
    return connected
  }

  async #saveSecret(id: string, secret: Secret): Promise<void> {
    const sealed_credential = this.#parts.sealing.seal(sealedText(secret), id)
    await this.#parts.database
      .updateTable('hub')
      .set({ sealed_credential })
      .where('id', '=', id)
      .where('credential_kind', '=', secret.kind)
      .execute()
  }

  /** All hubs, in the order in which they were added. */
  list(): readonly Hub[] {
    return [...this.#byId.values()].map((one) => one.hub)
  }

  /** The hub with this id, with its connection. */
  byId(id: string): ConnectedHub | undefined {
    return this.#byId.get(id)
  }

  /**
   * The hub with this name or id.
   * @throws OwnerError `hub_unknown`, naming the hubs that there are.
   */
  byNameOrId(word: string): ConnectedHub {
    for (const one of this.#byId.values()) {
      if (one.hub.id === word || one.hub.name === word) return one
    }
    const names = this.list().map((hub) => hub.name)
    throw new OwnerError(
      'hub_unknown',
      names.length === 0
        ? 'There is no hub yet. Add one: latchkey hub add --name Home --address http://…'
        : `There is no hub "${word}". There is: ${names.join(', ')}`,
    )
  }

  /** @throws OwnerError `name_taken` if another hub has the name. */
  requireFree(name: string, id: string): void {
    const other = this.list().find((hub) => hub.name === name && hub.id !== id)
    if (!other) return
    throw new OwnerError('name_taken', `Another hub is called "${name}". Take another name.`)
  }

  /** Keeps a hub with its credential, in place of the same hub as it was before. */
  async keep(hub: Hub, secret: Secret): Promise<Hub> {
    await this.#store(hub, secret)
    await this.#byId.get(hub.id)?.connection.close()
    return this.#connect(hub, secret).hub
  }

  async #store(hub: Hub, secret: Secret): Promise<void> {
    const { credentialScopes: scopes } = hub
    const fields = {
      name: hub.name,
      generation: hub.generation,
      address: hub.address,
      addresses: JSON.stringify(hub.addresses),
      sealed_credential: this.#parts.sealing.seal(sealedText(secret), hub.id),
      credential_kind: secret.kind,
      credential_user: hub.credentialUser ?? null,
      credential_scopes: scopes === null ? null : JSON.stringify(scopes),
      minted_key_id: hub.mintedKeyId ?? null,
      account_id: hub.accountId ?? null,
    }
    await this.#parts.database
      .insertInto('hub')
      .values({ id: hub.id, created_at: hub.createdAt, ...fields })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(fields))
      .execute()
  }

  /** Forgets a hub and its credential. Its grants must have been revoked before. */
  async remove(id: string): Promise<void> {
    const known = this.#byId.get(id)
    this.#byId.delete(id)
    const { database } = this.#parts
    await database.deleteFrom('grant').where('hub_id', '=', id).execute()
    await database.deleteFrom('hub').where('id', '=', id).execute()
    await known?.connection.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#byId.values()].map((one) => one.connection.close()))
  }
}

function fromRow(row: HubTable): Hub {
  return {
    id: row.id,
    name: row.name,
    generation: storedGeneration(row.generation),
    address: row.address,
    addresses: JSON.parse(row.addresses) as KnownAddresses,
    credentialKind: readKind(row),
    mintedKeyId: row.minted_key_id ?? undefined,
    accountId: row.account_id ?? undefined,
    credentialUser: row.credential_user ?? undefined,
    credentialScopes:
      row.credential_scopes === null ? null : (JSON.parse(row.credential_scopes) as string[]),
    createdAt: Number(row.created_at),
  }
}

function readKind({ credential_kind: kind }: HubTable): Hub['credentialKind'] {
  return kind === 'homey-cli' || kind === 'athom-client' ? kind : 'local-key'
}
