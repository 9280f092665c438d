// The cable between a gateway and its database, which can be cut: what is sent goes nowhere and nobody
// is told, as when a switch loses its power.
import { connect, createServer, type Socket } from 'node:net'

/** The cable. */
export interface Cable extends AsyncDisposable {
  /** The address of the database through it. */
  readonly url: string
  cut(): void
  mend(): void
}

/** Lays a cable to the address of a database. */
export async function openCable(to: string): Promise<Cable> {
  const target = new URL(to)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer({ pauseOnConnect: true }, (near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('data', (bytes) => {
        if (!isCut) other.write(bytes)
      })
      one.on('error', () => {})
      one.on('close', () => {
        sockets.delete(one)
        if (!isCut) other.destroy()
      })
    }
    near.resume()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = new URL(to)
  url.port = String((server.address() as { port: number }).port)
  return {
    url: url.href,
    cut: () => {
      isCut = true
    },
    mend: () => {
      isCut = false
      // What was lost on the way makes no sense any more.
      for (const socket of sockets) socket.destroy()
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
