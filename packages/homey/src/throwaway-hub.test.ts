// A hub of a few lines for the tests of this package (it holds none itself): tells a ping who it is,
// notes what arrives, and leaves every other answer to the test.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { localKey } from './credentials/local-key.ts'
import { HubConnection, type HubOptions } from './hub-connection.ts'
import type { HubError } from './hub-error.ts'
import type { HubRequest } from './wire.ts'

export const ID = 'ab'.repeat(12)
export const OTHER_ID = 'cd'.repeat(12)
export const KEY = 'a-key:that-is:a-secret'

export const READ: HubRequest = { method: 'GET', path: '/x', effect: false }
export const WRITE: HubRequest = { method: 'PUT', path: '/x', body: '{}', effect: true }

/** A connection to it, or to whatever is at an address. */
export function connectTo(
  { address }: { readonly address: string },
  options: Partial<HubOptions> = {},
): HubConnection {
  const known = { id: ID, credential: localKey(KEY), generation: 'pro-2023' } as const
  return new HubConnection({ address, ...known, ...options })
}

/** One request; a ping is noted like all others. */
export interface Arrived {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** How a hub answers a request. */
export type Answers = (response: ServerResponse, request: Arrived) => void

/** A hub that listens until it is disposed of. */
export interface ThrowawayHub extends AsyncDisposable {
  readonly address: string
  readonly port: number
  /** All requests but pings. */
  readonly arrived: Arrived[]
  readonly pings: Arrived[]
  /** Cuts every connection; the hub listens on. */
  cut(): void
}

const PING = '/api/manager/system/ping'

/** Answers a ping as a healthy hub does. */
export const healthy: Answers = (response) => json(response, true, { 'x-homey-id': ID })

/** Answers with a value. */
export function json(
  response: ServerResponse,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.setHeader('content-type', 'application/json; charset=utf-8')
  for (const [name, said] of Object.entries(headers)) response.setHeader(name, said)
  response.end(JSON.stringify(value))
}

/** Starts a hub. */
export async function throwawayHub(
  answer: Answers = (response) => json(response, {}),
  ping: Answers = healthy,
  port = 0,
  host = '127.0.0.1',
): Promise<ThrowawayHub> {
  const arrived: Arrived[] = []
  const pings: Arrived[] = []
  const take = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = message
    const request = { method, url, headers, body: String(await buffer(message)) }
    const isPing = url.startsWith(PING)
    const log = isPing ? pings : arrived
    log.push(request)
    if (isPing) ping(response, request)
    else answer(response, request)
  }
  const server = createServer((message, response) => {
    take(message, response).catch(() => response.destroy())
  })
  server.listen(port, host)
  await once(server, 'listening')
  const bound = (server.address() as AddressInfo).port
  return {
    ...{ address: `http://${host}:${bound}`, port: bound, arrived, pings },
    cut: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** What of an error a test compares: the code, and whether a write may have happened. */
export async function failure(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    const { name, code, mayHaveHappened, message } = error as HubError
    if (name !== 'HubError') throw error
    if (message.includes(KEY)) throw new Error('the message holds the key')
    return `${code}${mayHaveHappened ? ', may have happened' : ''}`
  }
  return 'no failure'
}
