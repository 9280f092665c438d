// Makes a backup of an installation, whether or not a gateway runs on it: the database is read as it was
// at one moment, past the gateway and without holding it up.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { link, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { newHeader, sealed } from './backup-file.ts'
import type { Database } from './database.ts'
import { dump } from './dump.ts'
import { stepsDone } from './migrations.ts'
import { openPatiently } from './open-database.ts'
import { latchkeyVersion } from './version.ts'

/** What is backed up, and to where. */
export interface BackupOptions {
  /** The data directory. */
  readonly data: string
  readonly databaseUrl?: string | undefined
  /** Keys that come from the environment are kept as if they were in their files. */
  readonly sealingKey?: string | undefined
  readonly auditKey?: string | undefined
  /** The file to make. */
  readonly out: string
  readonly passphrase: string
  /** Log2 of the work that a try of a passphrase takes; 18 if it is not said, less in tests. */
  readonly effort?: number | undefined
  readonly now: () => number
}

/** Files of the data directory that a backup has, besides the database. */
export const BACKED_UP = ['sealing.key', 'audit.key', 'audit.heads'] as const

/**
 * Makes a backup; it is under its name when it is whole and on the disk.
 * @throws Error if there is nothing to back up, or the file is there already.
 */
export async function backUp(options: BackupOptions): Promise<void> {
  const { data, databaseUrl, out } = options
  const file = join(data, 'latchkey.db')
  if (!existsSync(databaseUrl === undefined ? file : data)) {
    throw new Error(`There is nothing to back up in ${data}. Say where the data is: --data`)
  }
  if (existsSync(out)) throw new Error(`${out} is there already. Use another name.`)
  // Before the rows: a head may be older than they are, but never newer.
  const files = keptFiles(options)
  await using stack = new AsyncDisposableStack()
  const database = await openPatiently(file, databaseUrl)
  stack.defer(() => database.destroy())
  const bytes = await contents(database, files, options)
  const unfinished = `${out}.partial`
  rmSync(unfinished, { force: true })
  stack.defer(() => rm(unfinished, { force: true }))
  await write(unfinished, bytes)
  // Unlike a rename this fails if somebody made the file meanwhile.
  await link(unfinished, out)
}

function keptFiles({ data, sealingKey, auditKey }: BackupOptions): Record<string, string> {
  const files: Record<string, string> = {}
  for (const name of BACKED_UP) {
    const path = join(data, name)
    if (existsSync(path)) files[name] = readFileSync(path, 'utf8')
  }
  if (sealingKey) files['sealing.key'] = `${sealingKey}\n`
  if (auditKey) files['audit.key'] = `${auditKey}\n`
  return files
}

async function contents(
  database: Database,
  files: Record<string, string>,
  { now, passphrase, effort }: BackupOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const steps = [...(await stepsDone(database))]
  if (steps.length === 0) throw new Error('The database is empty: there is nothing to back up.')
  const header = newHeader({ version: latchkeyVersion(), time: now(), steps, files })
  return sealed(header, dump(database), { passphrase, effort })
}

async function write(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await using handle = await open(file, 'wx', 0o600)
  for await (const piece of bytes) await handle.write(piece)
  await handle.sync()
}
