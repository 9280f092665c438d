// Many connections at once: there are never more than the limit, and whoever asks something gets a place.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { Load } from '../operations/load.ts'
import { boundConnections } from './connections.ts'

const MOST = 20

async function world() {
  const load = new Load({ waiting: 0, failedAt: undefined })
  const held: ServerResponse[] = []
  const http = createServer((message, response) => {
    if (message.url === '/held') held.push(response)
    else response.end('ok')
  })
  boundConnections(http, load, MOST)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const sockets: Socket[] = []
  return {
    ...{ load, held },
    open: async (sends = '') => {
      const socket = connect(port, '127.0.0.1')
      sockets.push(socket)
      socket.on('error', () => {})
      await once(socket, 'connect')
      if (sends !== '') socket.write(sends)
      return socket
    },
    ask: (): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', agent: false }, (answer) => {
          answer.resume()
          resolve(answer.statusCode ?? 0)
        })
        sent.on('error', reject).end()
      }),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`

test('silent connections make room for those that ask', { timeout: 20_000 }, async () => {
  await using here = await world()
  for (let at = 0; at < 10 * MOST; at++) {
    await here.open(at % 2 === 0 ? '' : 'GET / HTTP/1.1\r\nhost:')
    assert.ok(here.load.connections <= MOST)
  }
  assert.equal(await here.ask(), 200)
  assert.ok((here.load.rejected.get('connections') ?? 0) >= 9 * MOST)
})

test('those that were answered make room after the silent; those that wait for an answer stay', {
  timeout: 20_000,
}, async () => {
  await using here = await world()
  const waiting = await here.open(get('/held'))
  const rested = await here.open(get('/'))
  await once(rested, 'data')
  const silent = await Promise.all(Array.from({ length: MOST - 2 }, () => here.open()))
  for (const one of silent) {
    one.resume()
    const gone = once(one, 'close')
    const next = await here.open(get('/held'))
    await gone
    assert.equal(next.destroyed, false)
    while (here.held.length < 1 + silent.indexOf(one) + 1) await new Promise(setImmediate)
  }
  assert.equal(rested.destroyed, false, 'the silent went first')
  rested.resume()
  const gone = once(rested, 'close')
  await here.open(get('/held'))
  await gone
  const late = await here.open()
  late.resume()
  await once(late, 'close')
  assert.equal(here.load.connections, MOST, 'nobody who waits is sent away')
  here.held[0]?.end('ok')
  assert.match(String((await once(waiting, 'data'))[0]), /200 OK/)
})
