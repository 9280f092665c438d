// Names of files for objects. Ids can be anything, such as the name of a setting with a slash in it; what
// is not plainly a name on every file system gets the beginning of its hash, so that no two are one.
import { sha256 } from '../hash.ts'

const PLAIN = /^[a-z0-9][a-z0-9._-]{0,79}$/

/** Names that some systems keep for themselves, whatever follows them. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/

/** A name for an id: the id itself, or something like it. Without an extension. */
export function fileName(id: string): string {
  if (PLAIN.test(id) && !id.endsWith('.') && !RESERVED.test(id)) return id
  const like = id
    .normalize('NFC')
    .replace(/[^A-Za-z0-9-]+/g, '_')
    .slice(0, 60)
    .replace(/^(?![A-Za-z0-9])/, '_')
  return `${like}~${sha256(id).slice(0, 16)}`
}

/** Whether a path is one that a snapshot can have: names and nothing else, at most so deep and long. */
export function isSnapshotPath(path: string): boolean {
  const names = path.split('/')
  return (
    names.length <= 4 && names.every((name) => /^[A-Za-z0-9_][A-Za-z0-9._~-]{0,120}$/.test(name))
  )
}
