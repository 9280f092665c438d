// Watches one connection below all messages: what it may send, and how much may wait to be sent to it. One
// that breaks a bound is cut off.
import { MAX_STRANGER_MESSAGE, MESSAGES_PER_SECOND, SEND_BUFFER } from './bounds.ts'
import type { Connection } from './guest.ts'

interface Packet {
  readonly type: string
  readonly data?: unknown
}

/** `isStranger`: whether it has shown no key yet. */
export function guard(connection: Connection, isStranger: () => boolean): void {
  connection.on('packet', inbound(connection, isStranger))
  const waiting = { events: 0, answers: 0 }
  connection.on('packetCreate', ({ data }: Packet) => {
    if (typeof data !== 'string') return
    const kind = data.startsWith(EVENT) ? 'events' : 'answers'
    // What is there already counts, not what comes: one answer alone may be of any size.
    if (waiting[kind] > SEND_BUFFER[kind]) return void connection.close(true)
    waiting[kind] += data.length
  })
  connection.on('flush', () => {
    waiting.events = 0
    waiting.answers = 0
  })
}

/** How a packet of Socket.IO begins: its type. */
const EVENT = '2'
const BINARY = /^[56]/

function inbound(connection: Connection, isStranger: () => boolean) {
  let second = 0
  let messages = 0
  return ({ type, data }: Packet): void => {
    const now = Math.floor(performance.now() / 1_000)
    if (now !== second) messages = 0
    second = now
    if (++messages > MESSAGES_PER_SECOND) return void connection.close(true)
    if (type !== 'message') return
    // Nothing that a Homey is told is binary; attachments would be kept until the last has come.
    if (typeof data !== 'string' || BINARY.test(data)) return void connection.close(true)
    if (data.length > MAX_STRANGER_MESSAGE && isStranger()) connection.close(true)
  }
}
