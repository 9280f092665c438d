// Why a file is no snapshot that can be used, with what to do about it.

/** What is the matter. */
export type SnapshotFault =
  /** Something else, or nothing. */
  | 'not_a_snapshot'
  /** A later version of the tool wrote it. */
  | 'snapshot_newer'
  /** It is not what was written: cut off, edited, or put together from two. */
  | 'snapshot_altered'
  /** The key or passphrase does not open its secrets. */
  | 'key_wrong'
  /** It is larger than any home. */
  | 'snapshot_too_large'

/** A snapshot cannot be used; the message says what to do. */
export class SnapshotUnusable extends Error {
  readonly code: SnapshotFault

  constructor(code: SnapshotFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SnapshotUnusable'
    this.code = code
  }
}

/** It is not what was written. */
export function altered(what: string, cause?: unknown): SnapshotUnusable {
  return new SnapshotUnusable(
    'snapshot_altered',
    `This snapshot is not as it was written: ${what}. Use another copy, or take it again.`,
    cause,
  )
}
