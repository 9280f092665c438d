// How much one client may ask of the sockets. Each bound is far above what an honest client needs, and
// keeps the rest of the gateway alive when one is not.
import { MAX_BODY } from '../hub-path/request.ts'

/** Sockets of one grant at a time (DESIGN 6, reference authorization 4.4, 28). */
export const SOCKETS_OF_GRANT = 5

/** Subscriptions of one socket: a large home has 200 devices and 400 Flows. */
export const SUBSCRIPTIONS_OF_SOCKET = 1_000

/** What one socket may have asked and not been answered yet. */
export const PENDING = { calls: 256, bytes: 4 * MAX_BODY } as const

/** Largest message, in bytes: a body as over HTTP, and the words around it. */
export const MAX_MESSAGE = MAX_BODY + 16 * 1024

/** Largest message of a connection that has not shown a key, in characters. */
export const MAX_STRANGER_MESSAGE = 4 * 1024

/** Messages that one connection may send within a second. */
export const MESSAGES_PER_SECOND = 2_000

/**
 * What may wait to be sent to a client that reads slowly, in characters: events, and answers that it
 * asked for itself, of which one alone may have 12 MB (reference 7).
 */
export const SEND_BUFFER = { events: 2 * 1024 * 1024, answers: 32 * 1024 * 1024 } as const

/** Connections that are open without a key, at a time; the oldest has to go for a new one. */
export const STRANGERS = 256

/** How long a connection may wait with its first handshake, and how many it may try. */
export const HANDSHAKE = { within: 10_000, tries: 10 } as const

/** After a refusal that may pass, such as too many sockets, the connection ends: the client tries again. */
export const REFUSED_FOR_NOW = 10_000

/** How long a subscription waits for the hub's word; a hub that is away takes it when it is back. */
export const HUB_WORD = 5_000

/** Events of one hub that may wait for secrets to be told apart in them. */
export const EVENTS_WAITING = 5_000
