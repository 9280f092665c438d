// What a client is acknowledged: an error in the shape that the official client reads (reference 3.2), or
// nothing and perhaps a result.
import type { Answer } from '../hub-path/answer.ts'

/** An error. The client takes `error_description` as the message and `statusCode` as the status. */
export interface SocketError {
  readonly error: string
  readonly error_description?: string
  readonly statusCode: number
  readonly [more: string]: unknown
}

/** What is acknowledged. Without a value its place stays empty: Socket.IO writes `undefined` as null. */
export type Acknowledgement = readonly [SocketError] | readonly [null, ...result: unknown[]]

/** An error of the gateway's own. */
export function socketError(status: number, error: string, message: string): SocketError {
  return { error, error_description: `Latchkey: ${message}`, statusCode: status }
}

/** An answer over HTTP as it is acknowledged. */
export function acknowledgementOf(answer: Answer): Acknowledgement {
  const { status, body } = answer
  if (status >= 400) return [errorOf(answer)]
  if (status === 204 || body.length === 0) return [null]
  return [null, isJson(answer) ? JSON.parse(body.toString()) : body.toString()]
}

/** An answer that is a refusal, or a failure, as an error. */
export function errorOf(answer: Answer): SocketError {
  const { status, headers } = answer
  const said = readError(answer)
  const accepted = headers['x-latchkey-accepted-permissions']
  const retry = headers['retry-after']
  const nonce = headers['dpop-nonce']
  return {
    ...said,
    statusCode: status,
    // What stands in headers over HTTP.
    ...(accepted !== undefined && { acceptedPermissions: accepted }),
    ...(retry !== undefined && { retryAfter: Number(retry) }),
    ...(nonce !== undefined && { dpopNonce: nonce }),
  }
}

function readError(answer: Answer): { readonly error: string } {
  const text = answer.body.toString()
  if (isJson(answer)) {
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'object' && value !== null && 'error' in value) {
        return { ...value, error: String(value.error) }
      }
    } catch {
      // Then it is told as the text that it is.
    }
  }
  return { error: text === '' ? String(answer.status) : text }
}

function isJson({ headers }: Answer): boolean {
  return headers['content-type']?.startsWith('application/json') ?? false
}
