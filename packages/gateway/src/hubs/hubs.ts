// The hubs of the installation: in the database with their credentials sealed, in memory with the
// connection to each. Nothing else ever sees a credential in the clear.
import { operationById } from '@latchkey/catalogue'
import { HubConnection, HubError, localKey } from '@latchkey/homey'
import { OwnerError } from '../owner-error.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/sqlite.ts'
import { storedGeneration } from '../storage/stored-generation.ts'
import type { HubTable } from '../storage/tables.ts'
import type { Hub } from './hub.ts'

/** What a hub is added with. A key is what V3 local hubs have; see the credential ladder. */
export interface NewHub {
  readonly name: string
  readonly address: string
  readonly key: string
}

/** A hub and the way to it. */
export interface ConnectedHub {
  readonly hub: Hub
  readonly connection: HubConnection
}

/** Adds, finds, lists and removes hubs. */
export class Hubs implements AsyncDisposable {
  readonly #database: Database
  readonly #sealing: Sealing
  readonly #now: () => number
  readonly #byId = new Map<string, ConnectedHub>()

  private constructor(database: Database, sealing: Sealing, now: () => number) {
    this.#database = database
    this.#sealing = sealing
    this.#now = now
  }

  /** Loads all hubs; no hub is contacted. */
  static async load(database: Database, sealing: Sealing, now: () => number): Promise<Hubs> {
    const hubs = new Hubs(database, sealing, now)
    const rows = await database.selectFrom('hub').selectAll().orderBy('created_at').execute()
    for (const row of rows) {
      hubs.#connect(fromRow(row), sealing.open(row.sealed_credential, row.id))
    }
    return hubs
  }

  #connect(hub: Hub, key: string): ConnectedHub {
    const { id, address, generation } = hub
    const connected = {
      hub,
      connection: new HubConnection({ id, address, generation, credential: localKey(key) }),
    }
    this.#byId.set(id, connected)
    return connected
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

  /**
   * Adds a hub: asks who is at the address, tries the key with a read of its own session, seals
   * the key. Adding the same hub again replaces its key and address.
   * @throws HubError if the hub cannot be reached or refuses the key; OwnerError `name_taken`.
   */
  async add(wanted: NewHub): Promise<Hub> {
    const generation = 'pro-2023'
    const connection = new HubConnection({
      address: wanted.address,
      credential: localKey(wanted.key),
      generation,
    })
    try {
      const { id } = await connection.identify()
      const other = this.list().find((hub) => hub.name === wanted.name && hub.id !== id)
      if (other) {
        throw new OwnerError(
          'name_taken',
          `Another hub is called "${wanted.name}". Take another name.`,
        )
      }
      const session = await readSession(connection)
      const hub: Hub = {
        id,
        name: wanted.name,
        generation,
        address: connection.address,
        createdAt: this.#now(),
        ...session,
        credentialUser: session.credentialUser ?? userOfKey(wanted.key),
      }
      await this.#store(hub, wanted.key)
      await this.#byId.get(id)?.connection.close()
      return this.#connect(hub, wanted.key).hub
    } finally {
      await connection.close()
    }
  }

  async #store(hub: Hub, key: string): Promise<void> {
    const { credentialScopes } = hub
    const fields = {
      name: hub.name,
      generation: hub.generation,
      address: hub.address,
      sealed_credential: this.#sealing.seal(key, hub.id),
      credential_user: hub.credentialUser ?? null,
      credential_scopes: credentialScopes === null ? null : JSON.stringify(credentialScopes),
    }
    await this.#database
      .insertInto('hub')
      .values({ id: hub.id, created_at: hub.createdAt, ...fields })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(fields))
      .execute()
  }

  /** Forgets a hub and its credential. Its grants must have been revoked before. */
  async remove(id: string): Promise<void> {
    const known = this.#byId.get(id)
    this.#byId.delete(id)
    await this.#database.deleteFrom('grant').where('hub_id', '=', id).execute()
    await this.#database.deleteFrom('hub').where('id', '=', id).execute()
    await known?.connection.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#byId.values()].map((one) => one.connection.close()))
  }
}

/**
 * What the hub says of the session that a key stands for.
 * @throws HubError `hub_credential_refused` if it is none, `hub_answer_invalid` on nonsense.
 */
export async function readSession(
  connection: HubConnection,
): Promise<Pick<Hub, 'credentialUser' | 'credentialScopes'>> {
  const operation = operationById(connection.generation, 'sessions.getSessionMe')
  if (!operation) throw new Error(`${connection.generation} has no session to read`)
  const session = await connection.call(operation)
  if (typeof session !== 'object' || session === null) {
    throw new HubError('hub_answer_invalid', 'The Homey did not say what its key may do.')
  }
  const { userId, intersectedScopes, scopes } = session as Record<string, unknown>
  const told = intersectedScopes ?? scopes
  return {
    credentialUser: typeof userId === 'string' ? userId : undefined,
    credentialScopes: Array.isArray(told) ? told.filter((one) => typeof one === 'string') : null,
  }
}

/** A hub's key begins with the id of its user (reference 1.3). */
function userOfKey(key: string): string | undefined {
  return /^([0-9a-f-]{36}):/i.exec(key)?.[1]
}

function fromRow(row: HubTable): Hub {
  return {
    id: row.id,
    name: row.name,
    generation: storedGeneration(row.generation),
    address: row.address,
    credentialUser: row.credential_user ?? undefined,
    credentialScopes:
      row.credential_scopes === null ? null : (JSON.parse(row.credential_scopes) as string[]),
    createdAt: Number(row.created_at),
  }
}
