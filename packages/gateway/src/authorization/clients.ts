// The clients that the authorization server knows by itself: those that an owner added by hand, and those that
// registered themselves. Of a secret only the hash is kept.
import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Database } from '../storage/database.ts'

/** Where a client comes from: that decides what is said of it, not what it may. */
export type ClientOrigin = 'hand' | 'registered' | 'document'

/** A client's metadata (RFC 7591). */
export type ClientMetadata = Readonly<Record<string, unknown>> & { readonly client_id: string }

/**
 * How a client differs from what is usual. `athom-compatible`: it was written for Athom's cloud, so it proves itself
 * by its secret alone, without PKCE, and its tokens are those of an account, which open no Homey by themselves.
 */
export type ClientProfile = 'athom-compatible'

/** A client, without its secret. */
export interface KnownClient {
  readonly id: string
  readonly origin: ClientOrigin
  /** Who added it by hand; empty for one that registered itself. */
  readonly ownerId: string
  readonly metadata: ClientMetadata
  readonly createdAt: number
  readonly expiresAt: number | null
  /** What was said of it by hand, never by itself. */
  readonly profile: ClientProfile | null
  /** What it asks for if it does not say: words, with a space between. */
  readonly defaultScope: string | null
}

/** What an owner says of a client. */
export interface NewClient {
  readonly name: string
  readonly redirectUris: readonly string[]
  /** Whether it can keep a secret: a program on a server. */
  readonly isConfidential: boolean
  /** Whether it is for a device without a browser. */
  readonly isDevice: boolean
  readonly ownerId: string
  /** The profile `athom-compatible`; only with a secret, and with one redirect. */
  readonly athom?: { readonly scopes: readonly string[] } | undefined
}

/** How long a client that registered itself is kept while nobody grants it anything, in milliseconds. */
export const UNUSED_LIFE = 24 * 3_600_000

/** The same while a manifest that it handed in by itself waits for a review, in milliseconds. */
export const WAITING_LIFE = 30 * 24 * 3_600_000

/** How many of both there are at most; the oldest make room. */
export const MAX_UNUSED = 1_000

const PIECE = 100

/** How the ids of clients begin that registered themselves. */
export const REGISTERED = 'lr_'

/** Whether a client may do without PKCE: a secret proves who redeems a code, and the code goes to one place only. */
export const mayBeAthom = ({
  isConfidential,
  isDevice,
  redirectUris,
}: Pick<NewClient, 'isConfidential' | 'isDevice' | 'redirectUris'>): boolean =>
  isConfidential && !isDevice && redirectUris.length === 1

/** Whether a secret is the one whose hash is kept. */
export function isSecretOf(kept: string, shown: string): boolean {
  const [one, other] = [Buffer.from(kept), Buffer.from(hashOfSecret(shown))]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** What is kept of a client's secret; it has at least 256 random bits, so no salt is needed. */
export const hashOfSecret = (secret: string): string => `sha256:${hash('sha256', secret)}`

const secretFree = /^sha256:[0-9a-f]{64}$/

/** Adds, finds, lists and removes clients. */
export class Clients {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /**
   * Adds a client by hand. The secret is given back once; null for one that keeps none.
   * @throws Error if the profile is wanted for a client that may not have it
   */
  async add(
    wanted: NewClient,
  ): Promise<{ readonly client: KnownClient; readonly secret: string | null }> {
    if (wanted.athom && !mayBeAthom(wanted)) throw new Error('A client like that needs PKCE.')
    const id = `lc_${randomBytes(12).toString('base64url')}`
    const secret = wanted.isConfidential ? randomBytes(32).toString('base64url') : null
    const isWeb = wanted.redirectUris.every((uri) => uri.startsWith('https:'))
    const metadata: ClientMetadata = {
      client_id: id,
      client_name: wanted.name,
      redirect_uris: [...wanted.redirectUris],
      response_types: wanted.redirectUris.length > 0 ? ['code'] : [],
      grant_types: [
        ...(wanted.redirectUris.length > 0 ? ['authorization_code'] : []),
        ...(wanted.isDevice ? ['urn:ietf:params:oauth:grant-type:device_code'] : []),
        'refresh_token',
      ],
      application_type: isWeb ? 'web' : 'native',
      token_endpoint_auth_method: secret === null ? 'none' : 'client_secret_basic',
      ...(secret !== null && { client_secret: secret }),
    }
    await this.put(metadata, { origin: 'hand', ownerId: wanted.ownerId })
    if (wanted.athom) await this.#setProfile(id, 'athom-compatible', wanted.athom.scopes)
    const client = await this.byId(id)
    if (!client) throw new Error(`The client ${id} was removed while it was added.`)
    return { client, secret }
  }

  async #setProfile(id: string, profile: ClientProfile, scopes: readonly string[]): Promise<void> {
    await this.#database
      .updateTable('oauth_client')
      .set({ profile, default_scope: scopes.length === 0 ? null : scopes.join(' ') })
      .where('id', '=', id)
      .where('origin', '=', 'hand')
      .execute()
  }

  /** Keeps the metadata of a client; a secret in it is hashed. */
  async put(
    metadata: ClientMetadata,
    { origin, ownerId }: Pick<KnownClient, 'origin' | 'ownerId'>,
  ): Promise<void> {
    const { client_secret: secret } = metadata
    const isPlain = typeof secret === 'string' && !secretFree.test(secret)
    const kept = isPlain ? { ...metadata, client_secret: hashOfSecret(secret) } : metadata
    const now = this.#now()
    const row = {
      metadata: JSON.stringify(kept),
      expires_at: origin === 'registered' ? now + UNUSED_LIFE : null,
    }
    await this.#database
      .insertInto('oauth_client')
      .values({ id: metadata.client_id, origin, owner_id: ownerId, ...row, created_at: now })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ metadata: row.metadata }))
      .execute()
    await this.#makeRoom(now)
  }

  /** The client with this id. */
  async byId(id: string): Promise<KnownClient | undefined> {
    const row = await this.#database
      .selectFrom('oauth_client')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row || (row.expires_at !== null && Number(row.expires_at) <= this.#now())) return undefined
    return fromRow(row)
  }

  /** The clients that an owner added, or all; the oldest first. */
  async list(ownerId?: string): Promise<readonly KnownClient[]> {
    let query = this.#database.selectFrom('oauth_client').selectAll().orderBy('created_at')
    if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId)
    return (await query.execute()).map(fromRow)
  }

  /** Somebody granted it something: it is kept until it is removed. */
  async keep(id: string): Promise<void> {
    await this.#database
      .updateTable('oauth_client')
      .set({ expires_at: null })
      .where('id', '=', id)
      .execute()
  }

  /** It handed in a manifest by itself, and is kept until somebody had time to look at it. */
  async keepWaiting(id: string): Promise<void> {
    await this.#database
      .updateTable('oauth_client')
      .set({ expires_at: this.#now() + WAITING_LIFE })
      .where('id', '=', id)
      .where('expires_at', 'is not', null)
      .execute()
  }

  /** The first owner takes over what was added by hand before there was one. */
  async claim(ownerId: string): Promise<void> {
    await this.#database
      .updateTable('oauth_client')
      .set({ owner_id: ownerId })
      .where('owner_id', '=', '')
      .where('origin', '=', 'hand')
      .execute()
  }

  async remove(id: string): Promise<void> {
    await this.#database.deleteFrom('oauth_client').where('id', '=', id).execute()
  }

  async #makeRoom(now: number): Promise<void> {
    await this.#database.deleteFrom('oauth_client').where('expires_at', '<=', now).execute()
    const oldest = this.#database
      .selectFrom('oauth_client')
      .select('id')
      .where('expires_at', 'is not', null)
      .orderBy('created_at', 'desc')
      .offset(MAX_UNUSED)
      .limit(PIECE)
    await this.#database.deleteFrom('oauth_client').where('id', 'in', oldest).execute()
    await this.#forgetReviews()
  }

  // What was handed in by clients that are gone; no client ever has their id again.
  async #forgetReviews(): Promise<void> {
    const known = this.#database.selectFrom('oauth_client').select('id')
    const own = `${REGISTERED}%`
    const versions = this.#database.deleteFrom('client_version').where('client_id', 'like', own)
    await versions.where('client_id', 'not in', known).execute()
    const reviews = this.#database.deleteFrom('client_review').where('id', 'like', own)
    await reviews.where('id', 'not in', known).execute()
  }
}

function fromRow(row: {
  readonly id: string
  readonly origin: string
  readonly owner_id: string
  readonly metadata: string
  readonly created_at: number
  readonly expires_at: number | null
  readonly profile: string | null
  readonly default_scope: string | null
}): KnownClient {
  return {
    id: row.id,
    origin: row.origin === 'hand' ? 'hand' : 'registered',
    ownerId: row.owner_id,
    metadata: JSON.parse(row.metadata) as ClientMetadata,
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
    profile: row.profile === 'athom-compatible' ? row.profile : null,
    defaultScope: row.default_scope,
  }
}
