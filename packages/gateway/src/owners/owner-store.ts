// Owners and what they sign in with, as they are kept.
import { randomUUID } from 'node:crypto'
import { OwnerError } from '../owner-error.ts'
import type { Database } from '../storage/sqlite.ts'
import type { OwnerTable } from '../storage/tables.ts'
import { nameKey, type Owner } from './owner.ts'
import type { StoredPasskey } from './passkeys.ts'
import type { SetupLink } from './setup-links.ts'

/** What an owner signs in with, ready to be kept. */
export type NewCredential =
  | { readonly kind: 'password'; readonly hash: string }
  | { readonly kind: 'passkey'; readonly passkey: StoredPasskey }

/** What an owner signs in with, without what is secret of it. */
export interface Credential {
  readonly id: string
  readonly kind: 'password' | 'passkey'
  readonly createdAt: number
}

/** Reads and writes owners. */
export class OwnerStore {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** All owners, the first one first. */
  async list(): Promise<readonly Owner[]> {
    const rows = await this.#database
      .selectFrom('owner')
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(fromRow)
  }

  /** The owner with this name, in whatever case. */
  async byName(name: string): Promise<Owner | undefined> {
    const row = await this.#database
      .selectFrom('owner')
      .selectAll()
      .where('name_key', '=', nameKey(name))
      .executeTakeFirst()
    return row && fromRow(row)
  }

  /** The owner with this id. */
  async byId(id: string): Promise<Owner | undefined> {
    const row = await this.#database
      .selectFrom('owner')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return row && fromRow(row)
  }

  /**
   * Uses up a setup link: makes the owner, or gives the owner whom it was made for the credential in
   * place of all others. All of it or nothing, and a link only once.
   * @throws OwnerError `setup_refused` if the link was used meanwhile; `name_taken`
   */
  async setUp(link: SetupLink, owner: Owner, credential: NewCredential): Promise<Owner> {
    return await this.#database.transaction().execute(async (change) => {
      const used = await change
        .deleteFrom('owner_setup')
        .where('id', '=', link.id)
        .returning('id')
        .execute()
      if (used.length === 0) throw new OwnerError('setup_refused', SETUP_REFUSED)
      if (link.ownerId === null) {
        await insertOwner(change, owner)
      } else {
        await change.deleteFrom('owner_credential').where('owner_id', '=', owner.id).execute()
        await change.deleteFrom('owner_session').where('owner_id', '=', owner.id).execute()
      }
      await insertCredential(change, owner.id, credential, this.#now())
      return owner
    })
  }

  /** Adds a passkey, or puts a password in place of the one before. */
  async add(ownerId: string, credential: NewCredential): Promise<void> {
    await this.#database.transaction().execute(async (change) => {
      if (credential.kind === 'password') {
        await change
          .deleteFrom('owner_credential')
          .where('owner_id', '=', ownerId)
          .where('kind', '=', 'password')
          .execute()
      }
      await insertCredential(change, ownerId, credential, this.#now())
    })
  }

  /** What an owner can sign in with. */
  async credentials(ownerId: string): Promise<readonly Credential[]> {
    const rows = await this.#database
      .selectFrom('owner_credential')
      .select(['id', 'kind', 'created_at'])
      .where('owner_id', '=', ownerId)
      .orderBy('created_at')
      .execute()
    return rows.map(({ id, kind, created_at }) => {
      return { id, kind: kind === 'password' ? kind : 'passkey', createdAt: Number(created_at) }
    })
  }

  /** Takes a credential away. @throws OwnerError `not_found`; `last_credential` */
  async remove(ownerId: string, id: string): Promise<void> {
    const all = await this.credentials(ownerId)
    if (!all.some((one) => one.id === id)) {
      throw new OwnerError('not_found', 'You have no such passkey or password.')
    }
    if (all.length === 1) {
      throw new OwnerError('last_credential', 'It is your only way in. Add another one first.')
    }
    await this.#database
      .deleteFrom('owner_credential')
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .execute()
  }

  /** The hash of an owner's password, if there is one. */
  async passwordOf(ownerId: string): Promise<string | undefined> {
    const row = await this.#database
      .selectFrom('owner_credential')
      .select('secret')
      .where('owner_id', '=', ownerId)
      .where('kind', '=', 'password')
      .executeTakeFirst()
    return row?.secret
  }

  /** An owner's passkeys. */
  async passkeysOf(ownerId: string): Promise<readonly StoredPasskey[]> {
    const rows = await this.#database
      .selectFrom('owner_credential')
      .select('secret')
      .where('owner_id', '=', ownerId)
      .where('kind', '=', 'passkey')
      .execute()
    return rows.map(({ secret }) => JSON.parse(secret) as StoredPasskey)
  }

  /** The passkey with this id, and whose it is. */
  async passkey(id: string): Promise<{ owner: string; passkey: StoredPasskey } | undefined> {
    const row = await this.#database
      .selectFrom('owner_credential')
      .select(['owner_id', 'secret'])
      .where('id', '=', id)
      .where('kind', '=', 'passkey')
      .executeTakeFirst()
    return row && { owner: row.owner_id, passkey: JSON.parse(row.secret) as StoredPasskey }
  }

  /** Keeps a passkey's new counter. */
  async used(passkey: StoredPasskey): Promise<void> {
    await this.#database
      .updateTable('owner_credential')
      .set({ secret: JSON.stringify(passkey) })
      .where('id', '=', passkey.id)
      .execute()
  }
}

/** Said of every link that does not work, whatever the reason. */
export const SETUP_REFUSED =
  'This setup link does not work: it was used, is older than 30 minutes, or is for this machine only. Make another: latchkey owner link'

async function insertOwner(change: Database, { id, name, createdAt }: Owner): Promise<void> {
  const made = await change
    .insertInto('owner')
    .values({ id, name, name_key: nameKey(name), created_at: createdAt })
    .onConflict((conflict) => conflict.column('name_key').doNothing())
    .returning('id')
    .execute()
  if (made.length > 0) return
  throw new OwnerError('name_taken', `There is an owner called "${name}". Take another name.`)
}

async function insertCredential(
  change: Database,
  ownerId: string,
  credential: NewCredential,
  now: number,
): Promise<void> {
  const { kind } = credential
  const password = kind === 'password'
  await change
    .insertInto('owner_credential')
    .values({
      ...{ id: password ? randomUUID() : credential.passkey.id, owner_id: ownerId, kind },
      ...{ secret: password ? credential.hash : JSON.stringify(credential.passkey) },
      created_at: now,
    })
    .execute()
}

function fromRow({ id, name, created_at }: OwnerTable): Owner {
  return { id, name, createdAt: Number(created_at) }
}
