// A tar of plain files and nothing else: no links, no folders, no paths that lead elsewhere, no sizes that
// no home has. Programs for tar open it; of theirs only what looks like ours is read.
import { isSnapshotPath } from './file-names.ts'
import { altered, SnapshotUnusable } from './unusable.ts'

/** Files by path. */
export type Files = ReadonlyMap<string, Uint8Array>

const BLOCK = 512

/** Largest archive and number of files that are read. A home of ten villas has a hundredth of it. */
export const LIMITS = { bytes: 512 * 1024 * 1024, files: 200_000 }

/**
 * Packs files, in the order of their paths; the same files give the same bytes.
 * @throws TypeError on a path that a snapshot cannot have
 */
export function pack(files: Files): Uint8Array {
  const pieces: Uint8Array[] = []
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    pieces.push(header(path, bytes.length), bytes)
    const over = bytes.length % BLOCK
    if (over > 0) pieces.push(new Uint8Array(BLOCK - over))
  }
  pieces.push(new Uint8Array(2 * BLOCK))
  return Buffer.concat(pieces)
}

function header(path: string, size: number): Uint8Array {
  if (!isSnapshotPath(path)) throw new TypeError(`no path of a snapshot: ${path}`)
  const slash = path.length > 100 ? path.lastIndexOf('/') : -1
  const name = path.slice(slash + 1)
  const prefix = slash < 0 ? '' : path.slice(0, slash)
  if (name.length > 100 || prefix.length > 155) throw new TypeError(`too long a path: ${path}`)
  const block = Buffer.alloc(BLOCK)
  const field = (at: number, text: string): number => block.write(text, at, 'latin1')
  field(0, name)
  field(100, '0000600\0')
  field(108, '0000000\0')
  field(116, '0000000\0')
  field(124, `${size.toString(8).padStart(11, '0')}\0`)
  // When it was taken stands in the manifest; without it here the same home is the same file.
  field(136, '00000000000\0')
  field(148, ' '.repeat(8))
  field(156, '0')
  field(257, 'ustar\0')
  field(263, '00')
  field(345, prefix)
  field(148, `${checksum(block).toString(8).padStart(6, '0')}\0 `)
  return block
}

function checksum(block: Uint8Array): number {
  let sum = 0
  for (const [at, byte] of block.entries()) sum += at >= 148 && at < 156 ? 32 : byte
  return sum
}

/** Whether bytes begin as a tar does. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && ascii(bytes.subarray(257, 262)) === 'ustar'
}

/** Unpacks files. @throws SnapshotUnusable */
export function unpack(archive: Uint8Array): Files {
  if (archive.length > LIMITS.bytes) throw tooLarge()
  const files = new Map<string, Uint8Array>()
  let at = 0
  while (true) {
    const block = archive.subarray(at, at + BLOCK)
    if (block.length < BLOCK) throw altered('the file is cut off')
    if (block.every((byte) => byte === 0)) break
    const { path, size } = readHeader(block)
    const bytes = archive.subarray(at + BLOCK, at + BLOCK + size)
    if (bytes.length < size) throw altered('the file is cut off')
    if (files.has(path)) throw altered(`${path} is in it twice`)
    files.set(path, bytes)
    if (files.size > LIMITS.files) throw tooLarge()
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}

function readHeader(block: Uint8Array): { readonly path: string; readonly size: number } {
  if (!isTar(block)) throw altered('it is no archive throughout')
  if (octal(block, 148, 7) !== checksum(block)) throw altered('a name in it was changed')
  const type = block[156]
  // An ordinary file; anything else could lead out of the folder.
  if (type !== 0x30 && type !== 0) throw altered('it holds something else than files')
  const prefix = textAt(block, 345, 155)
  const name = textAt(block, 0, 100)
  const path = prefix === '' ? name : `${prefix}/${name}`
  if (!isSnapshotPath(path)) throw altered('it holds a file with a name that no snapshot has')
  return { path, size: octal(block, 124, 12) }
}

function textAt(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length)
  const end = field.indexOf(0)
  return ascii(end < 0 ? field : field.subarray(0, end))
}

const ascii = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

function octal(block: Uint8Array, at: number, length: number): number {
  const text = textAt(block, at, length).trim()
  if (!/^[0-7]{1,11}$/.test(text)) throw altered('a size in it cannot be read')
  return Number.parseInt(text, 8)
}

const tooLarge = (): SnapshotUnusable =>
  new SnapshotUnusable('snapshot_too_large', 'This file is larger than the snapshot of any home.')
