// The hubs of the installation: in the database with their credentials sealed, in memory with the
// connection to each. Nothing else ever sees a credential in the clear.
import { HubConnection, type KnownAddresses } from '@latchkey/homey'
import { OwnerError } from '../owner-error.ts'
import { NOBODY } from '../owners/owner.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/database.ts'
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
  /** The sealed credential that each connection was made with. */
  readonly #sealed = new Map<string, string>()
  readonly #listeners = new Set<(id: string) => void>()

  private constructor(parts: HubParts) {
    this.#parts = parts
  }

  /** Loads all hubs; no hub is contacted. */
  static async load(parts: HubParts): Promise<Hubs> {
    const hubs = new Hubs(parts)
    for (const row of await hubs.#rows()) hubs.#connectRow(row)
    return hubs
  }

  /**
   * Tells the id of each hub that is reached by another connection now, or is gone, before the connection
   * before is closed: whoever holds something open on it. The listener must not throw.
   */
  onChange(listener: (id: string) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  #changed(id: string): void {
    for (const listener of this.#listeners) listener(id)
  }

  #rows(): Promise<HubTable[]> {
    return this.#parts.database.selectFrom('hub').selectAll().orderBy('created_at').execute()
  }

  #connectRow(row: HubTable): void {
    const text = this.#parts.sealing.open(row.sealed_credential, row.id)
    this.#connect(fromRow(row), readSecret(row.credential_kind, text))
    this.#sealed.set(row.id, row.sealed_credential)
  }

  /** Takes a change that another gateway made. */
  async reread(id: string): Promise<void> {
    const { database } = this.#parts
    const find = database.selectFrom('hub').selectAll().where('id', '=', id)
    await this.#takeRow(id, await find.executeTakeFirst())
  }

  /** Takes all changes that were made while none could be heard of. */
  async rereadAll(): Promise<void> {
    const rows = new Map((await this.#rows()).map((row) => [row.id, row]))
    for (const id of new Set([...this.#byId.keys(), ...rows.keys()])) {
      await this.#takeRow(id, rows.get(id))
    }
  }

  // What this gateway wrote itself comes back too, and must not cost it its connection.
  async #takeRow(id: string, row: HubTable | undefined): Promise<void> {
    const known = this.#byId.get(id)
    const isSame = row
      ? this.#sealed.get(id) === row.sealed_credential &&
        known &&
        isSameHub(known.hub, fromRow(row))
      : known === undefined
    if (isSame) return
    if (row) this.#connectRow(row)
    else this.#byId.delete(id)
    if (known) this.#changed(id)
    await known?.connection.close()
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
    this.#sealed.set(id, sealed_credential)
    await this.#parts.database
      .updateTable('hub')
      .set({ sealed_credential })
      .where('id', '=', id)
      .where('credential_kind', '=', secret.kind)
      .execute()
  }

  /** All hubs, or those of one owner, in the order in which they were added. */
  list(ownerId?: string): readonly Hub[] {
    const all = [...this.#byId.values()].map((one) => one.hub)
    return ownerId === undefined ? all : all.filter((hub) => hub.ownerId === ownerId)
  }

  /** The hub with this id, with its connection. */
  byId(id: string): ConnectedHub | undefined {
    return this.#byId.get(id)
  }

  /**
   * The hub with this name or id, of all or of one owner; what another owner has does not exist.
   * @throws OwnerError `hub_unknown`, naming the hubs that there are.
   */
  byNameOrId(word: string, ownerId?: string): ConnectedHub {
    const visible = this.list(ownerId)
    const named = visible.filter((hub) => hub.id === word || hub.name === word)
    const found = this.#byId.get((named.find((hub) => hub.id === word) ?? named[0])?.id ?? '')
    if (named.length > 1 && found?.hub.id !== word) {
      throw new OwnerError('choose_hub', `Several owners have a hub "${word}": say its id.`)
    }
    if (found) return found
    const names = visible.map((hub) => hub.name)
    throw new OwnerError(
      'hub_unknown',
      names.length === 0
        ? 'There is no hub yet. Add one: latchkey hub add --name Home --address http://…'
        : `There is no hub "${word}". There is: ${names.join(', ')}`,
    )
  }

  /** @throws OwnerError `name_taken` if another hub has the name; `hub_taken` if it is another owner's. */
  requireFree(name: string, id: string, ownerId: string): void {
    if ((this.#byId.get(id)?.hub.ownerId ?? ownerId) !== ownerId) {
      throw new OwnerError('hub_taken', 'Another owner has added this Homey to this Latchkey.')
    }
    const other = this.list(ownerId).find((hub) => hub.name === name && hub.id !== id)
    if (!other) return
    throw new OwnerError('name_taken', `Another hub is called "${name}". Take another name.`)
  }

  /** Keeps a hub with its credential, in place of the same hub as it was before. */
  async keep(wanted: Hub, secret: Secret): Promise<Hub> {
    // The same hub again is not newer than it was: its audit events stay its owner's.
    const createdAt = this.#byId.get(wanted.id)?.hub.createdAt ?? wanted.createdAt
    const hub: Hub = { ...wanted, createdAt }
    await this.#store(hub, secret)
    const before = this.#byId.get(hub.id)
    const { hub: kept } = this.#connect(hub, secret)
    if (before) this.#changed(hub.id)
    await before?.connection.close()
    return kept
  }

  /** Gives what belongs to nobody yet to an owner. */
  async claim(ownerId: string): Promise<void> {
    await this.#parts.database
      .updateTable('hub')
      .set({ owner_id: ownerId })
      .where('owner_id', '=', NOBODY)
      .execute()
    for (const [id, { hub, connection }] of this.#byId) {
      if (hub.ownerId === NOBODY) this.#byId.set(id, { hub: { ...hub, ownerId }, connection })
    }
  }

  async #store(hub: Hub, secret: Secret): Promise<void> {
    const { credentialScopes: scopes } = hub
    const sealed_credential = this.#parts.sealing.seal(sealedText(secret), hub.id)
    const fields = {
      owner_id: hub.ownerId,
      name: hub.name,
      generation: hub.generation,
      address: hub.address,
      addresses: JSON.stringify(hub.addresses),
      sealed_credential,
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
    this.#sealed.set(hub.id, sealed_credential)
  }

  /** Forgets a hub and its credential. Its grants must have been revoked before. */
  async remove(id: string): Promise<void> {
    const known = this.#byId.get(id)
    this.#byId.delete(id)
    if (known) this.#changed(id)
    const { database } = this.#parts
    const gone = database.selectFrom('grant').select('id').where('hub_id', '=', id)
    await database
      .deleteFrom('oauth_item')
      .where('model', '=', 'Grant')
      .where('id', 'in', gone)
      .execute()
    for (const table of OF_GRANTS) {
      await database.deleteFrom(table).where('grant_id', 'in', gone).execute()
    }
    for (const table of OF_HUBS) {
      await database.deleteFrom(table).where('hub_id', '=', id).execute()
    }
    await database.deleteFrom('hub_stop').where('id', '=', id).execute()
    await database.deleteFrom('hub').where('id', '=', id).execute()
    // An earlier change that was announced late may have brought it back meanwhile.
    await this.#takeRow(id, undefined)
    await known?.connection.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#byId.values()].map((one) => one.connection.close()))
  }
}

/** What goes with the grants of a hub. */
const OF_GRANTS = ['usage_permission', 'usage_object', 'grant_token', 'oauth_item'] as const

/** What goes with a hub; its grants last. */
const OF_HUBS = [
  ...(['created_object', 'trace', 'trace_moved', 'undo_job', 'tool_change'] as const),
  ...(['approval', 'approval_notice', 'house_rule', 'grant'] as const),
]

function fromRow(row: HubTable): Hub {
  return {
    id: row.id,
    ownerId: row.owner_id,
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

/** Whether two mean the same way to the same hub; when it was added does not matter. */
function isSameHub(one: Hub, other: Hub): boolean {
  const facts = ({ createdAt, ...hub }: Hub) =>
    JSON.stringify(
      Object.entries(hub)
        .filter(([, value]) => value !== undefined)
        .sort(),
    )
  return facts(one) === facts(other)
}

function readKind({ credential_kind: kind }: HubTable): Hub['credentialKind'] {
  return kind === 'homey-cli' || kind === 'athom-client' ? kind : 'local-key'
}
