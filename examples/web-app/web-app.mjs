// A web app that lists the lamps of a Homey and switches them, with the access that its owner grants at Latchkey. What
// it knows of Latchkey is in connection.mjs; this is a server like any other.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import * as oauth from 'openid-client'
import { Connection, NotConnected } from './connection.mjs'
import { lampsPage, messagePage, startPage } from './pages.mjs'

/**
 * Starts the app. The client id comes from `latchkey client add`. `address` is where browsers call it: https, in
 * production. Port 0 is any free one.
 * @param {{ latchkey: string, clientId: string, port?: number, address?: string }} options
 */
export async function startWebApp({ latchkey, clientId, port = 8421, address }) {
  // A Latchkey at home may have no certificate. One that is called over the internet has.
  const execute = latchkey.startsWith('http:') ? [oauth.allowInsecureRequests] : []
  const options = { execute, algorithm: /** @type {const} */ ('oauth2') }
  const configuration = () =>
    oauth.discovery(new URL(latchkey), clientId, undefined, oauth.None(), options)
  /** @type {Map<string, Connection>} Who is connected, by a cookie that nobody can guess. */
  const connections = new Map()
  const server = createServer(async (request, response) => {
    const sent = /(?:^|; )lamps=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
    const known = connections.get(sent)
    const id = known ? sent : randomUUID()
    const connection = known ?? new Connection(latchkey, configuration)
    const answer = await respond(request, connection, own).catch((error) => {
      if (error instanceof NotConnected) connection.drop()
      const isRefusal = error instanceof oauth.AuthorizationResponseError
      return messagePage(isRefusal ? 'The owner said no.' : error.message)
    })
    // Who only looks is not remembered.
    if (connection.asking || connection.access) connections.set(id, connection)
    else connections.delete(id)
    const cookie = `lamps=${id}; Path=/; HttpOnly; SameSite=Lax${own.startsWith('https:') ? '; Secure' : ''}`
    const headers = { 'set-cookie': cookie, 'cache-control': 'no-store' }
    if ('to' in answer) response.writeHead(303, { ...headers, location: answer.to }).end()
    else response.writeHead(answer.status, { ...headers, ...answer.headers }).end(answer.html)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const own = address ?? `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : port}`
  return { url: own, close: () => new Promise((done) => server.close(done).closeAllConnections()) }
}

/** @param {import('node:http').IncomingMessage} request @param {Connection} connection @param {string} own */
async function respond(request, connection, own) {
  const url = new URL(request.url ?? '/', own)
  const isPost = request.method === 'POST'
  // A form of another site must not switch lamps.
  if (isPost && request.headers.origin !== own) throw new Error('This form is not from here.')
  if (!isPost && url.pathname === '/connect') return { to: await connection.begin(`${own}/back`) }
  if (!isPost && url.pathname === '/back') {
    await connection.finish(url)
    return { to: '/' }
  }
  if (!connection.access) return startPage()
  if (isPost && url.pathname === '/forget') {
    await connection.forget()
    throw new NotConnected('The access was given back.')
  }
  if (isPost && url.pathname === '/switch') {
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
    const device = encodeURIComponent(form.get('id') ?? '')
    const value = form.get('on') === 'true'
    await connection.ask('PUT', `/devices/device/${device}/capability/onoff`, { value })
    return { to: '/' }
  }
  const [devices, zones] = await Promise.all([
    connection.ask('GET', '/devices/device'),
    connection.ask('GET', '/zones/zone'),
  ])
  return lampsPage(Object.values(devices), zones)
}

// Run as a program: LATCHKEY=http://127.0.0.1:8420 CLIENT_ID=lc_… node web-app.mjs
if (process.argv[1] === import.meta.filename) {
  const { LATCHKEY: latchkey = 'http://127.0.0.1:8420', CLIENT_ID: clientId, ADDRESS } = process.env
  if (!clientId) throw new Error('Set CLIENT_ID to what `latchkey client add` printed.')
  const { url } = await startWebApp({ latchkey, clientId, ...(ADDRESS && { address: ADDRESS }) })
  console.log(`Open ${url}`)
}
