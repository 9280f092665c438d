// Clients that do not take their answers: what is held for them is bounded, and they are cut off.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { LOAD_LIMITS, Load } from '../operations/load.ts'
import { SMALL, takeRoom, watchReader } from './slow-readers.ts'

const LARGE = Buffer.alloc(16 * 1024 * 1024, 'x')

/** A server that answers everything with a large body while there is room, else with 503. */
async function server(load: Load) {
  const http = createServer((message, response) => {
    const hasRoom = takeRoom(message, response, { hub: 'a', bytes: LARGE.length }, load)
    response.statusCode = hasRoom ? 200 : 503
    response.end(hasRoom ? LARGE : '')
    watchReader(response, LARGE.length, load)
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const sockets: Socket[] = []
  return {
    /** Asks, and takes no more than the first bytes of the answer. */
    ask: async (method: string) => {
      const socket = connect((http.address() as AddressInfo).port, '127.0.0.1')
      sockets.push(socket)
      socket.on('error', () => {})
      socket.write(`${method} / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`)
      await once(socket, 'readable')
      const status = Number(String(socket.read(12)).slice(-3))
      return { socket, status }
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const QUIET = { waiting: 0, failedAt: undefined }

test('answers that are not taken are held up to the limit; what had an effect is always told', {
  timeout: 10_000,
}, async () => {
  const load = new Load(QUIET, { ...LOAD_LIMITS, answers: 4 * LARGE.length })
  await using slow = await server(load)
  const asked = []
  for (const method of ['GET', 'GET', 'GET', 'POST']) asked.push(await slow.ask(method))
  assert.deepEqual(
    asked.map(({ status }) => status),
    [200, 200, 503, 200],
  )
  assert.equal(load.answers, 3 * LARGE.length)
  for (const { socket } of asked) socket.destroy()
  await until(() => load.answers === 0)
  assert.equal((await slow.ask('GET')).status, 200)
})

test('a client that takes nothing is cut off after its time', { timeout: 10_000 }, async () => {
  const patience = { least: 50, bytesPerSecond: 1024 * LARGE.length }
  const load = new Load(QUIET, { ...LOAD_LIMITS, patience })
  await using slow = await server(load)
  await slow.ask('GET')
  await until(() => load.rejected.get('slow-reader') === 1)
  await until(() => load.answers === 0)
})

test('a client has time by the size of its answer; small answers are not counted', () => {
  const load = new Load(QUIET)
  assert.deepEqual([load.patience(0), load.patience(64 * 1024 * 60)], [10_000, 70_000])
  const gone = { destroyed: false, closed: false } as never
  assert.equal(takeRoom({ method: 'GET' } as never, gone, { hub: 'a', bytes: SMALL }, load), true)
  assert.equal(load.answers, 0)
})
