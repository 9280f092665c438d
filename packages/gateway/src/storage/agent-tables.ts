// The table of what clients changed by tools as a type. Times are milliseconds since 1970.

/** One row per change that a client made by a tool of the MCP server, and did not undo. */
export interface ToolChangeTable {
  id: string
  hub_id: string
  grant_id: string
  /** Counts the changes of a grant. */
  number: number
  tool: string
  kind: string
  /** The hub's id of the object. */
  object_id: string
  /** `created`, `changed` or `deleted`. */
  did: string
  /** What the object is called, was and became, sealed: it may tell of the people of the house. */
  sealed: string
  bytes: number
  /** Until when whoever undoes it has it for itself. */
  taken_until: number | null
  created_at: number
}
