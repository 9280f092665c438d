// The form of a backup: lines of JSON, sealed as one age file under a passphrase. The first line says
// what it is and holds the keys, the last one that it is whole; rows of tables are between.
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { z } from 'zod'

/** The form that is written, and the highest that is read. */
const FORM = 1

const HEADER = z.object({
  latchkey: z.literal('backup'),
  form: z.number().int(),
  /** The version of Latchkey that wrote it. */
  version: z.string(),
  time: z.number(),
  /** The steps that had been done in the database. */
  steps: z.array(z.string()).min(1),
  /** Files of the data directory that are not in the database, as text, by name. */
  files: z.record(z.string(), z.string()),
})

/** What the first line says. */
export type BackupHeader = z.infer<typeof HEADER>

/** A value of a row; the two databases have no others in our tables. */
export type Cell = string | number | null

/** A line after the first: a table begins, one of its rows, or the end with the number of rows. */
export type BackupLine =
  | { readonly table: string; readonly columns: readonly string[] }
  | readonly Cell[]
  | { readonly end: number }

const LINE: z.ZodType<BackupLine> = z.union([
  z.array(z.union([z.string(), z.number(), z.null()])),
  z.object({ table: z.string(), columns: z.array(z.string()).min(1) }),
  z.object({ end: z.number() }),
])

/** Why a backup cannot be used; the message says what to do. */
export class BackupUnusable extends Error {
  readonly code: 'backup_damaged' | 'backup_newer' | 'not_a_backup' | 'passphrase_wrong'

  constructor(code: BackupUnusable['code'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'BackupUnusable'
    this.code = code
  }
}

/** The header of a backup that is being made. */
export function newHeader(facts: Omit<BackupHeader, 'latchkey' | 'form'>): BackupHeader {
  return { latchkey: 'backup', form: FORM, ...facts }
}

/** So many characters are sealed at a time. */
const PIECE = 64 * 1024

/** Seals a backup; what comes out are the bytes of the file. */
export async function sealed(
  header: BackupHeader,
  lines: AsyncIterable<BackupLine>,
  under: { readonly passphrase: string; readonly effort?: number | undefined },
): Promise<AsyncIterable<Uint8Array>> {
  // Loaded only where a backup is made or read: no other command is to wait for it.
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  encrypter.setPassphrase(under.passphrase)
  if (under.effort !== undefined) encrypter.setScryptWorkFactor(under.effort)
  return encrypter.encrypt(ReadableStream.from(pieces(header, lines)))
}

async function* pieces(
  header: BackupHeader,
  lines: AsyncIterable<BackupLine>,
): AsyncIterable<Uint8Array> {
  let piece = `${JSON.stringify(header)}\n`
  for await (const line of lines) {
    piece += `${JSON.stringify(line)}\n`
    if (piece.length < PIECE) continue
    yield Buffer.from(piece)
    piece = ''
  }
  yield Buffer.from(piece)
}

/** A backup that was opened. */
export interface OpenedBackup {
  readonly header: BackupHeader
  /** @throws BackupUnusable as soon as a line is not what was written */
  readonly lines: AsyncIterable<BackupLine>
}

/** Opens a backup. @throws BackupUnusable; Error if there is no such file */
export async function openBackup(file: string, passphrase: string): Promise<OpenedBackup> {
  const texts = textLines(await unsealed(file, passphrase))[Symbol.asyncIterator]()
  const header = readHeader(await texts.next())
  return { header, lines: parsed({ [Symbol.asyncIterator]: () => texts }) }
}

async function unsealed(file: string, passphrase: string): Promise<AsyncIterable<Uint8Array>> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  const bytes = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>
  try {
    return await decrypter.decrypt(bytes)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error
    if (/no identity matched/.test(String(error))) {
      throw new BackupUnusable('passphrase_wrong', 'This is not the passphrase of the backup.')
    }
    throw new BackupUnusable('not_a_backup', `${file} is not a backup, or is damaged.`, error)
  }
}

const damaged = (cause?: unknown): BackupUnusable =>
  new BackupUnusable('backup_damaged', 'The backup is damaged or cut off. Use another one.', cause)

async function* textLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for await (const piece of bytes) {
      const texts = (rest + decoder.decode(piece, { stream: true })).split('\n')
      rest = texts.pop() ?? ''
      yield* texts
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === undefined ? damaged(error) : error
  }
  if (rest !== '') throw damaged()
}

function readHeader(first: IteratorResult<string, unknown>): BackupHeader {
  if (first.done) throw damaged()
  const { success, data } = HEADER.safeParse(json(first.value))
  if (!success) throw damaged()
  if (data.form <= FORM) return data
  throw new BackupUnusable(
    'backup_newer',
    `This backup was written by Latchkey ${data.version}. Install that version or a later one.`,
  )
}

async function* parsed(texts: AsyncIterable<string>): AsyncGenerator<BackupLine> {
  for await (const text of texts) {
    const { success, data } = LINE.safeParse(json(text))
    if (!success) throw damaged()
    yield data
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged()
  }
}
