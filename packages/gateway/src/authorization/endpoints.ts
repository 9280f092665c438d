// What the library does not have: the metadata of the Homeys behind this gateway as a protected resource (RFC 9728).
import { PROOF_ALGORITHMS } from '../dpop/proofs.ts'
import type { Answering } from './exchange.ts'
import { FIRST_SCOPE, isMcpResource, mcpResource } from './resource.ts'

const OPEN = { 'access-control-allow-origin': '*' } as const

/** Answers with JSON that nobody keeps. */
export function answerJson(
  response: Answering,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const fixed = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(status, { ...fixed, ...headers }).end(JSON.stringify(body))
}

/** Answers a browser's question before it asks for the metadata. */
export function preflight(response: Answering): void {
  const allowed = {
    ...OPEN,
    'access-control-allow-methods': 'GET',
    'access-control-max-age': '600',
  }
  response
    .writeHead(204, { ...allowed, 'access-control-allow-headers': 'MCP-Protocol-Version' })
    .end()
}

/** Answers with the metadata. */
export function answerMetadata(
  response: Answering,
  method: string | undefined,
  issuer: string,
  url = '',
): void {
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { ...OPEN, allow: 'GET' }).end()
    return
  }
  // RFC 9728, 3.1: the path of a resource stands behind the well-known name.
  const isMcp = isMcpResource(url.split('?')[0])
  const body = JSON.stringify({
    resource: isMcp ? mcpResource(issuer) : issuer,
    authorization_servers: [issuer],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    dpop_bound_access_tokens_required: false,
    resource_name: isMcp ? 'Homey for agents, by Latchkey' : 'Homey, by Latchkey',
    // Short: clients that were told no scopes ask for all of these (reference, 3.2).
    ...(isMcp && { scopes_supported: [FIRST_SCOPE] }),
  })
  response
    .writeHead(200, { ...OPEN, 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(method === 'HEAD' ? undefined : body)
}
