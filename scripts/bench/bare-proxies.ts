// Proxies that do nothing but pass on, each a process of its own: what Node costs by itself.
// `bare-proxies.ts <name> <port of the upstream>` prints its port.
import { hash } from 'node:crypto'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Dispatcher, Pool } from 'undici'
import { MANY } from './frame.ts'

const [name = '', port = ''] = process.argv.slice(2)
const origin = `http://127.0.0.1:${port}`
type Serve = (message: IncomingMessage, response: ServerResponse) => void

// What the answer says of itself; nothing else is passed on.
function head(response: ServerResponse, status: number, headers: IncomingMessage['headers']): void {
  response.writeHead(status, {
    'content-type': headers['content-type'] ?? '',
    'content-length': headers['content-length'] ?? '',
  })
}

function byRequest(): Serve {
  const agent = new Agent({ keepAlive: true, maxSockets: MANY })
  return ({ method, url }, response) => {
    const sent = request(
      { host: '127.0.0.1', port, agent, method, path: url, headers: HEADERS },
      (answer) => {
        head(response, answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    sent.on('error', () => response.destroy())
    sent.end()
  }
}

class Passing implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse

  constructor(response: ServerResponse) {
    this.#response = response
  }

  onRequestStart(): void {}

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: IncomingMessage['headers'],
  ): void {
    head(this.#response, status, headers)
  }

  onResponseData(_: Dispatcher.DispatchController, piece: Buffer): void {
    this.#response.write(piece)
  }

  onResponseEnd(): void {
    this.#response.end()
  }

  onResponseError(): void {
    this.#response.destroy()
  }
}

const HEADERS = { authorization: 'Bearer a-key-of-the-hub' }

function byDispatch(): Serve {
  const pool = new Pool(origin, { connections: MANY, pipelining: 1 })
  return ({ method, url }, response) => {
    pool.dispatch(
      { method: method as Dispatcher.HttpMethod, path: url ?? '/', headers: HEADERS },
      new Passing(response),
    )
  }
}

function byStream(): Serve {
  const pool = new Pool(origin, { connections: MANY, pipelining: 1 })
  return ({ method, url }, response) => {
    pool
      .stream(
        { method: method as Dispatcher.HttpMethod, path: url ?? '/', headers: HEADERS },
        ({ statusCode, headers }) => {
          head(response, statusCode, headers as IncomingMessage['headers'])
          return response
        },
      )
      .catch(() => response.destroy())
  }
}

// No proxy: the service that ready-made ones ask. It looks the token up, as a careful owner's would.
function byCheck(): Serve {
  const known = new Set<string>()
  return ({ headers }, response) => {
    known.add(hash('sha256', headers.authorization ?? ''))
    response.writeHead(known.size === 1 ? 204 : 401, { 'x-checked': 'yes' }).end()
  }
}

const PROXIES: Readonly<Record<string, () => Serve>> = {
  request: byRequest,
  dispatch: byDispatch,
  stream: byStream,
  check: byCheck,
}

const serve = PROXIES[name]?.()
if (!serve) throw new Error(`There is: ${Object.keys(PROXIES).join(', ')}`)
const server = createServer(serve)
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }))
})
