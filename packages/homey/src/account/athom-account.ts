// An account at Athom that the owner opened to Latchkey: its tokens, refreshed when they end. Each
// refresh token is used once, so its successor is on the disk before anything else is done with it.
import { HubError } from '../hub-error.ts'
import { OneFlight } from '../one-flight.ts'
import {
  AccessTokenRefused,
  type AccountTokens,
  type AthomClient,
  type AthomCloud,
} from './athom-cloud.ts'
import { type CloudUser, readCloudUser } from './cloud-user.ts'

/** What an account stands on. */
export interface AthomAccountOptions {
  readonly cloud: AthomCloud
  readonly client: AthomClient
  readonly tokens: AccountTokens
  /** Keeps tokens for good; done when they are kept. */
  readonly save: (tokens: AccountTokens) => Promise<void>
  readonly now: () => number
}

const REFRESH_BEFORE = 60_000
const DEADLINE = 10_000

/** An account at Athom's cloud. */
export class AthomAccount {
  #options: AthomAccountOptions
  readonly #refreshing = new OneFlight<string>()
  #tokens: AccountTokens
  /** Tokens that the cloud gave and that could not be saved yet. */
  #unsaved: AccountTokens | undefined

  constructor(options: AthomAccountOptions) {
    this.#options = options
    this.#tokens = options.tokens
  }

  /** The owner signed in anew: what there was before is forgotten. */
  signedInAgain(now: Pick<AthomAccountOptions, 'client' | 'tokens' | 'save'>): void {
    this.#options = { ...this.#options, ...now }
    this.#tokens = now.tokens
    this.#unsaved = undefined
  }

  /** The user and the hubs. @throws HubError `account_*`, `hub_credential_lapsed` */
  async user(signal: AbortSignal): Promise<CloudUser> {
    return readCloudUser(
      await this.#withAccess((access) => this.#options.cloud.me(access, signal), signal),
    )
  }

  /** A token to sign in at a hub with. @throws HubError `account_*`, `hub_credential_lapsed` */
  delegationToken(signal: AbortSignal): Promise<string> {
    return this.#withAccess((access) => this.#options.cloud.delegation(access, signal), signal)
  }

  async #withAccess<T>(work: (access: string) => Promise<T>, signal: AbortSignal): Promise<T> {
    const ending = this.#tokens.expiresAt - this.#options.now() < REFRESH_BEFORE
    const access = ending ? await this.#refreshed(signal) : this.#tokens.access
    try {
      return await work(access)
    } catch (error) {
      if (!(error instanceof AccessTokenRefused)) throw error
    }
    const next = this.#tokens.access === access ? await this.#refreshed(signal) : undefined
    try {
      return await work(next ?? this.#tokens.access)
    } catch (error) {
      if (error instanceof AccessTokenRefused) throw lapsed()
      throw error
    }
  }

  #refreshed(signal: AbortSignal): Promise<string> {
    return this.#refreshing.join(() => this.#refresh(), signal)
  }

  async #refresh(): Promise<string> {
    const { cloud, client, save } = this.#options
    const signal = AbortSignal.timeout(DEADLINE)
    this.#unsaved ??= await cloud.refresh(client, this.#tokens.refresh, signal).catch((error) => {
      const gone = error instanceof HubError && error.code === 'account_refused'
      throw gone ? lapsed() : error
    })
    await save(this.#unsaved)
    this.#tokens = this.#unsaved
    this.#unsaved = undefined
    return this.#tokens.access
  }
}

function lapsed(): HubError {
  return new HubError(
    'hub_credential_lapsed',
    'Athom no longer accepts the login of your client. Sign in again: latchkey hub add --account',
  )
}
