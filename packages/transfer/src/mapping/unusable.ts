// Why a text is no mapping that can be used, where, and what to do about it.

/** A mapping cannot be used; the message says what to do. Lines count from 1. */
export class MappingUnusable extends Error {
  readonly code: 'mapping_malformed' | 'mapping_newer'
  readonly line: number | null

  constructor(message: string, { line = null, code = 'mapping_malformed' }: Where = {}) {
    super(line === null ? message : `Line ${line}: ${message}`)
    this.name = 'MappingUnusable'
    this.code = code
    this.line = line
  }
}

interface Where {
  readonly line?: number | null
  readonly code?: MappingUnusable['code']
}
