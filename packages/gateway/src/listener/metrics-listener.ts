// Metrics for a Prometheus on this machine: a listener of its own, on loopback, for nothing else.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Metrics } from '../operations/metrics.ts'
import { hostCheck } from './host.ts'

const HOST = '127.0.0.1'

/** A listener that is open. */
export interface MetricsListener extends AsyncDisposable {
  readonly url: string
}

/** Opens it. @throws Error if the port is taken */
export async function listenForMetrics(metrics: Metrics, port: number): Promise<MetricsListener> {
  const isOurs = hostCheck(HOST, undefined)
  const server = createServer(
    { maxHeaderSize: 8 * 1024, requestTimeout: 10_000 },
    (ask, answer) => {
      if (!isOurs(ask.headers.host) || ask.method !== 'GET' || ask.url !== '/metrics') {
        answer.writeHead(404).end()
        return
      }
      metrics.text().then(
        (text) => answer.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        () => answer.writeHead(500).end(),
      )
    },
  )
  server.maxConnections = 16
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', () => reject(new Error(`Port ${port} for metrics is in use.`)))
  server.listen(port, HOST, resolve)
  await promise
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/metrics`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
