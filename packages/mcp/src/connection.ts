// What the MCP server has of the gateway: a connection that is bound to the caller's own grant. Every call over it
// goes through the same five steps as one over HTTP, so no tool can do what its caller may not.
import type { Generation } from '@latchkey/catalogue'

/** Sets of permissions of which any one does, with all permissions in it. */
export type Alternatives = readonly (readonly string[])[]

/** The grant that a connection is bound to, as far as tools have to know it. */
export interface BoundGrant {
  readonly id: string
  readonly client: string
  readonly permissions: ReadonlySet<string>
  readonly hub: { readonly id: string; readonly name: string; readonly generation: Generation }
}

/** One call, in V3's form whatever the hub speaks. */
export interface OperationCall {
  /** The id of an operation of the catalogue, such as `flow.createFlow`. */
  readonly operation: string
  readonly ids?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Tools that do the same: what the owner said of any of them counts as well as what is said of the caller's. */
  readonly as?: readonly string[]
  /** All writes of this call of the tool, where there are several: its owner may want to know before the first. */
  readonly whole?: readonly PlannedCall[]
}

/** A write that is going to be sent. */
export type PlannedCall = Pick<OperationCall, 'operation' | 'ids' | 'body'>

/** What became of a call: the answer that the client would have had over HTTP. */
export interface CallAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly value: unknown
}

/** A connection. It is made for one request of a client, and knows no credential. */
export interface Connection {
  readonly grant: BoundGrant
  /** Makes a call for a tool; refusals are answers. Throws only what is nobody's but ours. */
  send(call: OperationCall, tool: string): Promise<CallAnswer>
  /** Records that a tool was refused before it called anything. */
  refused(tool: string): void
  /**
   * Counts a call of a tool: `reads` or `writes`. If it is one too many nothing is counted and it is recorded; what the
   * caller is told then, with when to try again.
   */
  tooOften(tool: string, counts: 'reads' | 'writes'): string | undefined
  /** What the owner said of a tool for this client. */
  effectOf(tool: string): 'allow' | 'ask' | 'deny'
  /** The page on which the owner answers a question; undefined while nobody knows the address. */
  approvalUrl(approval: string): string | undefined
  /** What this grant changed by tools and may undo, the latest first. */
  readonly changes: Changes
  /** Where the client asks its owner for more than the grant has. */
  readonly requests: MoreAsked
}

/** Asking for more, as the client may over HTTP (docs/permission-requests.md): its own requests and nobody else's. */
export interface MoreAsked {
  /** Puts a request; `body` is what would be sent over HTTP. It gives nothing: the owner answers. */
  ask(body: unknown, tool: string): Promise<CallAnswer>
  /** What became of one. An answer is waited for so many seconds, 0 to 30. */
  one(id: string, seconds: number, tool: string): Promise<CallAnswer>
  /** All of this grant, the latest first. */
  all(tool: string): Promise<CallAnswer>
}

/** One change that a tool made, with what it takes to undo it. */
export interface Change {
  readonly id: string
  readonly at: number
  readonly tool: string
  readonly kind: string
  readonly objectId: string
  readonly name: string
  readonly did: 'created' | 'changed' | 'deleted'
  readonly before: unknown
  readonly after: unknown
}

/** The latest changes of one grant. They outlive the gateway, and are the same at all gateways of an installation. */
export interface Changes {
  /** The latest first. */
  list(): Promise<readonly Change[]>
  /** Keeps a change; its id. */
  add(change: Omit<Change, 'id' | 'at'>): Promise<string>
  /**
   * Takes a change to undo it. One caller has it until it is released or removed, or for a minute; `taken` if that is
   * another one, undefined if there is no such change.
   */
  take(id: string): Promise<Change | 'taken' | undefined>
  /** Gives a change back: it was not undone. */
  release(id: string): Promise<void>
  /** Forgets a change: it was undone. */
  remove(id: string): Promise<void>
}
