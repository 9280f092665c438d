// The sample app of the demonstration: the one that developers copy, from the folder `examples` of a checkout. It is
// a client like any other, and gets nothing but what the owner grants.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const NAME = 'Lamps (sample app)'
const FILE = resolve(import.meta.dirname, '../../../examples/web-app/web-app.mjs')

/** A program on the owner's own machine may come back at any port (RFC 8252, 7.3). */
const REDIRECT = 'http://127.0.0.1/back'

/** Asks the owner API, in-process. */
export type Owner = <T>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
) => Promise<T>

interface WebApp {
  readonly startWebApp: (options: {
    readonly latchkey: string
    readonly clientId: string
    readonly port: number
  }) => Promise<{ readonly url: string; readonly close: () => Promise<unknown> }>
}

/** Starts it at the port after the gateway's, else at any; gives its address, or undefined where there is none. */
export async function startSampleApp(
  latchkey: string,
  owner: Owner,
  stack: AsyncDisposableStack,
): Promise<string | undefined> {
  // As it is published there are no samples, and that path is somebody else's.
  if (!import.meta.filename.endsWith('.ts') || !existsSync(FILE)) return undefined
  const module: unknown = await import(pathToFileURL(FILE).href)
  if (!isWebApp(module)) return undefined
  const clientId = await newClient(owner)
  const port = Number(new URL(latchkey).port) + 1
  const start = (at: number) => module.startWebApp({ latchkey, clientId, port: at })
  const app = await start(port).catch(() => start(0))
  stack.defer(async () => void (await app.close()))
  return app.url
}

const isWebApp = (module: unknown): module is WebApp =>
  typeof module === 'object' && module !== null && 'startWebApp' in module

// Who was connected is forgotten when it stops, so what was granted to an earlier one is of no use to anybody.
async function newClient(owner: Owner): Promise<string> {
  for (const old of await owner<readonly { id: string; name: string }[]>('GET', '/clients')) {
    if (old.name === NAME) await owner('DELETE', `/clients/${old.id}`)
  }
  const body = { name: NAME, redirectUris: [REDIRECT] }
  return (await owner<{ id: string }>('POST', '/clients', body)).id
}
