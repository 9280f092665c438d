// A disk that can be filled without harm to anybody: a small file system in memory.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The disk. Disposing takes it away, with all that is on it. */
export interface SmallDisk extends Disposable {
  readonly path: string
  /** Takes all the room that is left. */
  fill(): void
  /** Gives it back. */
  free(): void
}

/** Why there can be none here, for a test to skip; false if there can. */
export const noSmallDisk =
  (process.platform !== 'linux' || process.getuid?.() !== 0) &&
  'only root on Linux may mount a small disk'

/** Mounts a disk of so many megabytes. */
export function smallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', path])
  const filler = join(path, 'filler')
  return {
    path,
    fill: () => {
      const file = openSync(filler, 'a')
      // Ever smaller pieces, down to the last byte.
      for (let size = 2 ** 20; size >= 1; ) {
        try {
          if (writeSync(file, Buffer.alloc(size)) < size) size = Math.floor(size / 2)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
          size = Math.floor(size / 2)
        }
      }
      closeSync(file)
    },
    free: () => rmSync(filler),
    [Symbol.dispose]: () => {
      execFileSync('umount', [path])
      rmdirSync(path)
    },
  }
}
