// A route of the owner API as data: what it takes, what it answers, who may call it. The servers, the
// OpenAPI document and the test over all routes are made from the same rows.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Caller, Mine } from './caller.ts'
import { parseInput } from './inputs.ts'

/** One call of a route. Asking a call without a session who calls is an OwnerError `not_signed_in`. */
export interface Call<Q, B> {
  readonly id: string
  readonly query: Q
  readonly body: B
  readonly caller: Caller
  readonly mine: Mine
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Where a route is to be found: at the control socket, over TCP, or both. */
export type Door = 'control' | 'tcp'

/** A route; `:id` is the only part of a path that varies. */
export interface Route<
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly doors?: readonly Door[]
  readonly query?: Q
  readonly body?: B
  readonly answer: A
  /** What is answered where it is not JSON. */
  readonly answerType?: string
  handle(call: Call<z.output<Q>, z.output<B>>): z.output<A> | Promise<z.output<A>>
}

/** What a route without a query or body takes: nothing. */
const NOTHING = z.strictObject({})

/** Holds a row to its own schemas; the row itself is unchanged. */
export function route<A extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  row: Route<Q, B, A>,
): Route {
  return row
}

/** Whether a route is behind a door; without a word it is behind both. */
export function isAt(row: { readonly doors?: readonly Door[] }, door: Door): boolean {
  return row.doors?.includes(door) ?? true
}

/** How a server knows who calls. */
export interface Callers {
  callerOf(request: FastifyRequest): Caller
  mineOf(request: FastifyRequest): Mine
}

/** Puts a route on a server. */
export function mount(api: FastifyInstance, prefix: string, row: Route, callers: Callers): void {
  api.route<{ Params: { id?: string } }>({
    method: row.method,
    url: `${prefix}${row.path}`,
    handler: async (request, reply) =>
      row.handle({
        id: request.params.id ?? '',
        query: parseInput(row.query ?? NOTHING, request.query),
        body: parseInput(row.body ?? NOTHING, request.body),
        ...{ request, reply },
        get caller() {
          return callers.callerOf(request)
        },
        get mine() {
          return callers.mineOf(request)
        },
      }),
  })
}
