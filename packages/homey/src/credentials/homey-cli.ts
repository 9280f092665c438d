// The login of the Homey CLI on this machine, as a credential: the CLI's own session at the hub, or one
// that is opened with the CLI's access token while that lasts. It is renewed by the CLI alone; when it
// has ended, this says so and what to do.
import { AccessTokenRefused, type AthomCloud } from '../account/athom-cloud.ts'
import { type CloudUser, readCloudUser } from '../account/cloud-user.ts'
import { HubError } from '../hub-error.ts'
import { OneFlight } from '../one-flight.ts'
import { CliLoginFile } from './cli-login.ts'
import type { Credential, HubDoor } from './credential.ts'
import { type HubSession, lasts, RENEWAL_DEADLINE, SESSION_LIFE } from './hub-session.ts'

/** What the login stands on. */
export interface HomeyCliOptions {
  readonly hubId: string
  /** The directory with the CLI's settings. */
  readonly directory: string
  readonly cloud: AthomCloud
  /** A session of our own that was kept. */
  readonly session?: HubSession | undefined
  readonly save: (session: HubSession) => Promise<void>
  readonly now: () => number
}

/** The credential that is the Homey CLI's login. */
export class HomeyCliCredential implements Credential {
  readonly kind = 'homey-cli'
  readonly #options: HomeyCliOptions
  readonly #file: CliLoginFile
  readonly #renewal = new OneFlight<string>()
  /** Tokens that the hub refused although they should have lasted. */
  readonly #refused = new Set<string>()
  #own: HubSession | undefined
  #used: HubSession | undefined

  constructor(options: HomeyCliOptions) {
    this.#options = options
    this.#file = new CliLoginFile(options.directory)
    this.#own = options.session
    this.#used = options.session
  }

  /** When the session that was last looked at ends. */
  get expiresAt(): number | undefined {
    return this.#used?.expiresAt
  }

  /** Looks at the file, so that `expiresAt` is that of the session that would be used now. */
  async look(): Promise<void> {
    await this.#choose()
  }

  async token(hub: HubDoor, signal: AbortSignal): Promise<string> {
    const session = await this.#choose()
    if (session && lasts(session, this.#options.now())) return session.token
    return this.#renewal.join(() => this.#signIn(hub), signal)
  }

  async renew(stale: string, hub: HubDoor, signal: AbortSignal): Promise<string> {
    this.#refused.add(stale)
    return this.token(hub, signal)
  }

  /** Of the CLI's session and our own the one that lasts longer; one that was refused is no use. */
  async #choose(): Promise<HubSession | undefined> {
    const { sessions } = await this.#file.read()
    const [best] = [sessions.get(this.#options.hubId), this.#own]
      .filter((one) => one !== undefined)
      .filter((one) => !this.#refused.has(one.token))
      .sort((one, other) => other.expiresAt - one.expiresAt)
    if (best) this.#used = best
    return best
  }

  async #signIn(hub: HubDoor): Promise<string> {
    const { cloud, now, save } = this.#options
    const { access } = await this.#file.read()
    if (access === undefined) throw lapsed()
    const signal = AbortSignal.timeout(RENEWAL_DEADLINE)
    const startedAt = now()
    const delegation = await cloud.delegation(access, signal).catch((error) => {
      throw error instanceof AccessTokenRefused ? lapsed() : error
    })
    const token = await hub.signIn(delegation, signal)
    this.#own = { token, expiresAt: startedAt + SESSION_LIFE }
    this.#used = this.#own
    await save(this.#own)
    return token
  }

  describe(): string {
    return "the Homey CLI's login on this machine"
  }
}

/**
 * The user of the CLI's login with all hubs, as far as its access token still lasts.
 * @throws HubError `hub_credential_lapsed` if it does not, `account_*`
 */
export async function userOfCli(
  cloud: AthomCloud,
  directory: string,
  signal?: AbortSignal,
): Promise<CloudUser> {
  const { access } = await new CliLoginFile(directory).read()
  if (access === undefined) {
    throw new HubError(
      'hub_credential_lapsed',
      `The Homey CLI is not logged in here (${directory}). Run: homey login`,
    )
  }
  try {
    return readCloudUser(await cloud.me(access, signal))
  } catch (error) {
    throw error instanceof AccessTokenRefused ? stale() : error
  }
}

// Its sessions at hubs last for a day, the token for Athom's cloud for an hour; the CLI renews both.
function stale(): HubError {
  return new HubError(
    'hub_credential_lapsed',
    "The Homey CLI's access to Athom lasts an hour and has ended. Let the CLI renew it: homey list. Or say --address and --generation.",
  )
}

function lapsed(): HubError {
  return new HubError(
    'hub_credential_lapsed',
    "The Homey CLI's login has ended, and Latchkey does not renew it: that would log the CLI out. On the machine of Latchkey run: homey login",
  )
}
