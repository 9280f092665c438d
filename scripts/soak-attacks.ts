// What `soak.ts` does to a gateway: a hub that answers badly in every way, and clients that are many, slow,
// silent or greedy. Each attack runs until its signal.
import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { FLOW, ZONES } from '../e2e/bad-hub.ts'

/** What attacks are aimed at. */
export interface Target {
  readonly port: number
  /** A key for the bad hub. */
  readonly key: string
}

/** An attack. */
export type Attack = (target: Target, stop: AbortSignal) => Promise<void>

const head = (path: string, key: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\n${more}\r\n`

let from = 0

/** A connection from one of many addresses of this machine, so that ports do not run out. */
function dial({ port }: Target, stop: AbortSignal): Promise<Socket> {
  return new Promise((done) => {
    from = (from + 1) % 200
    const socket = connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${from + 2}` })
    const end = () => socket.destroy()
    stop.addEventListener('abort', end, { once: true })
    socket.on('close', () => {
      stop.removeEventListener('abort', end)
      done(socket)
    })
    socket.on('error', () => {})
    socket.on('connect', () => done(socket))
  })
}

const pause = (ms: number, stop: AbortSignal) =>
  wait(ms, undefined, { signal: stop }).catch(() => {})

/** Connections that say nothing, or half a line: 20 000 in 20 seconds, without end. */
const idle: Attack = async (target, stop) => {
  for (let at = 0; !stop.aborted; at++) {
    const socket = await dial(target, stop)
    if (at % 2 === 0) socket.write('GET / HTTP/1.1\r\nhos')
    if (at % 10 === 9) await pause(10, stop)
  }
}

/** Clients that send a header, or a byte of a body, every now and then. */
const slowSenders: Attack = async (target, stop) => {
  const one = async (start: string, piece: string) => {
    while (!stop.aborted) {
      const socket = await dial(target, stop)
      socket.resume()
      socket.write(start)
      while (!socket.destroyed && !stop.aborted) {
        socket.write(piece)
        await pause(500, stop)
      }
    }
  }
  const post = `POST ${FLOW} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${target.key}\r\n`
  const body = `${post}content-type: application/json\r\ncontent-length: 900000\r\n\r\n`
  await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      at % 2 ? one('GET / HTTP/1.1\r\n', 'x: y\r\n') : one(body, ' '),
    ),
  )
}

/** Clients that ask for megabytes and read a few kilobytes a second. */
const slowReaders: Attack = async (target, stop) => {
  const one = async () => {
    while (!stop.aborted) {
      const socket = await dial(target, stop)
      socket.write(head(ZONES, target.key))
      const reader = setInterval(() => socket.read(4096), 250)
      socket.on('readable', () => {})
      while (!socket.destroyed && !stop.aborted) await pause(100, stop)
      clearInterval(reader)
    }
  }
  await Promise.all(Array.from({ length: 60 }, one))
}

/** One key asks a hub that answers badly, again and again. */
const badAnswers: Attack = (target, stop) =>
  flood(target, stop, 32, () => head(`${FLOW}/${randomUUID()}`, target.key), 20)

/** Keys that are none, as fast as one machine next to it can while it leaves a core to others. */
const unknownKeys: Attack = (target, stop) =>
  flood(target, stop, 32, () => head(ZONES, `lk_${randomUUID()}`), 50)

/** Each client asks, waits for the end of the answer, and asks again after a pause. */
async function flood(
  target: Target,
  stop: AbortSignal,
  clients: number,
  ask: () => string,
  ms: number,
): Promise<void> {
  const one = async () => {
    while (!stop.aborted) {
      const socket = await dial(target, stop)
      const closed = new Promise<void>((done) => socket.once('close', () => done()))
      socket.on('data', () => {})
      socket.write(ask().replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'))
      if (!socket.destroyed) await closed
      await pause(ms, stop)
    }
  }
  await Promise.all(Array.from({ length: clients }, one))
}

/** All attacks, by name. */
export const ATTACKS: Readonly<Record<string, readonly Attack[]>> = {
  'silent connections': [idle],
  'slow senders': [slowSenders],
  'slow readers': [slowReaders],
  'a hub that answers badly': [badAnswers],
  'keys that are none': [unknownKeys],
  'all of it': [idle, slowSenders, slowReaders, badAnswers, unknownKeys],
}
