// Throws bytes at a gateway over TCP: requests one after another on a connection as long as it lasts, and
// frames of a socket all at once.
import { connect, type Socket } from 'node:net'

/** How long an answer may take before a connection is given up, in milliseconds. */
const QUIET = 1_500
/** The same where there may be none: after frames that are none. */
const SHORT = 200

/** Sends requests one by one and counts the answers; a connection that is closed is opened again. */
export class RequestThrower implements Disposable {
  answers = 0
  connections = 0
  readonly #where: { readonly port: number; readonly host: string }
  #socket: Socket | undefined

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#where = { port: Number(port), host: hostname }
  }

  /** Sends one case; resolves when it is answered, refused by closing, or not answered in time. */
  throw(bytes: Buffer, hostile: boolean): Promise<void> {
    const socket = this.#socket ?? this.#open()
    return new Promise((done) => {
      const over = (closed: boolean) => {
        socket.removeAllListeners('data')
        socket.removeAllListeners('close')
        socket.removeAllListeners('timeout')
        if (closed) {
          socket.destroy()
          this.#socket = undefined
        }
        done()
      }
      socket.once('close', () => over(true))
      socket.once('timeout', () => over(true))
      socket.once('data', (answer) => {
        const said = answer.toString('latin1')
        this.answers += said.match(/HTTP\/1\.1 \d/g)?.length ?? 0
        over(hostile || /^connection: close/im.test(said))
      })
      // A request that may be cut short says that nothing more comes.
      if (hostile) {
        this.#socket = undefined
        socket.end(bytes)
      } else socket.write(bytes)
    })
  }

  #open(): Socket {
    const socket = connect(this.#where)
    socket.setTimeout(QUIET)
    // What is left of it is heard when it closes.
    socket.on('error', () => undefined)
    this.connections += 1
    this.#socket = socket
    return socket
  }

  [Symbol.dispose](): void {
    this.#socket?.destroy()
  }
}

const ACKNOWLEDGED = /43\/api,/g

/** Bytes to send, and the words after which the next ones are. */
export interface Step {
  readonly bytes: Buffer
  readonly until?: string
}

/** Sends step after step; gives back how many acknowledgements came until it closed or was quiet. */
export function throwFrames(url: string, steps: readonly Step[]): Promise<number> {
  const { hostname, port } = new URL(url)
  return new Promise((done) => {
    let acknowledged = 0
    let at = 0
    let heard = ''
    const next = () => {
      const step = steps[at]
      if (step) socket.write(step.bytes)
    }
    const socket = connect(Number(port), hostname, next)
    socket.setTimeout(QUIET, () => socket.destroy())
    socket.on('data', (bytes) => {
      const said = bytes.toString('latin1')
      acknowledged += said.match(ACKNOWLEDGED)?.length ?? 0
      const until = steps[at]?.until
      if (until === undefined) return
      heard += said
      if (!heard.includes(until)) return
      heard = ''
      at += 1
      if (at === steps.length - 1) socket.setTimeout(SHORT)
      next()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => done(acknowledged))
  })
}
