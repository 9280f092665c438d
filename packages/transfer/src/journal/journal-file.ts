// The journal as a file: lines are on the disk before anybody acts on them. Lines that come while one is
// being synced are written together, so that eight writers wait for one disk and not for eight.
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { JournalEvent, JournalLine } from './journal.ts'
import { JournalError } from './journal-error.ts'
import { lockJournal } from './journal-lock.ts'
import { type JournalState, LiveState } from './journal-state.ts'
import { FIRST, readLines } from './read-lines.ts'

/** A journal that can be written. */
export interface Journal {
  readonly state: JournalState
  /** Every line that there is. */
  readonly lines: readonly JournalLine[]
  /** Resolves when the event is on the disk. @throws JournalError `unwritable`; nothing may be sent then */
  append(event: JournalEvent): Promise<void>
}

interface Waiting {
  readonly text: string
  readonly line: JournalLine
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** A journal in a file, mode 0600, with a lock file beside it. Close it, or hold it with `await using`. */
export class JournalFile implements Journal, AsyncDisposable {
  readonly state = new LiveState()
  readonly lines: JournalLine[] = []
  readonly #file: FileHandle
  readonly #unlock: () => Promise<void>
  readonly #now: () => Date
  #seq = 0
  #prev = FIRST
  #waiting: Waiting[] = []
  #flushing: Promise<void> | undefined
  #broken: unknown

  private constructor(file: FileHandle, unlock: () => Promise<void>, now: () => Date) {
    this.#file = file
    this.#unlock = unlock
    this.#now = now
  }

  /**
   * Opens a journal, or begins one. What a writer that died left of a line is cut off first, so that
   * the next line does not grow on to it.
   * @throws JournalError `locked`, `corrupt`
   */
  static async open(path: string, now: () => Date): Promise<JournalFile> {
    const unlock = await lockJournal(path)
    let file: FileHandle | undefined
    try {
      file = await open(path, 'a+', 0o600)
      await file.chmod(0o600)
      const bytes = await file.readFile()
      const { lines, length, last } = readLines(bytes)
      if (length < bytes.length) {
        await file.truncate(length)
        await file.datasync()
      }
      if (bytes.length === 0) await syncFolder(dirname(path))
      const journal = new JournalFile(file, unlock, now)
      for (const line of lines) journal.#take(line)
      journal.#seq = lines.length
      journal.#prev = last
      return journal
    } catch (error) {
      await file?.close()
      await unlock()
      throw error
    }
  }

  append(event: JournalEvent): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(unwritable(this.#broken))
    const head = { seq: ++this.#seq, prev: this.#prev, time: this.#now().toISOString() }
    const line: JournalLine = { ...head, ...event }
    const text = JSON.stringify(line)
    this.#prev = createHash('sha256').update(text).digest('hex')
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: `${text}\n`, line, resolve, reject })
      this.#flushing ??= this.#flush()
    })
  }

  // One write and one sync for everything that has come since the last one. A turn of the loop is waited
  // first: a step that is done and the next one that is announced because of it are one write.
  async #flush(): Promise<void> {
    await turn()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      try {
        if (this.#broken !== undefined) throw this.#broken
        await writeAll(this.#file, batch.map(({ text }) => text).join(''))
        await this.#file.datasync()
        for (const { line, resolve } of batch) {
          this.#take(line)
          resolve()
        }
      } catch (error) {
        // Half a line may be there now: whatever came after it would be lost with it.
        this.#broken = error
        for (const { reject } of batch) reject(unwritable(error))
      }
    }
    this.#flushing = undefined
  }

  #take(line: JournalLine): void {
    this.lines.push(line)
    this.state.take(line)
  }

  /** Writes what waits and leaves the lock. */
  async close(): Promise<void> {
    await this.#flushing
    this.#broken ??= new Error('The journal is closed.')
    await this.#file.close()
    await this.#unlock()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** Opens a journal, or begins one: see `JournalFile.open`. */
export function openJournal(path: string, now: () => Date = () => new Date()) {
  return JournalFile.open(path, now)
}

function unwritable(cause: unknown): JournalError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new JournalError(
    'unwritable',
    `The journal cannot be written (${why}), so nothing more is sent. Make room and resume.`,
    { cause },
  )
}

// What was opened for appending is written at the end of the file, wherever that is. `appendFile`, which
// is meant for files of any size, takes more time for a line.
async function writeAll(file: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at, null)).bytesWritten
  }
}

// The name of a new file is only safe when its folder is.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
