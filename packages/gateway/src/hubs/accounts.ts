// The accounts at Athom that owners signed in to with a client of their own: the client is entered once,
// its secret and the tokens are sealed, and each new refresh token is on the disk before it is used.
import { randomBytes } from 'node:crypto'
import {
  type AccountTokens,
  AthomAccount,
  type AthomClient,
  type AthomCloud,
  codeFromRedirect,
} from '@latchkey/homey'
import { OwnerError } from '../owner-error.ts'
import { NOBODY } from '../owners/owner.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/database.ts'
import type { AthomAccountTable } from '../storage/tables.ts'

/** An account, as owners see it. */
export interface StoredAccount {
  readonly id: string
  /** Whose it is; empty before there is an owner. */
  readonly ownerId: string
  readonly name: string
  readonly clientId: string
  readonly account: AthomAccount
}

/** What an owner signs in with; without a client the one that was entered before. */
export interface SignInRequest {
  readonly client?: AthomClient | undefined
  readonly redirectUri: string
  /** Whose the account will be. */
  readonly ownerId: string
}

interface Pending {
  readonly ownerId: string
  readonly client: AthomClient
  readonly startedAt: number
}

interface Secrets {
  readonly secret: string
  readonly tokens: AccountTokens
}

/** What is known of an account besides its client and tokens. */
type Known = Pick<StoredAccount, 'id' | 'name' | 'ownerId'>

/** What the accounts stand on. */
export interface AccountParts {
  readonly database: Database
  readonly sealing: Sealing
  readonly cloud: AthomCloud
  readonly now: () => number
}

/** How long an owner may take to sign in, in milliseconds. */
const PATIENCE = 10 * 60_000

/** The accounts of the installation. */
export class AthomAccounts {
  readonly #parts: AccountParts
  readonly #byId = new Map<string, StoredAccount>()
  readonly #clients = new Map<string, AthomClient>()
  readonly #pending = new Map<string, Pending>()

  private constructor(parts: AccountParts) {
    this.#parts = parts
  }

  /** Loads all accounts; the cloud is not contacted. */
  static async load(parts: AccountParts): Promise<AthomAccounts> {
    const accounts = new AthomAccounts(parts)
    const rows = await parts.database.selectFrom('athom_account').selectAll().execute()
    for (const row of rows) accounts.#take(row)
    return accounts
  }

  /** Takes a change that another gateway made: newer tokens, an account more or less. */
  async reread(id: string): Promise<void> {
    const find = this.#parts.database.selectFrom('athom_account').selectAll().where('id', '=', id)
    const row = await find.executeTakeFirst()
    if (row) return this.#take(row)
    this.#byId.delete(id)
    this.#clients.delete(id)
  }

  /** Takes all changes that were made while none could be heard of. */
  async rereadAll(): Promise<void> {
    const rows = await this.#parts.database.selectFrom('athom_account').select('id').execute()
    const ids = new Set([...this.#byId.keys(), ...rows.map((row) => row.id)])
    for (const id of ids) await this.reread(id)
  }

  #take(row: AthomAccountTable): void {
    const text = this.#parts.sealing.open(row.sealed_secrets, row.id)
    const { secret, tokens } = JSON.parse(text) as Secrets
    const known = { id: row.id, name: row.name, ownerId: row.owner_id }
    this.#update(known, { id: row.client_id, secret }, tokens)
  }

  // Credentials of hubs hold on to the account, so it stays the same and has new tokens.
  #update(owned: Known, client: AthomClient, tokens: AccountTokens): StoredAccount {
    const known = this.#byId.get(owned.id)
    if (!known) return this.#remember(owned, client, tokens)
    this.#clients.set(owned.id, client)
    const save = (next: AccountTokens) => this.#store(owned, client, next)
    known.account.signedInAgain({ client, tokens, save })
    const stored = { ...known, ...owned }
    this.#byId.set(owned.id, stored)
    return stored
  }

  #remember(owned: Known, client: AthomClient, tokens: AccountTokens): StoredAccount {
    const { cloud, now } = this.#parts
    const save = (next: AccountTokens) => this.#store(owned, client, next)
    const account = new AthomAccount({ cloud, client, tokens, now, save })
    const stored = { ...owned, clientId: client.id, account }
    this.#byId.set(owned.id, stored)
    this.#clients.set(owned.id, client)
    return stored
  }

  async #store(
    { id, name, ownerId }: Known,
    client: AthomClient,
    tokens: AccountTokens,
  ): Promise<void> {
    const { database, sealing, now } = this.#parts
    const secrets: Secrets = { secret: client.secret, tokens }
    const sealed_secrets = sealing.seal(JSON.stringify(secrets), id)
    const fields = { name, client_id: client.id, sealed_secrets }
    await database
      .insertInto('athom_account')
      .values({ id, owner_id: ownerId, created_at: now(), ...fields })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(fields))
      .execute()
  }

  /** Whether a client was entered before, so that it need not be again. */
  list(ownerId?: string): readonly StoredAccount[] {
    const all = [...this.#byId.values()]
    return ownerId === undefined ? all : all.filter((one) => one.ownerId === ownerId)
  }

  /** Gives what belongs to nobody yet to an owner. */
  async claim(ownerId: string): Promise<void> {
    await this.#parts.database
      .updateTable('athom_account')
      .set({ owner_id: ownerId })
      .where('owner_id', '=', NOBODY)
      .execute()
    for (const [id, one] of this.#byId) {
      if (one.ownerId === NOBODY) this.#byId.set(id, { ...one, ownerId })
    }
  }

  /** An account by its id, or the only one; of all or of one owner. @throws OwnerError `account_unknown` */
  byId(id?: string, ownerId?: string): StoredAccount {
    const visible = this.list(ownerId)
    const found = id === undefined ? visible[0] : visible.find((one) => one.id === id)
    if (found && (id !== undefined || visible.length === 1)) return found
    throw new OwnerError(
      'account_unknown',
      'You are not signed in at Athom here. Use: latchkey hub add --name Home --account',
    )
  }

  /** Where the owner signs in, and the state that must come back from there. */
  begin({ client, redirectUri, ownerId }: SignInRequest): {
    readonly url: string
    readonly state: string
  } {
    const { cloud, now } = this.#parts
    const chosen = client ?? this.#clients.get(this.byId(undefined, ownerId).id)
    if (!chosen) throw new OwnerError('account_unknown', 'Enter a client: --client-id')
    for (const [old, { startedAt }] of this.#pending) {
      if (now() - startedAt > PATIENCE) this.#pending.delete(old)
    }
    const state = randomBytes(24).toString('base64url')
    this.#pending.set(state, { client: chosen, ownerId, startedAt: now() })
    return { url: cloud.authoriseUrl(chosen.id, redirectUri, state), state }
  }

  /**
   * Takes the address that the browser was sent back to, and keeps the account.
   * @throws HubError `account_refused`; OwnerError `invalid_request` if no such login was begun.
   */
  async finish(state: string, address: string, ownerId: string): Promise<StoredAccount> {
    const pending = this.#pending.get(state)
    if (pending?.ownerId === ownerId) this.#pending.delete(state)
    if (pending?.ownerId !== ownerId || this.#parts.now() - pending.startedAt > PATIENCE) {
      throw new OwnerError('invalid_request', 'This login was not begun here. Begin again.')
    }
    const code = codeFromRedirect(address, state)
    const { cloud, now } = this.#parts
    const { client } = pending
    const tokens = await cloud.exchange(client, code)
    const probe = new AthomAccount({ cloud, client, tokens, now, save: async () => {} })
    const { id, name } = await probe.user(AbortSignal.timeout(10_000))
    if ((this.#byId.get(id)?.ownerId ?? ownerId) !== ownerId) {
      throw new OwnerError('hub_taken', 'Another owner has signed in to this account at Athom.')
    }
    await this.#store({ id, name, ownerId }, client, tokens)
    return this.#update({ id, name, ownerId }, client, tokens)
  }

  /** Forgets an account and its tokens. */
  async forget(id: string): Promise<void> {
    this.#byId.delete(id)
    this.#clients.delete(id)
    await this.#parts.database.deleteFrom('athom_account').where('id', '=', id).execute()
  }
}
