// A hub that can be added like any other, and then answers badly: for tests and for `npm run soak`.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { startVirtualHomey } from '@latchkey/virtual-homey'

export const FLOW = '/api/manager/flow/flow'
/** Answered with four megabytes. */
export const ZONES = '/api/manager/zones/zone'
const LARGE = Buffer.from(`{"x":"${'x'.repeat(4 * 1024 * 1024)}"}`)
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024))

type Misdeed = (response: ServerResponse) => void

const json = { 'content-type': 'application/json' }

/** Ways to answer badly; a flow is answered by the first two digits of its id. */
const WAYS: Readonly<Record<string, Misdeed>> = {
  trickles: (response) => {
    response.writeHead(200, json)
    const drip = setInterval(() => response.write(' '), 100)
    response.on('close', () => clearInterval(drip))
  },
  'never ends': (response) => {
    response.writeHead(200, json)
    const more = (): void => {
      while (!response.destroyed && response.write(LARGE));
    }
    response.on('drain', more)
    more()
  },
  'a compressed bomb': (response) =>
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(BOMB),
  'says nothing': () => {},
  'breaks off': (response) =>
    response.writeHead(200, { ...json, 'content-length': '100' }).write('half') &&
    setTimeout(() => response.destroy(), 20),
  fails: (response) => response.writeHead(500, json).end('{"error":"Internal Server Error"}'),
}

/** The ways by name; `flowAnswered` has the id of a flow for each. */
export const MISDEEDS = Object.keys(WAYS)

/** The path of a flow, another one each time, that is answered in one of the ways. */
export const flowAnswered = (way: string): string =>
  `${FLOW}/${MISDEEDS.indexOf(way).toString(16).padStart(2, '0')}${randomUUID().slice(2)}`

/** Two hubs with one id would be one hub. */
const BAD_ID = '5f0a1c2e3b4d5968778695a4'

/** A hub that can be added, and answers badly ever after. */
export async function badHub() {
  const homey = await startVirtualHomey({ home: 'apartment', generation: 'pro-2023', id: BAD_ID })
  const { hostname, port: behind } = new URL(homey.address)
  const passOn = (message: IncomingMessage, response: ServerResponse): void => {
    const { method, url: path, headers } = message
    const on = request({ hostname, port: behind, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    on.on('error', () => response.destroy())
    message.pipe(on)
  }
  const server = createServer((message, response) => {
    const { url = '' } = message
    if (url === ZONES) return void response.writeHead(200, json).end(LARGE)
    if (!url.startsWith(`${FLOW}/`)) return passOn(message, response)
    const which = Number.parseInt(url.slice(FLOW.length + 1, FLOW.length + 3), 16)
    WAYS[MISDEEDS[which % MISDEEDS.length] ?? '']?.(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: homey.key,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await homey[Symbol.asyncDispose]()
    },
  }
}
