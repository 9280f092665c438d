// The conformance suite of MCP against a gateway of our own: what applies to a server that has tools only, in both
// eras, and its authorization server. `node --conditions=latchkey-source scripts/mcp-conformance.ts`. It fails if a
// scenario fails. The suite wants tools of certain names; they are test support of the package, and only this script has them.
import { spawn } from 'node:child_process'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { Owner } from '../e2e/consenting.ts'
import { newClient } from '../e2e/oauth-client.ts'
import { openWorld, temporaryDirectory } from '../e2e/world.ts'
import { FIXTURES } from '../packages/mcp/src/conformance.test-support.ts'

const SUITE = resolve(
  import.meta.dirname,
  '../node_modules/@modelcontextprotocol/conformance/dist/index.js',
)

/** Those of the calls and errors of tools. */
const CALLS = ['tools-list', 'tools-call-simple-text', 'tools-call-error']

/** Scenarios that apply, by the version of the protocol. */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  '2025-06-18': ['server-initialize', 'ping', ...CALLS],
  '2025-11-25': [
    ...['server-initialize', 'server-session-lifecycle', 'ping', ...CALLS, 'json-schema-2020-12'],
    ...['server-sse-multiple-streams', 'dns-rebinding-protection'],
  ],
  '2026-07-28': [
    ...['server-stateless', ...CALLS, 'json-schema-2020-12', 'server-sse-multiple-streams'],
    ...['dns-rebinding-protection', 'caching', 'http-header-validation'],
    ...['http-custom-header-server-validation', 'input-required-result-unsupported-methods'],
  ],
}

/** Those for an authorization server. */
const AUTHORIZATION = ['authorization-server-metadata-endpoint', 'authorization-code-grant']

/** What does not apply, and why. */
const NOT_OURS: Readonly<Record<string, string>> = {
  'tools-call-image, -audio, -embedded-resource, -mixed-content':
    'tools here answer in JSON as text: no tool makes pictures, sounds or resources',
  'tools-call-with-progress, -with-logging, -sampling, -elicitation, elicitation-*, server-sse-polling, logging-*':
    'no tool says anything before its result, and a question is never a form: only the page of the owner counts',
  'input-required-result-*, but for unsupported-methods':
    'they want forms, sampling and roots; ours only asks to open the page of the owner (e2e/agents.test.ts)',
  'resources-*, prompts-*, completion-*, sep-2164-*': 'this server has tools only, and says so',
  'tasks-*, sep-2640-*': 'extensions that are not offered',
  'auth/* and all others for clients': 'they test clients',
}

/** Checks within those scenarios that do not apply, and why. */
const CHECKS_NOT_OURS: Readonly<Record<string, string>> = {
  'sep-2575-server-rejects-undeclared-capability': 'no tool needs a capability of the client',
  'sep-2575-missing-capability-http-400': 'no tool needs a capability of the client',
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

/** Runs the suite with some words; told each piece that it says. Gives its exit code and all that it said. */
function run(words: readonly string[], told: (said: string) => void): Promise<[number, string]> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [SUITE, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        said += String(piece)
        told(said)
      })
    }
    child.on('exit', (code) => done([code ?? 1, said]))
  })
}

/** The checks that came to something, by their ids. */
function checksIn(said: string, status: 'SUCCESS' | 'FAILURE'): readonly string[] {
  const plain = stripVTControlCharacters(said)
  return [...plain.matchAll(/\[([\w.$-]+) *\] (SUCCESS|FAILURE)/g)]
    .filter((found) => found[2] === status)
    .map((found) => found[1] ?? '')
}

/** Tells what became of a scenario. */
function judge(version: string, scenario: string, [code, said]: readonly [number, string]): void {
  const failed = checksIn(said, 'FAILURE')
  // Of an authorization server the suite gives only the sum.
  const sum = /Total: (\d+) passed/.exec(stripVTControlCharacters(said))?.[1] ?? '0'
  const good = checksIn(said, 'SUCCESS').length || Number(sum)
  const wrong = failed.filter((check) => !Object.hasOwn(CHECKS_NOT_OURS, check))
  const isGood = good > 0 && wrong.length === 0 && (code === 0 || failed.length > 0)
  process.stdout.write(
    `${isGood ? 'passed' : 'FAILED'}  ${version}  ${scenario} (${good} checks)\n`,
  )
  for (const check of failed) {
    process.stdout.write(`          ${check}: ${CHECKS_NOT_OURS[check] ?? 'FAILED'}\n`)
  }
  if (isGood) return
  if (failed.length === 0) process.stdout.write(`${said}\n`)
  process.exitCode = 1
}

/** A port that is free at this moment; the suite wants to be told one. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

await using world = await openWorld({ tools: FIXTURES })
const key = await world.key('preset:full-control')
using at = await front(world.url, key)
using results = temporaryDirectory()
for (const [version, scenarios] of Object.entries(SCENARIOS)) {
  for (const scenario of scenarios) {
    const of = ['--scenario', scenario, '--spec-version', version]
    const out = ['-o', join(results.path, scenario)]
    judge(version, scenario, await run(['server', '--url', at.url, ...of, ...out], () => {}))
  }
}

// The suite says where the owner has to go, and waits for the browser to come back.
const owner = await Owner.of(world)
for (const version of ['2025-11-25', '2026-07-28']) {
  const port = await freePort()
  const clientId = await newClient(world, { redirect_uris: [`http://127.0.0.1:${port}/callback`] })
  let isSent = false
  const consent = (said: string) => {
    const to = /^http\S+\/authorize\?\S+$/m.exec(stripVTControlCharacters(said))?.[0]
    if (to === undefined || isSent) return
    isSent = true
    void owner.consent(to).then((back) => fetch(back))
  }
  const client = ['--client-id', clientId, '--resource', `${world.url}/mcp`, '--port', String(port)]
  const of = ['--url', world.url, ...client, '--spec-version', version]
  judge(version, AUTHORIZATION.join(', '), await run(['authorization', ...of], consent))
}
process.stdout.write('\nNot ours:\n')
for (const [what, why] of Object.entries(NOT_OURS)) process.stdout.write(`  ${what}: ${why}\n`)
