// What the library does not have: the metadata of the Homeys behind this gateway as a protected resource (RFC 9728).
import { PROOF_ALGORITHMS } from '../dpop/proofs.ts'
import type { Answering } from './exchange.ts'

const OPEN = { 'access-control-allow-origin': '*' } as const

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
): void {
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { ...OPEN, allow: 'GET' }).end()
    return
  }
  const body = JSON.stringify({
    resource: issuer,
    authorization_servers: [issuer],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    dpop_bound_access_tokens_required: false,
    resource_name: 'Homey, by Latchkey',
  })
  response
    .writeHead(200, { ...OPEN, 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(method === 'HEAD' ? undefined : body)
}
