// The conformance suite of MCP against a gateway of our own: what applies to a server that has tools only, in both
// eras. `node --conditions=latchkey-source scripts/mcp-conformance.ts`. It fails if a scenario fails.
import { spawn } from 'node:child_process'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { openWorld, temporaryDirectory } from '../e2e/world.ts'

const SUITE = resolve(
  import.meta.dirname,
  '../node_modules/@modelcontextprotocol/conformance/dist/index.js',
)

/** Scenarios that apply, by the version of the protocol. */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  '2025-06-18': ['server-initialize', 'ping', 'tools-list'],
  '2025-11-25': ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'],
  '2026-07-28': [
    ...['server-stateless', 'tools-list', 'dns-rebinding-protection', 'caching'],
    ...['http-header-validation'],
  ],
}

/** What does not apply, and why. */
const NOT_OURS: Readonly<Record<string, string>> = {
  'tools-call-*, json-schema-2020-12, elicitation-*, http-custom-header-*':
    'they call tools of the fixtures, which this gateway does not have; a table of them is not written yet',
  'input-required-result-*': 'the same; e2e/agents.test.ts does it with our own tools',
  'resources-*, prompts-*, completion-*, sep-2164-*': 'this server has tools only, and says so',
  'logging-*, tools-call-sampling, server-sse-*, resources-subscribe':
    'nothing is pushed to clients: no stream is kept open',
  'server-session-lifecycle': 'no session is kept: an id is offered, and nothing ends with it',
  'tasks-*, sep-2640-*': 'extensions that are not offered',
  'authorization of clients (auth/*)': 'they test clients',
}

const FIXTURE = 'it calls a tool of the fixtures'

/** Checks within those scenarios that do not apply, and why. */
const CHECKS_NOT_OURS: Readonly<Record<string, string>> = {
  'sep-2575-server-rejects-undeclared-capability': FIXTURE,
  'sep-2575-missing-capability-http-400': FIXTURE,
  'sep-2575-http-server-no-independent-requests-on-stream': FIXTURE,
  'sep-2575-server-no-log-without-loglevel': FIXTURE,
  'sep-2549-prompts-list-caching-hints': 'there are no prompts',
  'sep-2549-resources-list-caching-hints': 'there are no resources',
  'sep-2549-resources-templates-list-caching-hints': 'there are no resources',
}

// The suite knows no keys for servers, so what stands between puts one in.
async function front(url: string, key: string) {
  const { hostname, port } = new URL(url)
  const server = createServer((message, response) => {
    const { method, headers, url: path } = message
    const asked = request({
      ...{ hostname, port, method, path },
      headers: { ...headers, authorization: `Bearer ${key}` },
    })
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    asked.on('error', () => response.destroy())
    message.pipe(asked)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    [Symbol.dispose]: () => server.close(),
  }
}

function run(
  url: string,
  version: string,
  scenario: string,
  out: string,
): Promise<[number, string]> {
  const words = [
    'server',
    '--url',
    url,
    '--scenario',
    scenario,
    '--spec-version',
    version,
    '-o',
    out,
  ]
  return new Promise((done) => {
    const child = spawn(process.execPath, [SUITE, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        said += String(piece)
      })
    }
    child.on('exit', (code) => done([code ?? 1, said]))
  })
}

/** The checks that failed, by their ids. */
function failuresIn(said: string): readonly string[] {
  const plain = stripVTControlCharacters(said)
  return [...plain.matchAll(/\[([\w.-]+) *\] FAILURE/g)].map((found) => found[1] ?? '')
}

await using world = await openWorld()
const key = await world.key('preset:full-control')
using at = await front(world.url, key)
using results = temporaryDirectory()
for (const [version, scenarios] of Object.entries(SCENARIOS)) {
  for (const scenario of scenarios) {
    const [code, said] = await run(at.url, version, scenario, join(results.path, scenario))
    const failed = failuresIn(said)
    const wrong = failed.filter((check) => !Object.hasOwn(CHECKS_NOT_OURS, check))
    const isGood = wrong.length === 0 && (code === 0 || failed.length > 0)
    process.stdout.write(`${isGood ? 'passed' : 'FAILED'}  ${version}  ${scenario}\n`)
    for (const check of failed) {
      process.stdout.write(`          ${check}: ${CHECKS_NOT_OURS[check] ?? 'FAILED'}\n`)
    }
    if (isGood) continue
    if (failed.length === 0) process.stdout.write(`${said}\n`)
    process.exitCode = 1
  }
}
process.stdout.write('\nNot ours:\n')
for (const [what, why] of Object.entries(NOT_OURS)) process.stdout.write(`  ${what}: ${why}\n`)
