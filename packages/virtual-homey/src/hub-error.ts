// A refusal of the hub, and its shape on the wire. Only this class becomes a 4xx answer: anything
// else that is thrown is a fault of ours and answers 500.
import type { JsonRecord } from './json.ts'

/** A request that the hub refuses. `code` stays stable where the message would be localised. */
export class HubError extends Error {
  readonly status: number
  readonly code: string | undefined
  readonly serverStack: string | undefined

  constructor(
    status: number,
    message: string,
    more: { readonly code?: string; readonly serverStack?: string } = {},
  ) {
    super(message)
    this.name = 'HubError'
    this.status = status
    this.code = more.code
    this.serverStack = more.serverStack
  }
}

/**
 * The body of a refusal. The client shows `error_description` before `error`; errors with a stable
 * code carry it as `error` and again in brackets at the end of the text.
 */
export function errorBody(error: HubError): JsonRecord {
  return {
    error: error.code ?? error.message,
    ...(error.code && { error_description: `${error.message} [${error.code}]` }),
    statusCode: error.status,
    ...(error.serverStack && { stack: error.serverStack }),
  }
}

/** 400: the request cannot be meant. */
export function invalid(message: string, code?: string): HubError {
  return new HubError(400, message, code === undefined ? {} : { code })
}

/** 404 in the words that hubs use for an item they do not have. */
export function notFound(item: string, id: string): HubError {
  return new HubError(404, `Not Found: ${item} with ID ${id}`)
}

/** 403 of the scope check; on a real hub its body also shows where the server threw it. */
export function missingScopes(): HubError {
  return new HubError(403, 'Missing Scopes', {
    serverStack: 'Error: Missing Scopes\n    at SessionLocal.checkScopes (virtual-homey)',
  })
}
