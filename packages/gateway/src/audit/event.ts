// One decision, as it is kept: who, which client, what, and why. No payloads, no secrets: a path
// is the operation's with ids, or what arrived with everything cut out that could be a key.
import type { Reason } from '../hub-path/reason.ts'
import { redact } from '../redaction.ts'

/** A row of the audit log. `time` in milliseconds since 1970, `ms` the time taken. */
export interface AuditEvent {
  readonly id: number
  readonly time: number
  readonly client: string | null
  readonly grant: string | null
  readonly hub: string | null
  readonly operation: string | null
  readonly method: string
  readonly path: string
  readonly verdict: 'allow' | 'deny'
  readonly reason: Reason
  readonly status: number | null
  readonly ms: number | null
  /** The owner who acted, or was tried to be (reason `owner-unproven`); or `local`. */
  readonly owner: string | null
  /** The tool of the MCP server through which a client came; null for all else. */
  readonly tool: string | null
}

/** An event that has not been given its number yet. What clients do has no owner, and mostly no tool. */
export type NewAuditEvent = Omit<AuditEvent, 'id' | 'owner' | 'tool'> &
  Partial<Pick<AuditEvent, 'owner' | 'tool'>>

/**
 * The owner at the control socket: whoever may open it. Which person that is the gateway cannot know,
 * so none is named.
 */
export const LOCAL = 'local'

/** The longest path that is kept. */
const MAX_PATH = 300

/** A method or path as it may be kept: printable, bounded, nothing in it that could be a key. */
export function keepable(text: string): string {
  return redact(text)
    .replace(/[^\x20-\x7e…]/g, '?')
    .slice(0, MAX_PATH)
}
