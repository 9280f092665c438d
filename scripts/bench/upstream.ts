// The upstream of all contenders, a process of its own: enough of a Homey to be added to a gateway,
// and otherwise the same 2 KB of JSON to everybody. On bare sockets, so that it is never what is measured.
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { ANSWER_SIZE, HUB_ID } from './frame.ts'

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\n'

function answer(body: string): Buffer {
  const who = `x-homey-id: ${HUB_ID}\r\nx-homey-version: 12.4.0\r\n`
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`
  return Buffer.from(`${HEAD}${who}${length}connection: keep-alive\r\n\r\n${body}`)
}

function flow(): string {
  const empty = JSON.stringify({ id: HUB_ID, name: 'Coming home', enabled: true, actions: [''] })
  return empty.replace('[""]', `["${'x'.repeat(ANSWER_SIZE - empty.length)}"]`)
}

const FLOW = answer(flow())
const PING = answer('"pong"')
const SESSION = answer(JSON.stringify({ userId: 'owner', scopes: ['homey'] }))

function answerTo(line: string): Buffer {
  if (line.includes('/system/ping')) return PING
  return line.includes('/sessions/session/me') ? SESSION : FLOW
}

// Requests come one after the other on a connection; a body, where there is one, is skipped.
function serve(socket: Socket): void {
  let rest = ''
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (piece) => {
    rest += piece.toString('latin1')
    while (true) {
      const end = rest.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = /\r\ncontent-length: *(\d+)/i.exec(rest.slice(0, end))?.[1] ?? '0'
      const next = end + 4 + Number(length)
      if (rest.length < next) return
      socket.write(answerTo(rest.slice(0, rest.indexOf('\r\n'))))
      rest = rest.slice(next)
    }
  })
}

const server = createServer(serve)
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }))
})
