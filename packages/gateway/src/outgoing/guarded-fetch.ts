// Fetches a small JSON document from an address that a stranger said: over https, from a public address only, which
// is resolved once and held to, without redirects, small, and soon (OWASP API7; case 23). Used for whatever is said
// by others: metadata documents and keys of clients, signed directories.
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import { ipRange } from '@latchkey/homey'
import { resolvePublic } from './resolve.ts'

/** Why nothing was fetched. */
export type RefusedFetch =
  | 'not-https'
  | 'address'
  | 'redirect'
  | 'too-large'
  | 'too-slow'
  | 'not-json'
  | 'busy'
  | 'unreachable'

/** Nothing was fetched; the message says why, in words for the log. */
export class FetchRefused extends Error {
  readonly reason: RefusedFetch

  constructor(reason: RefusedFetch, message: string) {
    super(message)
    this.name = 'FetchRefused'
    this.reason = reason
  }
}

/** How the world outside is reached; only tests say anything here, as their servers are on this machine. */
export interface Outgoing {
  /** The IP addresses of a name. */
  readonly resolve?: ((name: string) => Promise<readonly string[]>) | undefined
  /** Whether an IP address may be connected to; public ones if it is not said. */
  readonly permits?: ((address: string) => boolean) | undefined
  /** Certificates (PEM) that are trusted in place of the public ones. */
  readonly ca?: string | undefined
}

/** What is fetched, and how much of it. */
export interface GuardedRequest {
  /** Ends it earlier. */
  readonly signal?: AbortSignal | null | undefined
  /** The longest body, in bytes; 5 kB if it is not said. */
  readonly maxBytes?: number | undefined
  /** How long it may take in all, in milliseconds; 2.5 s if it is not said. */
  readonly within?: number | undefined
}

/** Fetches a document. @throws FetchRefused for all that is not right */
export type GuardedFetch = (url: string | URL, wanted?: GuardedRequest) => Promise<Response>

/** What a document may be, unless more is said. */
export const FETCH_LIMITS = { maxBytes: 5 * 1_024, within: 2_500, atOnce: 8 } as const

const JSON_TYPE = /^application\/(?:[\w.!#$&^-]+\+)?json\s*(?:;|$)/i

/** Whether an address is on the internet, and nowhere else. */
export const isPublic = (address: string): boolean => ipRange(address) === 'public'

/**
 * Makes the fetch that is guarded. The body of its answer was read to the end; its status may be any but a
 * redirect's, and only a good one must be JSON.
 */
export function guardedFetch(outgoing: Outgoing = {}): GuardedFetch {
  let running = 0
  return async (said, wanted = {}) => {
    const url = httpsUrl(said)
    if (running >= FETCH_LIMITS.atOnce) throw new FetchRefused('busy', 'too much is being fetched')
    running++
    const { within = FETCH_LIMITS.within } = wanted
    const late = AbortSignal.timeout(within)
    const signal = wanted.signal ? AbortSignal.any([wanted.signal, late]) : late
    try {
      const addresses = await untilAborted(addressesOf(url, outgoing), signal)
      const answer = await get(url, addresses, outgoing, signal)
      return await responseOf(answer, wanted.maxBytes ?? FETCH_LIMITS.maxBytes)
    } catch (error) {
      if (error instanceof FetchRefused) throw error
      if (signal.aborted) throw new FetchRefused('too-slow', `${url.host} did not answer in time`)
      throw new FetchRefused('unreachable', `${url.host} cannot be reached`)
    } finally {
      running--
    }
  }
}

function httpsUrl(said: string | URL): URL {
  const url = URL.parse(String(said))
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return url
  throw new FetchRefused('not-https', 'only https addresses without a password are fetched')
}

/** The addresses that a URL may be fetched from. @throws FetchRefused if there are only others */
async function addressesOf(
  { hostname }: URL,
  { resolve = resolvePublic, permits = isPublic }: Outgoing,
): Promise<readonly string[]> {
  const plain = hostname.replace(/^\[|\]$/g, '')
  const found = ipRange(plain) === undefined ? await resolve(plain) : [plain]
  const allowed = found.filter((address) => permits(address))
  if (allowed.length > 0) return allowed
  throw new FetchRefused('address', `${hostname} is not on the internet`)
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    signal.throwIfAborted()
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
    work.catch(() => {})
  }
}

/** Connects to one of these addresses, whatever name it is asked for: the name is not resolved again. */
function heldTo(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_name, options, callback) => {
    if (options.all) callback(null, found)
    else callback(null, found[0]?.address ?? '', found[0]?.family)
  }
}

function get(
  url: URL,
  addresses: readonly string[],
  { ca, permits = isPublic }: Outgoing,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const headers = {
    ...{ accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'Latchkey' },
  }
  return new Promise((resolve, reject) => {
    // A connection of its own: none that was held to another address is used again.
    const shared = { agent: false, maxHeaderSize: 8 * 1_024, lookup: heldTo(addresses) }
    const sent = request(url, { ...shared, headers, signal, ...(ca !== undefined && { ca }) })
    sent.on('socket', (socket) => {
      socket.once('connect', () => {
        if (permits(socket.remoteAddress ?? '')) return
        socket.destroy(new FetchRefused('address', `${url.host} is not on the internet`))
      })
    })
    sent.once('response', resolve)
    sent.on('error', reject)
    sent.end()
  })
}

async function responseOf(answer: IncomingMessage, maxBytes: number): Promise<Response> {
  const { statusCode: status = 0, headers } = answer
  const refuse = (reason: RefusedFetch, message: string): never => {
    answer.destroy()
    throw new FetchRefused(reason, message)
  }
  if (status >= 300 && status < 400) refuse('redirect', 'a redirect is not followed')
  const coding = headers['content-encoding'] ?? 'identity'
  const isJson = JSON_TYPE.test(headers['content-type'] ?? '') && coding === 'identity'
  if (status === 200 && !isJson) refuse('not-json', 'what was fetched is not JSON')
  if (Number(headers['content-length'] ?? 0) > maxBytes) refuse('too-large', 'it is too large')
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > maxBytes) refuse('too-large', 'it is too large')
    pieces.push(piece)
  }
  const kept = ['content-type', 'cache-control', 'expires'] as const
  const told = kept.flatMap((name): [string, string][] => {
    const value = headers[name]
    return value === undefined ? [] : [[name, value]]
  })
  const isEmpty = status === 204 || status < 200
  return new Response(isEmpty ? null : Buffer.concat(pieces), { status, headers: told })
}
