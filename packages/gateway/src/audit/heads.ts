// The heads of the chains, in a file outside the database: what is cut off the end of the log there
// is missed here. Rows need not wait for it, so the last moment before a crash is not covered.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AuditKey } from './audit-key.ts'
import type { Head } from './chain.ts'

/**
 * How far the file may be behind the rows: so many rows or milliseconds, whichever is less; but it
 * is never written more often than every `pause` milliseconds.
 */
export const HEAD_WINDOW = { rows: 200, milliseconds: 1000, pause: 100 } as const

/** With more lines than this the file is written anew, with one line for each chain. */
const MAX_LINES = 2000

/** What a file of heads says. */
export interface HeadsRead {
  /** False if there is no file. */
  readonly found: boolean
  readonly heads: ReadonlyMap<string, Head>
  /** Lines that were not signed with the key. */
  readonly forged: number
  readonly lines: number
}

/** Reads the heads. A last line without its end was being written when the power went. */
export function readHeads(file: string, key: AuditKey): HeadsRead {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { found: false, heads: new Map(), forged: 0, lines: 0 }
  }
  const heads = new Map<string, Head>()
  const lines = text.split('\n').slice(0, -1)
  let forged = 0
  for (const line of lines) {
    const head = parseLine(line, key)
    if (!head) forged++
    else if (head.sequence >= (heads.get(head.writer)?.sequence ?? 0)) heads.set(head.writer, head)
  }
  return { found: true, heads, forged, lines: lines.length }
}

function parseLine(line: string, key: AuditKey): Head | undefined {
  const [writer = '', sequence, mac = '', id, signature, ...more] = line.split(' ')
  const head = { writer, sequence: Number(sequence), mac, id: Number(id) }
  return more.length === 0 && signOf(head, key) === signature ? head : undefined
}

function signOf({ writer, sequence, mac, id }: Head, key: AuditKey): string {
  return key.sign('head', [writer, sequence, mac, id])
}

function lineOf(head: Head, key: AuditKey): string {
  const { writer, sequence, mac, id } = head
  return `${writer} ${sequence} ${mac} ${id} ${signOf(head, key)}\n`
}

/** Keeps the heads of this process's chains. Disposing writes the last one. */
export class HeadsFile implements AsyncDisposable {
  readonly #file: string
  readonly #key: AuditKey
  readonly #onError: (error: unknown) => void
  readonly #waiting = new Map<string, Head>()
  #rows = 0
  #lines: number
  #handle: FileHandle | undefined
  #timer: NodeJS.Timeout | undefined
  #due = 0
  #written = 0
  #writing: Promise<void> | undefined

  /**
   * Opens the file.
   * @throws Error if it was written with another key, because nothing would verify any more.
   */
  constructor(file: string, key: AuditKey, onError: (error: unknown) => void) {
    const { heads, forged, lines } = readHeads(file, key)
    if (forged > 0 && heads.size === 0) {
      throw new Error(
        `The audit key is not the one that ${file} was signed with. Put the right audit.key (or LATCHKEY_AUDIT_KEY) back; or, to begin a new log that cannot vouch for the old rows, move that file away.`,
      )
    }
    this.#file = file
    this.#key = key
    this.#onError = onError
    this.#lines = lines
  }

  /** Makes the file, so that from now on its absence is a loss. */
  begin(): void {
    closeSync(openSync(this.#file, 'a', 0o600))
  }

  /** Takes note that a chain has come so far, by so many rows. */
  advance(head: Head, rows: number): void {
    this.#waiting.set(head.writer, head)
    this.#rows += rows
    const { pause, milliseconds } = HEAD_WINDOW
    const now = performance.now()
    const soonest = Math.max(now, this.#written + pause)
    const due = this.#rows >= HEAD_WINDOW.rows ? soonest : now + milliseconds
    if (this.#timer && this.#due <= due) return
    clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => this.#writeSoon(), due - now)
  }

  #writeSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = (this.#writing ?? Promise.resolve()).then(() => this.#write())
  }

  async #write(): Promise<void> {
    if (this.#waiting.size === 0) return
    const heads = [...this.#waiting.values()]
    this.#waiting.clear()
    this.#rows = 0
    try {
      if (this.#lines >= MAX_LINES) await this.#compact()
      this.#handle ??= await open(this.#file, 'a', 0o600)
      await this.#handle.appendFile(heads.map((head) => lineOf(head, this.#key)).join(''))
      await this.#handle.datasync()
      this.#lines += heads.length
    } catch (error) {
      this.#onError(error)
    }
    this.#written = performance.now()
  }

  // Lines that are not ours to vouch for stay: `verify` is to find them.
  async #compact(): Promise<void> {
    await this.#handle?.close()
    this.#handle = undefined
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1)
    const forged = lines.filter((line) => !parseLine(line, this.#key)).slice(0, MAX_LINES / 2)
    const { heads } = readHeads(this.#file, this.#key)
    const kept = [...heads.values()].map((head) => lineOf(head, this.#key))
    const fresh = `${this.#file}.new`
    writeFileSync(fresh, [...forged.map((line) => `${line}\n`), ...kept].join(''), {
      mode: 0o600,
      flush: true,
    })
    renameSync(fresh, this.#file)
    const folder = openSync(dirname(this.#file), 'r')
    fsyncSync(folder)
    closeSync(folder)
    this.#lines = kept.length + forged.length
  }

  /** Writes what waits, and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#writeSoon()
    await this.#writing
    await this.#handle?.close()
  }
}
