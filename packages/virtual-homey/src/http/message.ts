// A request and an answer as plain records: everything between the socket and the behaviours is a
// function from one to the other and can be called without a port.
import type { JsonRecord } from '../json.ts'

/** A request. `path` is exactly as received, query included; nothing is decoded yet. */
export interface HubRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface HubAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** A JSON answer. `undefined` becomes 204 without a body, which the client reads as `undefined`. */
export function jsonAnswer(value: unknown, status = 200): HubAnswer {
  if (value === undefined) return { status: 204, headers: {}, body: '' }
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  }
}

/** An answer of bytes, such as an image. */
export function bytesAnswer(type: string, body: string | Buffer): HubAnswer {
  return { status: 200, headers: { 'content-type': type }, body }
}

/** The body of a request as JSON; an empty body counts as an empty object. */
export function parseBody(body: string): JsonRecord | unknown {
  return body.trim() === '' ? {} : JSON.parse(body)
}
