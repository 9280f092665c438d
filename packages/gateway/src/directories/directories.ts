// The directories that this installation believes: each pinned to a key, taken only if it is newer, and kept as the
// last good copy, which goes on counting when nothing newer can be had.

import type { Suspension } from '../clients/review.ts'
import type { GuardedFetch } from '../outgoing/guarded-fetch.ts'
import { OwnerError } from '../owner-error.ts'
import type { Database } from '../storage/database.ts'
import { DIRECTORY_FILE, type DirectoryFile, MAX_DIRECTORY } from './directory-file.ts'
import { keepLatest, latestOf } from './latest-version.ts'
import type { Listing, Sought } from './said.ts'
import { said } from './said.ts'
import { DirectoryRefused, publicKeyIn, readDirectory } from './signature.ts'

/** What directories stand on. */
export interface DirectoriesParts {
  readonly database: Database
  /** Held to what may be asked of strangers' addresses. */
  readonly fetch: GuardedFetch
  readonly now: () => number
}

/** A directory that is subscribed to. */
export interface Subscription {
  /** Its own name; unique here. */
  readonly name: string
  readonly source: string
  readonly publicKey: string
  readonly file: DirectoryFile
  readonly addedAt: number
  readonly checkedAt: number
  /** Why the last look came to nothing. */
  readonly problem: string | null
}

/** Whether a source is fetched, and not handed over as a file. */
export const isAddress = (source: string): boolean => /^https?:\/\//i.test(source)

/** Subscribes, updates, removes, and says what directories say. */
export class Directories {
  readonly #parts: DirectoriesParts
  /** Copies that were parsed, by name, and when and as which version they came. */
  readonly #parsed = new Map<string, DirectoryFile>()

  constructor(parts: DirectoriesParts) {
    this.#parts = parts
  }

  /** All, by name. */
  async list(): Promise<readonly Subscription[]> {
    const { database } = this.#parts
    const rows = await database.selectFrom('client_directory').selectAll().orderBy('id').execute()
    return rows.map((row) => ({
      ...{ name: row.id, source: row.source, publicKey: row.public_key, problem: row.problem },
      ...{ addedAt: Number(row.added_at), checkedAt: Number(row.checked_at) },
      file: this.#copyOf(row.id, `${row.added_at} ${row.version}`, row.copy),
    }))
  }

  /** @throws OwnerError `directory_unknown` */
  async byName(name: string): Promise<Subscription> {
    const found = (await this.list()).find((one) => one.name === name)
    if (found) return found
    const message = `There is no directory "${name}". See: latchkey directory list`
    throw new OwnerError('directory_unknown', message)
  }

  /**
   * Subscribes. `text` is what stands in a file; an address is fetched.
   * @throws OwnerError `directory_refused` if it is not signed so, or expired; `name_taken`; `directory_away`
   */
  async subscribe(wanted: {
    readonly source: string
    readonly publicKey: string
    readonly text: string | undefined
  }): Promise<Subscription> {
    const { database, now } = this.#parts
    const publicKey = wanted.publicKey.trim()
    const { source } = wanted
    const file = await this.#read(wanted.text ?? (await this.#fetched(source)), publicKey)
    refuseBefore(file.version, await latestOf(database, file.name, publicKey))
    const at = now()
    const made = await database
      .insertInto('client_directory')
      .values({
        ...{ id: file.name, source, public_key: publicKey, version: file.version, problem: null },
        ...{ copy: JSON.stringify(file), added_at: at, checked_at: at },
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (Number(made.numInsertedOrUpdatedRows) > 0) return this.byName(file.name)
    const message = `There is a directory "${file.name}" already. To take a newer copy: latchkey directory update`
    throw new OwnerError('name_taken', message)
  }

  /**
   * Takes a newer copy; whether there was one. What goes wrong is kept, and the copy that there is stays.
   * @throws OwnerError `directory_refused`, `directory_away`, `directory_unknown`
   */
  async update(name: string, text: string | undefined): Promise<boolean> {
    const { database, now } = this.#parts
    const { source, publicKey, file: present } = await this.byName(name)
    const checked = (problem: string | null) => ({ checked_at: now(), problem })
    const mark = database.updateTable('client_directory').where('id', '=', name)
    try {
      const file = await this.#read(text ?? (await this.#fetched(source)), publicKey)
      refuseOlder(file, present)
      const copy = { copy: JSON.stringify(file), version: file.version }
      // Of two at once the newer stays.
      await mark
        .set({ ...copy, ...checked(null) })
        .where('version', '<=', file.version)
        .execute()
      return file.version > present.version
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error)
      await mark.set(checked(told.slice(0, 500))).execute()
      throw error
    }
  }

  /** @throws OwnerError `directory_unknown` */
  async remove(name: string): Promise<void> {
    const { database } = this.#parts
    const { publicKey, file } = await this.byName(name)
    // Believed again, it begins where it was: an older copy may suspend less.
    await keepLatest(database, name, publicKey, file.version)
    await database.deleteFrom('client_directory').where('id', '=', name).execute()
  }

  /** What all of them say of a client now: the first that vouches, and all that suspend. */
  async said(client: Sought): Promise<{
    readonly listing: Listing | undefined
    readonly suspensions: readonly Suspension[]
  }> {
    const { now } = this.#parts
    const all = (await this.#files()).map((file) => said(file, client, now()))
    return {
      listing: all.find(({ listing }) => listing !== undefined)?.listing,
      suspensions: all.flatMap(({ suspensions }) => suspensions),
    }
  }

  // Asked with every request of every client, so what was parsed once is not read again.
  async #files(): Promise<readonly DirectoryFile[]> {
    const { database } = this.#parts
    const rows = await database
      .selectFrom('client_directory')
      .select(['id', 'version', 'added_at'])
      .orderBy('id')
      .execute()
    const parsed = rows.map(({ id, version, added_at: added }) =>
      this.#parsed.get(`${added} ${version} ${id}`),
    )
    if (parsed.every((one) => one !== undefined)) return parsed
    return (await this.list()).map(({ file }) => file)
  }

  #copyOf(name: string, version: string, copy: string): DirectoryFile {
    const key = `${version} ${name}`
    const known = this.#parsed.get(key)
    if (known) return known
    const file = DIRECTORY_FILE.parse(JSON.parse(copy))
    for (const other of this.#parsed.keys()) {
      if (other.endsWith(` ${name}`)) this.#parsed.delete(other)
    }
    this.#parsed.set(key, file)
    return file
  }

  async #read(text: string, publicKey: string): Promise<DirectoryFile> {
    try {
      publicKeyIn(publicKey)
      const file = await readDirectory(text, publicKey)
      if (this.#parts.now() < Date.parse(file.expires)) return file
      throw new DirectoryRefused(`It counted until ${file.expires}. Ask for a newer one.`)
    } catch (error) {
      if (!(error instanceof DirectoryRefused)) throw error
      throw new OwnerError('directory_refused', error.message)
    }
  }

  async #fetched(source: string): Promise<string> {
    if (!isAddress(source)) {
      const message = 'A directory in a file is handed over with its text: latchkey directory'
      throw new OwnerError('invalid_request', message)
    }
    try {
      const answer = await this.#parts.fetch(source, FETCH)
      if (answer.status !== 200) throw new Error(`it answered ${answer.status}`)
      return await answer.text()
    } catch (error) {
      const told = error instanceof Error ? error.message : ''
      const message = `It could not be had from ${source}: ${told}. The last copy goes on counting.`
      throw new OwnerError('directory_away', message)
    }
  }
}

/** Base64 makes a file by a third larger, and it comes over the slow line of a house. */
const FETCH = { maxBytes: 2 * MAX_DIRECTORY, within: 10_000 } as const

function refuseOlder(file: DirectoryFile, present: DirectoryFile): void {
  if (file.name !== present.name) {
    const message = `This is the directory "${file.name}". Subscribe to it by itself.`
    throw new OwnerError('directory_refused', message)
  }
  const isOther = JSON.stringify(file) !== JSON.stringify(present)
  if (file.version > present.version || (file.version === present.version && !isOther)) return
  throw olderThan(file.version, present.version)
}

function refuseBefore(version: number, latest: number): void {
  if (version < latest) throw olderThan(version, latest)
}

function olderThan(version: number, known: number): OwnerError {
  const message = `It has version ${version}, and version ${known} is known already: somebody may be holding newer ones back.`
  return new OwnerError('directory_refused', message)
}
