// The MCP server: what an agent may ask for, over a connection that is bound to the caller's own grant.
export {}
