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
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/sqlite.ts'

/** An account, as owners see it. */
export interface StoredAccount {
  readonly id: string
  readonly name: string
  readonly clientId: string
  readonly account: AthomAccount
}

/** What an owner signs in with; without a client the one that was entered before. */
export interface SignInRequest {
  readonly client?: AthomClient | undefined
  readonly redirectUri: string
}

interface Pending {
  readonly client: AthomClient
  readonly startedAt: number
}

interface Secrets {
  readonly secret: string
  readonly tokens: AccountTokens
}

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
    for (const row of rows) {
      const { secret, tokens } = JSON.parse(
        parts.sealing.open(row.sealed_secrets, row.id),
      ) as Secrets
      const client = { id: row.client_id, secret }
      accounts.#remember(row.id, row.name, client, tokens)
    }
    return accounts
  }

  #remember(id: string, name: string, client: AthomClient, tokens: AccountTokens): StoredAccount {
    const { cloud, now } = this.#parts
    const save = (next: AccountTokens) => this.#store(id, name, client, next)
    const account = new AthomAccount({ cloud, client, tokens, now, save })
    const stored = { id, name, clientId: client.id, account }
    this.#byId.set(id, stored)
    this.#clients.set(id, client)
    return stored
  }

  async #store(
    id: string,
    name: string,
    client: AthomClient,
    tokens: AccountTokens,
  ): Promise<void> {
    const { database, sealing, now } = this.#parts
    const secrets: Secrets = { secret: client.secret, tokens }
    const sealed_secrets = sealing.seal(JSON.stringify(secrets), id)
    const fields = { name, client_id: client.id, sealed_secrets }
    await database
      .insertInto('athom_account')
      .values({ id, created_at: now(), ...fields })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(fields))
      .execute()
  }

  /** Whether a client was entered before, so that it need not be again. */
  list(): readonly StoredAccount[] {
    return [...this.#byId.values()]
  }

  /** An account by its id, or the only one. @throws OwnerError `account_unknown` */
  byId(id?: string): StoredAccount {
    const found =
      id === undefined && this.#byId.size === 1 ? this.list()[0] : this.#byId.get(id ?? '')
    if (found) return found
    throw new OwnerError(
      'account_unknown',
      'You are not signed in at Athom here. Use: latchkey hub add --name Home --account',
    )
  }

  /** Where the owner signs in, and the state that must come back from there. */
  begin({ client, redirectUri }: SignInRequest): { readonly url: string; readonly state: string } {
    const { cloud, now } = this.#parts
    const chosen = client ?? this.#clients.get(this.byId().id)
    if (!chosen) throw new OwnerError('account_unknown', 'Enter a client: --client-id')
    for (const [old, { startedAt }] of this.#pending) {
      if (now() - startedAt > PATIENCE) this.#pending.delete(old)
    }
    const state = randomBytes(24).toString('base64url')
    this.#pending.set(state, { client: chosen, startedAt: now() })
    return { url: cloud.authoriseUrl(chosen.id, redirectUri, state), state }
  }

  /**
   * Takes the address that the browser was sent back to, and keeps the account.
   * @throws HubError `account_refused`; OwnerError `invalid_request` if no such login was begun.
   */
  async finish(state: string, address: string): Promise<StoredAccount> {
    const pending = this.#pending.get(state)
    this.#pending.delete(state)
    if (!pending || this.#parts.now() - pending.startedAt > PATIENCE) {
      throw new OwnerError('invalid_request', 'This login was not begun here. Begin again.')
    }
    const code = codeFromRedirect(address, state)
    const { cloud, now } = this.#parts
    const { client } = pending
    const tokens = await cloud.exchange(client, code)
    const probe = new AthomAccount({ cloud, client, tokens, now, save: async () => {} })
    const { id, name } = await probe.user(AbortSignal.timeout(10_000))
    await this.#store(id, name, client, tokens)
    const known = this.#byId.get(id)
    if (!known) return this.#remember(id, name, client, tokens)
    // Credentials of hubs hold on to the account, so it stays the same and has new tokens.
    this.#clients.set(id, client)
    const save = (next: AccountTokens) => this.#store(id, name, client, next)
    known.account.signedInAgain({ client, tokens, save })
    return known
  }

  /** Forgets an account and its tokens. */
  async forget(id: string): Promise<void> {
    this.#byId.delete(id)
    this.#clients.delete(id)
    await this.#parts.database.deleteFrom('athom_account').where('id', '=', id).execute()
  }
}
