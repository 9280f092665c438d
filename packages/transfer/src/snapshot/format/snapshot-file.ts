// Snapshots on the disk: one file, or a folder that a version control system can keep. What is written is
// whole or not there, and for its owner's eyes only.
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Window } from '../../hub/window.ts'
import type { Snapshot } from '../snapshot.ts'
import { isSnapshotPath } from './file-names.ts'
import { filesOf, snapshotIn } from './layout.ts'
import type { Sealing, Unsealing } from './sealing.ts'
import { type Files, isTar, LIMITS, pack, unpack } from './tar.ts'
import { SnapshotUnusable } from './unusable.ts'

/** How a snapshot is written. */
export interface WriteOptions {
  /** For whom the secrets are sealed; without it they are left out. */
  readonly sealing?: Sealing | undefined
  /** A folder instead of one file. */
  readonly as?: 'file' | 'folder'
}

/** Writes a snapshot; a file or an older snapshot in the folder is replaced. @throws if it cannot */
export async function writeSnapshot(
  path: string,
  snapshot: Snapshot,
  { sealing, as = 'file' }: WriteOptions = {},
): Promise<void> {
  const files = await filesOf(snapshot, sealing)
  if (as === 'file') await writeWhole(path, pack(files))
  else await writeFolder(path, files)
}

/**
 * Reads a snapshot, from a file or a folder.
 * @throws SnapshotUnusable; Error if there is nothing
 */
export async function readSnapshot(path: string, unsealing?: Unsealing): Promise<Snapshot> {
  const { size, ...present } = await stat(path).then((found) => ({
    size: found.size,
    isFolder: found.isDirectory(),
  }))
  if (present.isFolder) return snapshotIn(await readFolder(path), unsealing)
  if (size > LIMITS.bytes) {
    throw new SnapshotUnusable('snapshot_too_large', `${path} is larger than any snapshot.`)
  }
  const bytes = await readFile(path)
  if (!isTar(bytes)) {
    throw new SnapshotUnusable('not_a_snapshot', `${path} is no snapshot of a Homey.`)
  }
  return snapshotIn(unpack(bytes), unsealing)
}

// A reader finds the old file or the new one, also after a power cut.
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await replace(path, bytes)
  await syncFolder(dirname(path))
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

// So that the new name is on the disk too; where folders cannot be opened there is no need to.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

const SUMS = 'SHA256SUMS'

/** So many files are written at once. */
const LANES = 16

// The sums come last: a folder that was left half written is one whose sums do not agree.
async function writeFolder(path: string, files: Files): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const old = await listFolder(path)
  const others = (await readdir(path)).filter((name) => !name.startsWith('.'))
  if (others.length > 0 && !others.includes('manifest.json')) {
    throw new SnapshotUnusable(
      'not_a_snapshot',
      `${path} holds something else. Name an empty folder.`,
    )
  }
  const names = [...files.keys()].filter((name) => name !== SUMS)
  const folders = [...new Set(names.map(dirname))]
  for (const folder of folders) await mkdir(join(path, folder), { recursive: true, mode: 0o700 })
  const window = new Window(LANES)
  const put = (name: string): Promise<void> =>
    window.run(() => writeUnlessSame(join(path, name), files.get(name) ?? new Uint8Array()))
  await Promise.all(names.map(put))
  for (const gone of old) if (!files.has(gone)) await rm(join(path, gone))
  await put(SUMS)
  for (const folder of folders) await syncFolder(join(path, folder))
}

async function writeUnlessSame(path: string, bytes: Uint8Array): Promise<void> {
  const there = await readFile(path).catch(() => undefined)
  if (!there?.equals(bytes)) await replace(path, bytes)
}

async function readFolder(path: string): Promise<Files> {
  const files = new Map<string, Uint8Array>()
  let size = 0
  for (const name of await listFolder(path)) {
    const bytes = await readFile(join(path, name))
    size += bytes.length
    if (size > LIMITS.bytes || files.size > LIMITS.files) {
      throw new SnapshotUnusable('snapshot_too_large', `${path} is larger than any snapshot.`)
    }
    files.set(name, bytes)
  }
  return files
}

// What version control and file managers put there begins with a dot, and is not ours.
async function listFolder(path: string): Promise<string[]> {
  const found = await readdir(path, { recursive: true, withFileTypes: true })
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(path.length).replaceAll('\\', '/'))
    .map((name) => name.replace(/^\/+/, ''))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .filter((name) => OURS.test(name) && isSnapshotPath(name))
    .sort()
}

/** Where a snapshot's files lie; a README beside them is nobody's business. */
const OURS =
  /^(?:manifest\.json|index\.ndjson|cards\.ndjson|tokens\.txt|secrets\.age|SHA256SUMS|(?:objects|code)\/.*)$/
