// What tokens are asked for (RFC 8707): the Homeys behind the gateway, or the MCP server before them. A token for
// the one is none for the other.

/** What an agent asks for before it was told what its calls need. */
export const FIRST_SCOPE = 'preset:read-only'

/** What its owner is offered besides, unticked, where an agent does not say what it asks for. */
export const OFFERED_BESIDES: readonly string[] = ['preset:control']

/** The path of the MCP server, below the issuer. */
export const MCP_PATH = '/mcp'

/** The resource that the MCP server is. */
export const mcpResource = (issuer: string): string => `${issuer}${MCP_PATH}`

/** Whether a resource of this installation is its MCP server. */
export const isMcpResource = (resource: unknown): boolean =>
  typeof resource === 'string' && resource.endsWith(MCP_PATH)

/** The resource that is meant by a word of a client; undefined if it is none of this installation. */
export function resourceMeant(issuer: string, resource: string): string | undefined {
  const word = resource.replace(/\/$/, '')
  return word === issuer || word === mcpResource(issuer) ? word : undefined
}

/** Where the metadata of the MCP server is (RFC 9728). */
export const mcpMetadataUrl = (issuer: string): string =>
  `${issuer}/.well-known/oauth-protected-resource${MCP_PATH}`
