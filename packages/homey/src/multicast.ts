// One question of multicast DNS (RFC 6762, one-shot): which IPv4 address has this name? Asked by names
// that are known already; nothing is browsed for and nothing else is listened to.
import { createSocket } from 'node:dgram'

const GROUP = '224.0.0.251'
const PORT = 5353
const WAIT = 2_500
const A = 1
const UNICAST_ANSWER = 0x8001

/** Where questions go; tests ask somebody else. */
export interface MulticastTarget {
  readonly host: string
  readonly port: number
}

/** The address of a name. @throws Error if nobody answers in time, or what `signal` gives up with. */
export function resolveByMulticast(
  name: string,
  signal?: AbortSignal,
  { host, port }: MulticastTarget = { host: GROUP, port: PORT },
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  if (signal?.aborted) return Promise.reject(signal.reason as Error)
  const socket = createSocket('udp4')
  const timer = setTimeout(() => reject(new Error(`Nobody is called ${name} here.`)), WAIT)
  const giveUp = (): void => reject(signal?.reason as Error)
  signal?.addEventListener('abort', giveUp, { once: true })
  socket.on('error', reject)
  socket.on('message', (message) => {
    const address = addressIn(message, name)
    if (address !== undefined) resolve(address)
  })
  const question = questionFor(name)
  socket.send(question, port, host, (error) => error && reject(error))
  return promise.finally(() => {
    signal?.removeEventListener('abort', giveUp)
    clearTimeout(timer)
    socket.close()
  })
}

/** The bytes of the question. */
export function questionFor(name: string): Buffer {
  const labels = name.split('.').flatMap((label) => {
    const bytes = Buffer.from(label)
    return [Buffer.of(bytes.length), bytes]
  })
  const end = Buffer.alloc(5)
  end.writeUInt16BE(A, 1)
  end.writeUInt16BE(UNICAST_ANSWER, 3)
  const header = Buffer.alloc(12)
  header.writeUInt16BE(1, 4)
  return Buffer.concat([header, ...labels, end])
}

/** The IPv4 address that an answer gives a name; undefined if it gives none or cannot be read. */
export function addressIn(message: Buffer, name: string): string | undefined {
  try {
    let at = 12
    for (let left = message.readUInt16BE(4); left > 0; left--) at = readName(message, at).end + 4
    const records = message.readUInt16BE(6) + message.readUInt16BE(8) + message.readUInt16BE(10)
    for (let left = records; left > 0; left--) {
      const owner = readName(message, at)
      const length = message.readUInt16BE(owner.end + 8)
      const data = owner.end + 10
      const isAddress = message.readUInt16BE(owner.end) === A && length === 4
      if (isAddress && owner.name.toLowerCase() === name.toLowerCase()) {
        return [0, 1, 2, 3].map((byte) => message.readUInt8(data + byte)).join('.')
      }
      at = data + length
    }
  } catch {
    // Whoever shouts nonsense into the network is not listened to.
  }
  return undefined
}

function readName(message: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = []
  let at = start
  let end: number | undefined
  for (let jumps = 0; jumps < 16; ) {
    const length = message.readUInt8(at)
    if (length === 0) return { name: labels.join('.'), end: end ?? at + 1 }
    if (length >= 0xc0) {
      end ??= at + 2
      at = message.readUInt16BE(at) & 0x3fff
      jumps++
    } else {
      labels.push(message.toString('utf8', at + 1, at + 1 + length))
      at += 1 + length
    }
  }
  throw new RangeError('a name that runs in circles')
}
