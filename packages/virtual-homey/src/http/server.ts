// The network side of a hub: reads requests, lets faults happen, writes answers. Every answer carries
// the hub's id and version, and everything that was received is noted, answered or not.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Hub, now } from '../state/hub.ts'
import type { Fault, FaultRule } from './fault.ts'
import { type HubAnswer, type HubRequest, jsonAnswer } from './message.ts'
import { noteRequest, type RequestSeen } from './request-log.ts'
import { respond, targetOf } from './respond.ts'
import type { Routes } from './routes.ts'

const BODY_LIMIT = 1024 * 1024

/** What the server needs to know; `fault` is asked anew for each request. */
export interface ServerWorld {
  readonly hub: Hub
  readonly routes: Routes
  readonly latency: number
  readonly requests: RequestSeen[]
  readonly fault: () => FaultRule | undefined
  readonly closing: AbortSignal
}

/** A server that is not listening yet. */
export function hubServer(world: ServerWorld): Server {
  return createServer((incoming, response) => {
    // Closing the hub ends every wait; whoever was waiting gets no answer.
    serve(world, incoming, response).catch(() => response.destroy())
  })
}

async function serve(
  world: ServerWorld,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const time = now(world.hub)
  const { body, tooLarge } = await readBody(incoming)
  const request: HubRequest = {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: singleHeaders(incoming),
    body,
  }
  const answer = tooLarge
    ? jsonAnswer({ error: 'Request Entity Too Large', statusCode: 413 }, 413)
    : await answerOf(world, request)
  noteRequest(world.requests, { time, ...request, status: answer?.status ?? 0 })
  if (answer) write(world.hub, response, answer)
  else incoming.socket.destroy()
}

/** The answer to send, or `undefined` if the connection is to be closed without one. */
async function answerOf(world: ServerWorld, request: HubRequest): Promise<HubAnswer | undefined> {
  const { hub, routes, closing } = world
  const operation = targetOf(routes, request.method, request.path)?.match?.route.name
  const { method, path } = request
  const fault = world.fault()?.({ method, path, ...(operation && { operation }) })
  const wait = world.latency + (fault?.kind === 'delay' ? fault.ms : 0)
  if (wait > 0) await sleep(wait, undefined, { signal: closing })
  return FAULTS[fault?.kind ?? 'none'](fault, () => respond(hub, routes, request))
}

type Answering = (
  fault: Fault | undefined,
  work: () => Promise<HubAnswer>,
) => Promise<HubAnswer | undefined> | HubAnswer | undefined

const FAULTS: Readonly<Record<Fault['kind'] | 'none', Answering>> = {
  none: (_fault, work) => work(),
  delay: (_fault, work) => work(),
  drop: () => undefined,
  'lose-answer': async (_fault, work) => {
    await work()
    return undefined
  },
  status: (fault) => {
    if (fault?.kind !== 'status') return undefined
    const answer = jsonAnswer({ error: fault.error, statusCode: fault.status }, fault.status)
    return { ...answer, headers: { ...answer.headers, ...fault.headers } }
  },
  raw: (fault) => (fault?.kind === 'raw' ? fault : undefined),
}

function write(hub: Hub, response: ServerResponse, answer: HubAnswer): void {
  const { id, version } = hub.state.system
  response.writeHead(answer.status, {
    'X-Homey-ID': id,
    'X-Homey-Version': version,
    ...(answer.status === 413 && { connection: 'close' }),
    ...(answer.status !== 204 && { 'content-length': String(Buffer.byteLength(answer.body)) }),
    ...answer.headers,
  })
  response.end(answer.body)
}

async function readBody(incoming: IncomingMessage): Promise<{ body: string; tooLarge: boolean }> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming) {
    size += part.length
    // The rest is still read, so that the sender gets to see the answer.
    if (size <= BODY_LIMIT) parts.push(part)
  }
  return { body: Buffer.concat(parts).toString('utf8'), tooLarge: size > BODY_LIMIT }
}

function singleHeaders(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const,
  )
  return Object.fromEntries(entries)
}
