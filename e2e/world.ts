// A whole small world for a test: a virtual Homey, an installation with it, the gateway in front.
// Everything is real, on loopback, at free ports, and gone when the test is.
import { mkdtempSync, rmSync } from 'node:fs'
import { type RequestOptions, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type EventView,
  type HubView,
  type Installation,
  type InstallationOptions,
  type KeyView,
  listen,
  type Outgoing,
  type Oversight,
  openInstallation,
} from '@latchkey/gateway'
import {
  type Generation,
  type KeyedVirtualHomey,
  startVirtualHomey,
  type VirtualHomey,
} from '@latchkey/virtual-homey'

/** An answer, read to its end. */
export interface Reply {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
  /** The body as JSON; throws if it is none. */
  json<T = Record<string, unknown>>(): T
}

/** The world. */
export interface World<H extends VirtualHomey = KeyedVirtualHomey> extends AsyncDisposable {
  readonly homey: H
  readonly installation: Installation
  readonly url: string
  readonly data: string
  readonly errors: unknown[]
  /** What the owner was warned of. */
  readonly warnings: string[]
  /** Address of its PostgreSQL, if it has one. */
  readonly databaseUrl: string | undefined
  /** Makes a key with these permissions. */
  key(...permissions: string[]): Promise<string>
  /** The same, with its id. */
  fullKey(
    name: string,
    permissions: readonly string[],
    expires?: string,
  ): Promise<KeyView & { key: string }>
  /** Sends a request to the gateway; the path goes out byte for byte. */
  send(method: string, path: string, options?: SendOptions): Promise<Reply>
  /** The owner API. */
  owner<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object): Promise<T>
  /** What the audit log holds of clients; what owners did is in it as well. */
  audit(): Promise<readonly EventView[]>
}

/** What to send besides method and path. */
export interface SendOptions {
  readonly key?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | string[]>>
}

/** Options of a world. */
export interface WorldOptions {
  readonly home?: string
  /** What kind of hub; a Pro 2023 if it is not said. One without keys is opened by a session. */
  readonly generation?: Generation
  readonly now?: () => number
  /** Address of a PostgreSQL; SQLite if it is not said. */
  readonly databaseUrl?: string | undefined
  readonly sealingKey?: string
  readonly auditKey?: string
  readonly scopes?: readonly string[]
  /** Every read is asked of the hub. */
  readonly readsFromHub?: boolean
  /** The owner's word above all grants. */
  readonly oversight?: Oversight
  /** How long a call is held while its owner is asked; a test may change it at any time. */
  readonly patience?: InstallationOptions['patience']
  /** Tools of the MCP server besides its own. */
  readonly tools?: InstallationOptions['tools']
  /** What it has in place of the internet. */
  readonly outgoing?: Outgoing
  /** Clients may look their own tokens up. */
  readonly introspection?: boolean
  /** The data directory; one of its own if it is not said. */
  readonly data?: string
}

/** An empty directory that is removed when the test is over. */
export function temporaryDirectory(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Makes a world with one hub, called Home. */
export function openWorld(
  options?: WorldOptions & { readonly generation?: 'pro-2023' },
): Promise<World>
export function openWorld(options: WorldOptions): Promise<World<VirtualHomey>>
export async function openWorld(options: WorldOptions = {}): Promise<World<VirtualHomey>> {
  await using stack = new AsyncDisposableStack()
  const { data = stack.use(temporaryDirectory()).path } = options
  const errors: unknown[] = []
  const warnings: string[] = []
  const { generation = 'pro-2023' } = options
  const homey: VirtualHomey = stack.use(
    await startVirtualHomey({ home: options.home ?? 'apartment', generation }),
  )
  const installation = stack.use(
    await openInstallation({
      data,
      onError: (error) => errors.push(error),
      onWarning: (text) => warnings.push(text),
      ...{ databaseUrl: options.databaseUrl, sealingKey: options.sealingKey },
      auditKey: options.auditKey,
      readsFromHub: options.readsFromHub,
      ...{ oversight: options.oversight, outgoing: options.outgoing },
      ...{ tools: options.tools, patience: options.patience },
      introspection: options.introspection,
      ...(options.now && { now: options.now }),
    }),
  )
  const listener = stack.use(await listen(installation, { host: '127.0.0.1', port: 0 }))
  installation.reachedAt({ url: listener.url, setupRemote: false })
  const owner = ownerOf(installation)
  const hubKey = options.scopes ? homey.createKey(options.scopes) : (homey.key ?? homey.signIn())
  await owner<HubView>('POST', '/hubs', {
    ...{ name: 'Home', address: homey.address, key: hubKey },
    ...(homey.key === null && { generation }),
  })
  const fullKey = (name: string, permissions: readonly string[], expires?: string) =>
    owner<KeyView & { key: string }>('POST', '/keys', {
      ...{ hub: 'Home', name, permissions },
      ...(expires && { expires }),
    })
  const owned = stack.move()
  return {
    ...{ homey, installation, errors, warnings, owner, fullKey, databaseUrl: options.databaseUrl },
    url: listener.url,
    data,
    key: async (...permissions) => (await fullKey('Test', permissions)).key,
    send: (method, path, more) => send(listener.url, method, path, more),
    audit: () => readAudit(owner),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The owner API of an installation, in-process; a refusal is an Error with its text. */
export function ownerOf(installation: Installation) {
  return async <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const answer = await installation.owner.inject({ method, url, ...(payload && { payload }) })
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${answer.payload}`)
    return answer.json<T>()
  }
}

// Rows of reads may wait a moment before they are written, so the log is read until it is still.
async function readAudit(owner: ReturnType<typeof ownerOf>): Promise<readonly EventView[]> {
  let before = -1
  while (true) {
    const events = await owner<readonly EventView[]>('GET', '/audit?limit=1000')
    if (events.length === before) return events.filter((event) => event.reason !== 'owner')
    before = events.length
    await new Promise((resolve) => setTimeout(resolve, 70))
  }
}

/** Sends a request over a socket of its own. */
export function send(
  url: string,
  method: string,
  path: string,
  { key, body, headers }: SendOptions = {},
): Promise<Reply> {
  const { hostname, port } = new URL(url)
  const payload = body === undefined ? undefined : JSON.stringify(body)
  const options: RequestOptions = {
    ...{ hostname, port, method, path, agent: false, timeout: 60_000 },
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...(headers as Record<string, string>),
    },
  }
  return new Promise((resolve, reject) => {
    const sent = request(options, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece) => {
        text += piece
      })
      answer.on('end', () => {
        const { statusCode: status = 0, headers: received } = answer
        resolve({ status, headers: received, text, json: () => JSON.parse(text) })
      })
      answer.on('error', reject)
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer in 60 s')))
    sent.on('error', reject)
    sent.end(payload)
  })
}
