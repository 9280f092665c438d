// What the start of a gateway does not wait for: code that most gateways never need. Each is loaded when
// it is first asked for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { running } from './terminal.ts'
import { temporaryDirectory } from './world.ts'

/** Packages that are loaded late, and what needs them. */
const LATE: Readonly<Record<string, string>> = {
  'packages/virtual-homey/src/index': 'the demonstration and `latchkey virtual-homey`',
  'packages/cli/src/demo': 'the demonstration',
  'node_modules/pg/': 'DATABASE_URL',
  'node_modules/@simplewebauthn/server/': 'passkeys',
  'node_modules/age-encryption/': 'backups',
  'node_modules/oidc-provider/': 'clients that ask for access by OAuth',
  'packages/mcp/src/': 'agents',
  'node_modules/@modelcontextprotocol/': 'agents',
  'node_modules/ajv/': 'nothing: routes parse with their own schemas',
  'node_modules/@fastify/fast-json-stringify-compiler/': 'nothing',
}

// Writes the address of every module that is loaded to standard error.
const TELL = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({ load: (url, context, next) => {
    process.stderr.write('loaded ' + url + '\\n')
    return next(url, context)
  } })`)}`

async function loaded(...words: readonly string[]): Promise<readonly string[]> {
  using directory = temporaryDirectory()
  const env = { NODE_OPTIONS: `--import ${TELL}` }
  const start = ['start', '--port', '0', '--json', '--data', directory.path, ...words]
  await using gateway = await running(start, env)
  return gateway.log().match(/^loaded .*$/gm) ?? []
}

test('a start loads nothing that it does not need', async () => {
  const modules = await loaded()
  assert.ok(modules.some((one) => one.includes('packages/gateway/src/installation')))
  for (const [late, needs] of Object.entries(LATE)) {
    const early = modules.filter((one) => one.includes(late))
    assert.deepEqual(early, [], `only for ${needs}`)
  }
})

test('the demonstration loads its homes', async () => {
  const modules = await loaded('--demo')
  assert.ok(modules.some((one) => one.includes('packages/virtual-homey/src/index')))
})
