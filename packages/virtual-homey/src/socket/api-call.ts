// A call of an operation over the socket. It is the same call as over HTTP with the same refusals, it
// is noted in the same log, and the same faults happen to it.
import { setTimeout as sleep } from 'node:timers/promises'
import { refusalBody } from '../generations/refusal.ts'
import { suffer } from '../http/fault.ts'
import { invoke } from '../http/invoke.ts'
import { checkNamedParameters } from '../http/parameters.ts'
import { noteRequest } from '../http/request-log.ts'
import type { Route } from '../http/routes.ts'
import type { ServerWorld } from '../http/server.ts'
import { HubError, invalid, notFound } from '../hub-error.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import { type Hub, now } from '../state/hub.ts'
import type { Session } from '../state/items.ts'

interface ApiCall {
  readonly message: unknown
  readonly session: () => Session
  /** Ends the connection without an answer. */
  readonly cut: () => void
}

/** What is acknowledged: an error, or nothing and perhaps a result. */
export type Acknowledgement = readonly [error: JsonRecord] | readonly [null, ...result: unknown[]]

/** Answers a call; `undefined` if there is to be no answer. */
export async function answerCall(
  world: ServerWorld,
  call: ApiCall,
): Promise<Acknowledgement | undefined> {
  const { uri, operation, args } = isRecord(call.message) ? call.message : {}
  const name = `${String(uri).replace(/^homey:manager:/, '')}.${String(operation)}`
  const route = world.routes.named(name)
  const target = { method: 'SOCKET', path: `${String(uri)}/${String(operation)}` }
  const fault = world.fault()?.({
    ...target,
    ...(route && { operation: name }),
    ...sessionOf(call),
  })
  const time = now(world.hub)
  const wait = (ms: number) => sleep(ms, undefined, { signal: world.closing })
  if (world.latency > 0) await wait(world.latency)
  const answer = await suffer<Acknowledgement>(fault, {
    wait,
    work: (input) => {
      const changed = input(args)
      return carryOut(world, call, route, isRecord(changed) ? changed : {})
    },
    changed: ([error, result], output) => (error === null ? [null, output(result)] : [error]),
    status: ({ error, status: statusCode }) => [{ error, statusCode }],
    // Bytes of one's own choice have no place in an acknowledgement; the status is kept.
    raw: ({ body, status: statusCode }) => [{ error: String(body), statusCode }],
    refuse: (error) => [refusalBody(world.hub, error)],
  })
  const status =
    answer === undefined ? 0 : Number(answer[0]?.['statusCode'] ?? answer[0]?.['code'] ?? 200)
  const seen = { ...target, time, headers: {}, body: JSON.stringify(args ?? {}), status }
  noteRequest(world.requests, seen)
  if (answer === undefined) call.cut()
  return answer
}

/** An error as it is acknowledged; only refusals say what was wrong. */
export function errorOf(hub: Hub, error: unknown): JsonRecord {
  if (error instanceof HubError) return refusalBody(hub, error)
  const stack = error instanceof Error ? error.stack : String(error)
  return { error: 'Internal Server Error', statusCode: 500, stack }
}

async function carryOut(
  { hub }: ServerWorld,
  { message, session }: ApiCall,
  route: Route | undefined,
  args: JsonRecord,
): Promise<Acknowledgement> {
  try {
    if (!isRecord(message)) throw invalid('Invalid Message: expected an object')
    const caller = session()
    if (!route) throw notFound('Operation', String(message['operation']))
    const result = await invoke(hub, caller, route, () => checkNamedParameters(route, args))
    return result === undefined ? [null] : [null, result]
  } catch (error) {
    return [errorOf(hub, error)]
  }
}

// A caller whose session has ended is still answered, with a refusal.
function sessionOf({ session }: ApiCall): { readonly sessionId?: string } {
  try {
    return { sessionId: session().id }
  } catch {
    return {}
  }
}
