// The data directory: where everything is that must survive, readable by its owner alone, and
// used by one process at a time.
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Where things are in a data directory. */
export interface DataDirectory extends Disposable {
  readonly path: string
  readonly database: string
  /** Copies of the database, made before its form is changed. */
  readonly backups: string
  readonly sealingKey: string
  readonly controlSocket: string
}

/** The directory is in use by another process. */
export class DirectoryInUse extends Error {
  constructor(path: string) {
    super(`Another Latchkey is using ${path}. Stop it, or use another --data directory.`)
    this.name = 'DirectoryInUse'
  }
}

/** The socket's path in a data directory, whether or not somebody listens there. */
export function controlSocketPath(path: string): string {
  return join(path, 'control.sock')
}

/**
 * Makes the directory if it is not there, with mode 0700, and takes its lock; disposing gives the
 * lock back. The lock is SQLite's own on a file beside the database, so that it is gone when
 * the process is, however it ended.
 * @throws DirectoryInUse; Error if it is not a directory or belongs to somebody else.
 */
export function openDataDirectory(path: string): DataDirectory {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (!statSync(path).isDirectory()) throw new Error(`${path} is not a directory.`)
  chmodSync(path, 0o700)
  const lock = takeLock(join(path, 'lock'), path)
  const database = join(path, 'latchkey.db')
  makePrivate(database)
  return {
    path,
    database,
    backups: join(path, 'backups'),
    sealingKey: join(path, 'sealing.key'),
    controlSocket: controlSocketPath(path),
    [Symbol.dispose]: () => lock.close(),
  }
}

// SQLite gives its journals the mode of the database, so the file is there before it is opened.
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

function takeLock(file: string, path: string): DatabaseSync {
  makePrivate(file)
  const lock = new DatabaseSync(file)
  try {
    lock.exec('PRAGMA busy_timeout=0; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    // SQLITE_BUSY is 5.
    if ((error as { errcode?: number }).errcode === 5) throw new DirectoryInUse(path)
    throw error
  }
}
