// A real gateway process with two hubs and an account, and an ear at every door: what it answers, prints,
// logs and stores is kept for the search of canaries.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { startVirtualHomey, VirtualAccount } from '@latchkey/virtual-homey'
import pg from 'pg'
import type { Canaries } from './canaries.ts'
import { latchkey, running } from './terminal.ts'
import { typed } from './typed.ts'
import { type Reply, send, temporaryDirectory } from './world.ts'

interface Ready {
  readonly url: string
}

/** A gateway process, the ways into it, and the ear at all of them. */
export async function openGateway(canaries: Canaries, given: string | undefined) {
  await using stack = new AsyncDisposableStack()
  const directory = stack.use(temporaryDirectory())
  const data = join(directory.path, 'data')
  const homey = stack.use(
    await startVirtualHomey({ home: 'apartment', generation: 'pro-2023', account: true }),
  )
  const old = stack.use(await startVirtualHomey({ home: 'apartment', generation: 'pro-2019' }))
  const { account } = homey
  assert.ok(account instanceof VirtualAccount)
  const databaseUrl = await ownDatabase(canaries, given)
  const env: NodeJS.ProcessEnv = {
    LATCHKEY_SEALING_KEY: canaries.plant('sealing key', randomBytes(32).toString('base64')),
    LATCHKEY_AUDIT_KEY: canaries.plant('audit key', randomBytes(32).toString('base64')),
    ATHOM_CLOUD_API_BASEURL: account.url,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  }
  const place = databaseUrl === undefined ? [] : ['--database-url-env', 'DATABASE_URL']
  const words = ['start', '--data', data, ...place, '--port', '0', '--json', '--log-requests']
  // What a process of its own may say besides its streams is heard on SQLite; no command asks which database it is.
  const apart = databaseUrl === undefined ? latchkey : typed
  let gateway = await running<Ready>(words, env)
  stack.defer(() => gateway[Symbol.asyncDispose]())
  const owned = stack.move()
  return {
    ...{ homey, old, account, data, env, directory: directory.path, databaseUrl },
    get url() {
      return gateway.ready.url
    },
    /** Stops it by a signal, keeps what it said, and starts it anew. */
    restart: async (signal: NodeJS.Signals) => {
      await gateway.kill(signal)
      canaries.hear('log', gateway.log())
      gateway = await running<Ready>(words, env)
    },
    stop: async () => {
      await gateway.kill('SIGTERM')
      canaries.hear('log', gateway.log())
    },
    /** The command line, without a process; what it says is heard unless it was asked for a secret. */
    run: ear(canaries, typed, ['--data', data, ...place], env),
    /** The same as a process: once for each way in which a command is given a secret. */
    runApart: ear(canaries, apart, ['--data', data, ...place], env),
    /** The same with a data directory and an environment of its own; nothing is heard. */
    elsewhere: (words: readonly string[], more: NodeJS.ProcessEnv) => apart(words, '', more),
    /** The hub path; heard likewise. */
    ask: async (
      method: string,
      path: string,
      { key, body, granted = false }: { key?: string; body?: unknown; granted?: boolean } = {},
    ): Promise<Reply> => {
      const reply = await send(gateway.ready.url, method, path, { ...(key && { key }), body })
      if (!granted) canaries.hear('hub path', `${JSON.stringify(reply.headers)}${reply.text}`)
      return reply
    },
    /** The owner API at the control socket. */
    owner: async (method: string, path: string, body?: unknown, granted = false) => {
      const text = await overControl(join(data, 'control.sock'), method, path, body)
      if (!granted) canaries.hear(`owner API`, text)
      return text
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** A gateway process, and all that it says. */
export type WatchedGateway = Awaited<ReturnType<typeof openGateway>>

function ear(
  canaries: Canaries,
  command: typeof latchkey,
  place: readonly string[],
  env: NodeJS.ProcessEnv,
) {
  return async (words: readonly string[], { input = '', more = {}, granted = false } = {}) => {
    const ran = await command([...words, ...place], input, { ...env, ...more })
    if (!granted) canaries.hear(`latchkey ${words[0]}`, ran.out)
    canaries.hear(`latchkey ${words[0]}, errors`, ran.err)
    return ran
  }
}

function overControl(
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<string> {
  return new Promise((done, fail) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const sent = request({ socketPath, method, path, headers }, async (answer) => {
      let text = ''
      for await (const piece of answer) text += String(piece)
      done(text)
    })
    sent.on('error', fail)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** The same database by a user of our own, whose password is a canary. */
async function ownDatabase(canaries: Canaries, url: string | undefined) {
  if (url === undefined) return undefined
  const password = canaries.plant('database password', randomBytes(18).toString('hex'))
  const user = `canary_${randomBytes(4).toString('hex')}`
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`CREATE ROLE ${user} LOGIN SUPERUSER PASSWORD '${password}'`)
  await client.end()
  const own = new URL(url)
  own.username = user
  const wrong = new pg.Client(String(Object.assign(new URL(own), { password: 'wrong' })))
  await assert.rejects(wrong.connect(), /password/)
  own.password = password
  canaries.live('database password')
  return String(own)
}

/** All that is stored: files as they lie there, and tables as text. */
export async function stored(
  canaries: Canaries,
  { data, databaseUrl }: WatchedGateway,
): Promise<void> {
  for (const file of readdirSync(data)) {
    const path = join(data, file)
    if (statSync(path).isFile()) canaries.hear(`file ${file}`, readFileSync(path))
  }
  if (databaseUrl === undefined) return
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const tables = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  )
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`)
    canaries.hear(`table ${name}`, rows.map(({ row }) => row).join('\n'))
  }
  await client.end()
}
