// The login of a client that the owner registered at Athom: a session at the hub, opened and renewed
// through the cloud. It has what Athom gives third parties, and lasts as long as the owner lets it.
import type { AthomAccount } from '../account/athom-account.ts'
import { OneFlight } from '../one-flight.ts'
import type { Credential, HubDoor } from './credential.ts'
import {
  type HubSession,
  lasts,
  RENEW_BEFORE,
  RENEWAL_DEADLINE,
  SESSION_LIFE,
} from './hub-session.ts'

/** What the login stands on. */
export interface AthomClientOptions {
  readonly account: AthomAccount
  readonly session?: HubSession | undefined
  /** Keeps a new session, so that a restart need not sign in again. */
  readonly save: (session: HubSession) => Promise<void>
  readonly now: () => number
}

/** The credential that signs in through Athom's cloud. */
export class AthomClientCredential implements Credential {
  readonly kind = 'athom-client'
  readonly #options: AthomClientOptions
  readonly #renewal = new OneFlight<string>()
  #session: HubSession | undefined

  constructor(options: AthomClientOptions) {
    this.#options = options
    this.#session = options.session
  }

  /** Renewed without anybody's help, so it does not end. */
  get expiresAt(): undefined {
    return undefined
  }

  async token(hub: HubDoor, signal: AbortSignal): Promise<string> {
    const session = this.#session
    if (session && lasts(session, this.#options.now(), RENEW_BEFORE)) return session.token
    return this.#renewal.join(() => this.#signIn(hub), signal)
  }

  async renew(stale: string, hub: HubDoor, signal: AbortSignal): Promise<string> {
    const session = this.#session
    if (session && session.token !== stale) return session.token
    return this.#renewal.join(() => this.#signIn(hub), signal)
  }

  async #signIn(hub: HubDoor): Promise<string> {
    const { account, now, save } = this.#options
    const signal = AbortSignal.timeout(RENEWAL_DEADLINE)
    const startedAt = now()
    const token = await hub.signIn(await account.delegationToken(signal), signal)
    this.#session = { token, expiresAt: startedAt + SESSION_LIFE }
    await save(this.#session)
    return token
  }

  describe(): string {
    return 'the login of your Athom client'
  }
}
