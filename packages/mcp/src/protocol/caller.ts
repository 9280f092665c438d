// Who calls, and what one request of theirs came to besides its answer.
import type { Connection } from '../connection.ts'

/** A caller: made anew for every request. */
export interface Caller {
  readonly connection: Connection
  /** Whether an authorization server can give them more: they came with an access token, not with a key. */
  readonly canStepUp: boolean
  /** What they said at `initialize`, if their session says it. */
  readonly session: Session | undefined
  /** Set where nothing was done for want of permissions: all that the very operation needs. */
  stepUp?: readonly string[]
}

/** What a session of the protocol before 2026-07-28 stands for. It is held by the client, signed. */
export interface Session {
  /** Whether the client opens pages for its user (`elicitation.url`). */
  readonly opensPages: boolean
}
