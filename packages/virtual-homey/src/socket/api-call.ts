// A call of an operation over the socket. It is the same call as over HTTP with the same refusals, it
// is noted in the same log, and the same faults happen to it.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../http/fault.ts'
import { invoke } from '../http/invoke.ts'
import { checkNamedParameters } from '../http/parameters.ts'
import { noteRequest } from '../http/request-log.ts'
import type { Route } from '../http/routes.ts'
import type { ServerWorld } from '../http/server.ts'
import { errorBody, HubError, invalid, notFound } from '../hub-error.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import { now } from '../state/hub.ts'
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
  const fault = world.fault()?.({ ...target, ...(route && { operation: name }) })
  const wait = world.latency + (fault?.kind === 'delay' ? fault.ms : 0)
  const time = now(world.hub)
  if (wait > 0) await sleep(wait, undefined, { signal: world.closing })
  const work = () => carryOut(world, call, route, isRecord(args) ? args : {})
  const answer = await FAULTS[fault?.kind ?? 'none'](fault, work)
  const status = answer === undefined ? 0 : Number(answer[0]?.['statusCode'] ?? 200)
  const seen = { ...target, time, headers: {}, body: JSON.stringify(args ?? {}), status }
  noteRequest(world.requests, seen)
  if (answer === undefined) call.cut()
  return answer
}

/** An error as it is acknowledged; only refusals say what was wrong. */
export function errorOf(error: unknown): JsonRecord {
  if (error instanceof HubError) return errorBody(error)
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
    return [errorOf(error)]
  }
}

type Answering = (
  fault: Fault | undefined,
  work: () => Promise<Acknowledgement>,
) => Promise<Acknowledgement | undefined>

const FAULTS: Readonly<Record<Fault['kind'] | 'none', Answering>> = {
  none: (_fault, work) => work(),
  delay: (_fault, work) => work(),
  drop: async () => undefined,
  'lose-answer': async (_fault, work) => {
    await work()
    return undefined
  },
  status: async (fault) =>
    fault?.kind === 'status' ? [{ error: fault.error, statusCode: fault.status }] : undefined,
  // Bytes of one's own choice have no place in an acknowledgement; the status is kept.
  raw: async (fault) =>
    fault?.kind === 'raw' ? [{ error: String(fault.body), statusCode: fault.status }] : undefined,
}
