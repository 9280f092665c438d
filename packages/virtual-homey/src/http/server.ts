// The network side of a hub: reads requests, lets faults happen, writes answers. Every answer carries
// the hub's id and version, and everything that was received is noted, answered or not.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { refusalBody } from '../generations/refusal.ts'
import { parseToken } from '../sessions/token.ts'
import { type Hub, now } from '../state/hub.ts'
import { type FaultRule, type Rewrite, suffer } from './fault.ts'
import { type HubAnswer, type HubRequest, jsonAnswer } from './message.ts'
import { noteRequest, type RequestSeen } from './request-log.ts'
import { respond, targetOf } from './respond.ts'
import type { Routes } from './routes.ts'

const BODY_LIMIT = 1024 * 1024
// A whole hub, put back by the test that holds it, is larger than anything that clients send.
const CONTROL_LIMIT = 64 * BODY_LIMIT

/** What the server needs to know; `fault` is asked anew for each request. */
export interface ServerWorld {
  readonly hub: Hub
  readonly routes: Routes
  readonly latency: number
  /** Milliseconds that every event is under way. */
  readonly eventLatency: number
  readonly requests: RequestSeen[]
  readonly fault: () => FaultRule | undefined
  readonly closing: AbortSignal
  /** Answers what is meant for the test that holds the hub, not for the hub. */
  readonly control: (
    request: HubRequest,
    whenAnswered: (then: () => void) => void,
  ) => Promise<HubAnswer | undefined>
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
  const limit = 'x-virtual-homey' in incoming.headers ? CONTROL_LIMIT : BODY_LIMIT
  const { body, tooLarge } = await readBody(incoming, limit)
  const request: HubRequest = {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: singleHeaders(incoming),
    body,
  }
  const controlled = await world.control(request, (then) => response.once('close', then))
  if (controlled) return write(world.hub, response, controlled)
  const answer = tooLarge
    ? jsonAnswer({ error: 'Request Entity Too Large', statusCode: 413 }, 413)
    : await answerOf(world, request)
  noteRequest(world.requests, { time, ...request, status: answer?.status ?? 0 })
  if (answer) write(world.hub, response, answer)
  else incoming.socket.destroy()
}

/** The answer to send, or `undefined` if the connection is to be closed without one. */
async function answerOf(world: ServerWorld, request: HubRequest): Promise<HubAnswer | undefined> {
  const { hub, routes, latency, closing } = world
  const { method, path, headers } = request
  const operation = targetOf(routes, method, path)?.match?.route.name
  const sessionId = sessionIn(headers['authorization'])
  const fault = world.fault()?.({
    ...{ method, path },
    ...(operation && { operation }),
    ...(sessionId && { sessionId }),
  })
  const wait = (ms: number) => sleep(ms, undefined, { signal: closing })
  if (latency > 0) await wait(latency)
  return suffer(fault, {
    ...{ wait, raw: (raw) => raw },
    work: (input) => respond(hub, routes, { ...request, body: changedJson(request.body, input) }),
    changed: (answer, output) => ({
      ...answer,
      body: typeof answer.body === 'string' ? changedJson(answer.body, output) : answer.body,
    }),
    status: (one) => {
      const answer = jsonAnswer({ error: one.error, statusCode: one.status }, one.status)
      return { ...answer, headers: { ...answer.headers, ...one.headers } }
    },
    refuse: (error) => jsonAnswer(refusalBody(hub, error), error.status),
  })
}

/** The id of the session that a bearer token names, whether there is such a session or not. */
function sessionIn(authorization: string | undefined): string | undefined {
  return parseToken(authorization?.replace(/^Bearer +/i, '') ?? '')?.sessionId
}

// What is not JSON stays as it is.
function changedJson(body: string, rewrite: Rewrite): string {
  try {
    const value: unknown = JSON.parse(body)
    const changed = rewrite(value)
    return changed === value ? body : JSON.stringify(changed)
  } catch {
    return body
  }
}

function write(hub: Hub, response: ServerResponse, answer: HubAnswer): void {
  const { id, version } = hub.state.system
  const bytes = typeof answer.body === 'string' ? encoded(answer.body) : answer.body
  response.writeHead(answer.status, {
    'X-Homey-ID': id,
    'X-Homey-Version': version,
    ...(answer.status === 413 && { connection: 'close' }),
    ...(answer.status !== 204 && { 'content-length': String(bytes.length) }),
    ...answer.headers,
  })
  response.end(bytes)
}

// Counting the bytes first, as `Buffer.from` does, takes as long as writing them: a list of 200 devices
// with names in several scripts is out half a millisecond sooner.
function encoded(text: string): Buffer {
  const room = Buffer.allocUnsafe(text.length * 3)
  return room.subarray(0, room.write(text))
}

async function readBody(
  incoming: IncomingMessage,
  limit: number,
): Promise<{ body: string; tooLarge: boolean }> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming) {
    size += part.length
    // The rest is still read, so that the sender gets to see the answer.
    if (size <= limit) parts.push(part)
  }
  return { body: Buffer.concat(parts).toString('utf8'), tooLarge: size > limit }
}

function singleHeaders(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const,
  )
  return Object.fromEntries(entries)
}
