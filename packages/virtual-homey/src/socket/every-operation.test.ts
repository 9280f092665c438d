// Every operation of every generation over the socket: what reads answers as HTTP does, and nothing makes a
// fault of ours.
import assert from 'node:assert/strict'
import test from 'node:test'
import { io, type Socket } from 'socket.io-client'
import { GENERATIONS } from '../generations/generation.ts'
import { routesOfGeneration } from '../generations/routes.ts'
import { startVirtualHomey } from '../index.ts'

type Answer = [error: { statusCode?: number; code?: number } | null, result?: unknown]

function ask(socket: Socket, name: string, message: unknown): Promise<Answer> {
  return new Promise((resolve) => {
    socket.emit(name, message, (...answer: Answer) => resolve(answer))
  })
}

for (const generation of GENERATIONS) {
  test(`a ${generation} answers over both`, { timeout: 60_000 }, async () => {
    const clock = () => new Date('2026-01-01T05:45:00Z')
    await using homey = await startVirtualHomey({ home: 'apartment', generation, clock })
    const token = homey.signIn()
    const options = { transports: ['websocket'], forceNew: true, reconnection: false }
    const root = io(homey.address, options)
    await ask(root, 'handshakeClient', { token, homeyId: homey.id })
    const api = root.io.socket('/api')
    const counts = { compared: 0, refused: 0, done: 0 }
    for (const { name, manager, operation } of routesOfGeneration(generation).all) {
      const message = { uri: `homey:manager:${manager}`, operation: name.slice(manager.length + 1) }
      const [error, result] = await ask(api, 'api', { ...message, args: { $validate: true } })
      const status = error?.statusCode ?? error?.code ?? 200
      const missing = JSON.stringify(error).includes('missing_api_method')
      assert.ok(status < 500 || missing, `${name}: ${JSON.stringify(error)}`)
      const required = Object.values(operation.parameters ?? {}).some((one) => one.required)
      const reads = operation.method.toUpperCase() === 'GET' && !operation.path.includes(':')
      if (error) counts.refused++
      else if (reads && !required) {
        // An older hub answers a few requests at once: a second later it has forgotten them.
        homey.advance(1000)
        const path = `/api/manager/${manager}${operation.path}`
        const response = await fetch(`${homey.address}${path}`, {
          headers: { authorization: `Bearer ${token}` },
        })
        const text = await response.text()
        const moving = ['getInfo', 'getWeather', 'getState'].some((one) => name.includes(one))
        if (!moving) assert.deepEqual(result, text === '' ? undefined : JSON.parse(text), name)
        counts.compared++
      } else counts.done++
    }
    console.log(generation, JSON.stringify(counts))
  })
}
