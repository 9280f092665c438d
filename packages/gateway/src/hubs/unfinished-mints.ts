// The journal of minting: before a key is asked for it is written down, sealed, under which name and with
// whose session, so that after a crash the key and the folder of its proof can be deleted at the hub.
import { randomBytes } from 'node:crypto'
import type { Generation } from '@latchkey/catalogue'
import {
  deleteFoldersNamed,
  deleteKeysNamed,
  HubConnection,
  HubError,
  type KnownAddresses,
  localKey,
} from '@latchkey/homey'
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/sqlite.ts'

/** The way to a hub with its owner's session. */
export interface OwnersLogin {
  readonly hubId: string
  readonly generation: Generation
  readonly address: string
  readonly addresses: KnownAddresses
  readonly session: string
}

/** What could not be cleaned up, and why. */
export interface Leftover {
  readonly name: string
  readonly hubId: string
  readonly problem: string
}

/** The journal. */
export class UnfinishedMints {
  readonly #database: Database
  readonly #sealing: Sealing
  readonly #now: () => number

  constructor(database: Database, sealing: Sealing, now: () => number) {
    this.#database = database
    this.#sealing = sealing
    this.#now = now
  }

  /** Writes down that a key will be minted, and gives back the name that it is to have. */
  async begin(login: OwnersLogin): Promise<string> {
    const name = `Latchkey ${randomBytes(4).toString('hex')}`
    await this.#database
      .insertInto('unfinished_mint')
      .values({
        ...{ name, hub_id: login.hubId, created_at: this.#now() },
        sealed_login: this.#sealing.seal(JSON.stringify(login), login.hubId),
      })
      .execute()
    return name
  }

  /** The key is in its place and its proof is undone. */
  async end(name: string): Promise<void> {
    await this.#database.deleteFrom('unfinished_mint').where('name', '=', name).execute()
  }

  /** A mint failed: cleans up after it, or leaves that to the next time. */
  async abandon(name: string): Promise<void> {
    await this.#tidy(() => undefined, name)
  }

  /**
   * Cleans up what was interrupted. `keyInUse` says which key of a hub is the one that is held now.
   * What cannot be cleaned up yet stays for the next time, unless the session has ended for good.
   */
  tidy(keyInUse: (hubId: string) => string | undefined): Promise<readonly Leftover[]> {
    return this.#tidy(keyInUse)
  }

  async #tidy(
    keyInUse: (hubId: string) => string | undefined,
    only?: string,
  ): Promise<readonly Leftover[]> {
    const all = this.#database.selectFrom('unfinished_mint').selectAll()
    const rows = await (only === undefined ? all : all.where('name', '=', only)).execute()
    const left: Leftover[] = []
    for (const { name, hub_id: hubId, sealed_login } of rows) {
      const login = JSON.parse(this.#sealing.open(sealed_login, hubId)) as OwnersLogin
      const problem = await clean(name, login, keyInUse(hubId))
      if (problem) left.push({ name, hubId, problem: problem.message })
      if (!problem || problem.code === 'hub_credential_refused') await this.end(name)
    }
    return left
  }
}

async function clean(
  name: string,
  { hubId, session, ...way }: OwnersLogin,
  keep: string | undefined,
): Promise<HubError | undefined> {
  await using owner = new HubConnection({ ...way, id: hubId, credential: localKey(session) })
  try {
    await deleteKeysNamed(owner, name, keep)
    await deleteFoldersNamed(owner, name).catch((error) => {
      // A session that may not look at flows made no folder.
      if (!(error instanceof HubError && error.status === 403)) throw error
    })
    return undefined
  } catch (error) {
    if (error instanceof HubError) return error
    throw error
  }
}
