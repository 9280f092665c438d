// One request over TCP and its answer, as the listener hands them on.
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The request. */
export type Message = FastifyRequest['raw']

/** Its answer. */
export type Answering = FastifyReply['raw']
