// A call as oversight looks at it, in V3's form.
import type { Operation } from '@latchkey/catalogue'
import type { Via } from '../hub-path/request.ts'

/** A call. */
export interface OverseenCall {
  readonly operation: Operation
  readonly ids: Readonly<Record<string, string>>
  /** In V3's form; undefined where there is none, or where nobody knows it yet. */
  readonly body: unknown
  /** The tool of the MCP server that makes it; absent for all else. */
  readonly via?: Via | undefined
}
