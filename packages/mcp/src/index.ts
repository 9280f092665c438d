// The public face of the MCP server. Types and the table; the protocol itself is loaded by whoever serves it.
export type {
  Alternatives,
  BoundGrant,
  CallAnswer,
  Change,
  Changes,
  Connection,
  MoreAsked,
  OperationCall,
  PlannedCall,
} from './connection.ts'
export { Home } from './home/home.ts'
export type { Caller } from './protocol/caller.ts'
export { type Asking, type FaceParts, isListed, McpFace } from './protocol/mcp-face.ts'
export { ANNOTATIONS, type Tool, type ToolKind, type ToolRow, tool } from './tool.ts'
export { Refused, ToolError } from './tool-error.ts'
export { TOOLS } from './tools/table.ts'
