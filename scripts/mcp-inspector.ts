// The whole story of an agent by `inspector --cli` of MCP, in both eras: over HTTP with the OAuth that the inspector does
// by itself, and over standard input with a key. `node --conditions=latchkey-source scripts/mcp-inspector.ts`. The
// inspector is no dependency of this project: it is installed once, in a folder of its own below node_modules/.cache.
import { execFileSync, spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { KeyView } from '@latchkey/gateway'
import { STORY_PERMISSIONS, story } from '../e2e/agents-story.ts'
import { Owner } from '../e2e/consenting.ts'
import { openWorld, temporaryDirectory, type World } from '../e2e/world.ts'

const VERSION = '2.12.0'
const ROOT = resolve(import.meta.dirname, '..')
const FOLDER = join(ROOT, 'node_modules/.cache', `mcp-inspector-${VERSION}`)
const PROGRAM = join(
  FOLDER,
  'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js',
)
const ERAS = ['modern', 'legacy'] as const

/** How it reaches the server: words for the command line. */
type Way = readonly string[]

/** What it said, and how it ended. */
interface Ran {
  readonly code: number
  readonly out: string
  readonly said: string
}

function install(): void {
  if (existsSync(PROGRAM)) return
  mkdirSync(FOLDER, { recursive: true })
  const words = ['install', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund']
  execFileSync('npm', [...words, `@modelcontextprotocol/inspector@${VERSION}`], { stdio: 'ignore' })
}

/** Runs the inspector with an empty home of its own; told all that it said so far. */
function run(words: readonly string[], home: string, told: (said: string) => void): Promise<Ran> {
  const { PATH = '' } = process.env
  const env = {
    ...{ PATH, HOME: home, MCP_INSPECTOR_SECRET_STORE: 'file' },
    // Without a terminal it does no OAuth unless it may open a browser; here there is none.
    MCP_AUTO_OPEN_ENABLED: 'true',
  }
  return new Promise((done) => {
    const all = [PROGRAM, '--cli', ...words, '--format', 'json']
    const child = spawn(process.execPath, all, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let said = ''
    child.stdout.on('data', (piece) => {
      out += String(piece)
    })
    child.stderr.on('data', (piece) => {
      said += String(piece)
      told(said)
    })
    child.on('exit', (code) => done({ code: code ?? 1, out, said }))
  })
}

/** The owner, who goes where the inspector sends them, and back. */
function consenting(owner: Owner) {
  const scopes: string[] = []
  const seen = new Set<string>()
  const told = (said: string) => {
    for (const [to] of said.matchAll(/http\S+\/authorize\?\S+(?=\s)/g)) {
      if (seen.has(to)) continue
      seen.add(to)
      scopes.push(new URL(to).searchParams.get('scope') ?? '')
      void owner.consent(to).then((back) => fetch(back))
    }
  }
  return { scopes, told }
}

/** Calls tools by the inspector, as an agent would; one process for each call. */
function toolsBy(way: Way, home: string, told: (said: string) => void) {
  return {
    ask: async <T>(name: string, input: object = {}): Promise<T> => {
      const words = [...way, '--method', 'tools/call', '--tool-name', name]
      const ran = await run([...words, '--tool-args-json', JSON.stringify(input)], home, told)
      const { result } = JSON.parse(ran.out === '' ? '{}' : ran.out) as { result?: Result<T> }
      process.stdout.write(`    ${name}: ${result?.isError ? 'refused' : `exit ${ran.code}`}\n`)
      if (result?.isError) throw new Error(result.content?.[0]?.text)
      if (result?.structuredContent === undefined) throw new Error(`${ran.out}${ran.said}`)
      return result.structuredContent
    },
  }
}

interface Result<T> {
  readonly isError?: boolean
  readonly structuredContent?: T
  readonly content?: readonly { readonly text: string }[]
}

/** Asks its owner for more, as an agent that has only what it was first given. */
async function askForMore({ owner }: World, by: ReturnType<typeof toolsBy>): Promise<void> {
  const { asked } = await by.ask<{ asked: { request: string } }>('permission_request', {
    ...{ permissions: STORY_PERMISSIONS, reason: 'To make a light follow the sensor.' },
  })
  // Who may write any Flow may do everything, and its owner has to say that they mean it.
  const meant = { fullControl: true }
  await owner('POST', `/permission-requests/${asked.request}/grant`, meant)
  const keys = await owner<readonly KeyView[]>('GET', '/keys')
  const live = keys.filter(({ state }) => state === 'live')
  for (const { id } of live) {
    await owner('PUT', `/keys/${id}`, { restrictions: { tools: { flow_enable: 'ask' } } })
  }
}

async function overHttp(world: World, era: string): Promise<void> {
  using home = temporaryDirectory()
  const { scopes, told } = consenting(await Owner.of(world, `Ann ${era}`))
  const back = `http://127.0.0.1:${await freePort()}/oauth/callback`
  const way = ['--server-url', `${world.url}/mcp`, '--transport', 'http', '--callback-url', back]
  const by = toolsBy([...way, '--protocol-era', era], home.path, told)
  await by.ask('home_overview')
  process.stdout.write(`    the inspector did its OAuth, for ${scopes.join(', then ')}\n`)
  await askForMore(world, by)
  await story(world, by)
}

async function overStdio({ url, owner, ...world }: World, era: string): Promise<void> {
  using home = temporaryDirectory()
  const { key } = await owner<{ key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Inspector', permissions: STORY_PERMISSIONS },
    restrictions: { tools: { flow_enable: 'ask' } },
  })
  const program = join(ROOT, 'packages/cli/bin/latchkey.mjs')
  const args = [program, 'mcp', '--url', url]
  const latchkey = { command: process.execPath, args, env: { LATCHKEY_KEY: key } }
  const config = join(home.path, 'servers.json')
  writeFileSync(config, JSON.stringify({ mcpServers: { latchkey } }))
  const way = ['--config', config, '--server', 'latchkey', '--protocol-era', era]
  await story(
    { ...world, owner },
    toolsBy(way, home.path, () => {}),
  )
}

/** A port that is free at this moment; the inspector wants to be told one. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** The versions of the protocol that requests to `/mcp` were of, while some work was done. */
async function versionsIn(work: () => Promise<void>): Promise<readonly string[]> {
  const versions = new Set<string>()
  const look = (message: unknown) => {
    const { request } = message as { request: { url?: string; headers: NodeJS.Dict<string> } }
    const version = request.headers['mcp-protocol-version']
    if (request.url === '/mcp' && version !== undefined) versions.add(version)
  }
  subscribe('http.server.request.start', look)
  try {
    await work()
    return [...versions]
  } finally {
    unsubscribe('http.server.request.start', look)
  }
}

const WAYS = { 'HTTP with OAuth': overHttp, 'standard input with a key': overStdio }

install()
for (const era of ERAS) {
  for (const [way, live] of Object.entries(WAYS)) {
    process.stdout.write(`${era} over ${way}\n`)
    await using world = await openWorld()
    const versions = await versionsIn(() => live(world, era))
    if (world.errors.length > 0) throw world.errors[0]
    process.stdout.write(`passed  ${era} over ${way}: the whole story, by ${versions.join(', ')}\n`)
  }
}
