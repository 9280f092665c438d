// Where the browser comes back to after the owner signed in at Athom: a server on this machine, for one
// answer. Where the browser is on another machine, the owner pastes the address that it was sent to.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { CommandError, EXIT } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** A place that waits for the browser. */
export interface Loopback extends AsyncDisposable {
  /** What Athom is told to send the browser to. */
  readonly redirectUri: string
  /** The whole address that the browser was sent to. */
  readonly arrived: Promise<string>
}

const DONE =
  '<!doctype html><meta charset="utf-8"><title>Latchkey</title><p>Done. You can close this page.</p>'

/** Listens on this machine alone. @throws CommandError if the port is taken. */
export async function openLoopback(port: number): Promise<Loopback> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const server = createServer((request, response) => {
    const { url = '/' } = request
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (!/[?&](?:code|error)=/.test(url)) {
      response.writeHead(404).end()
      return
    }
    response.end(DONE)
    resolve(`${redirectUri}${url.slice(1)}`)
  })
  const { promise: listening, resolve: listens, reject } = Promise.withResolvers<void>()
  server.once('error', () =>
    reject(
      new CommandError(
        EXIT.error,
        'port_taken',
        `Port ${port} is taken. Use another with --redirect-port, one that is registered with your client.`,
      ),
    ),
  )
  server.listen(port, '127.0.0.1', listens)
  await listening
  const redirectUri = `http://localhost:${(server.address() as AddressInfo).port}/`
  return {
    ...{ redirectUri, arrived: promise },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The address that the owner pastes, if somebody sits at the terminal; never, if nobody does. */
export function pasted(terminal: Terminal, stop: AbortSignal): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const lines = createInterface({ input: terminal.stdin, terminal: false })
  lines.on('line', (line) => line.trim() !== '' && resolve(line))
  stop.addEventListener('abort', () => {
    lines.close()
    terminal.stdin.pause()
  })
  return promise
}
