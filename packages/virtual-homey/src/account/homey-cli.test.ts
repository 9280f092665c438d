// The Homey CLI, unmodified, with a login file that the account wrote: one read of managers that it knows and that
// can be asked for something without saying what, on a Pro 2023. LATCHKEY_CLI_EVERY says of which: of every
// twentieth, as each is a process of the CLI, others each day; with 1, of all. Every operation is called in
// every-operation.test.ts.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'
import type { Generation } from '../generations/generation.ts'
import { routesOfGeneration } from '../generations/routes.ts'
import { startVirtualAccount, startVirtualHomey } from '../index.ts'

const EVERY = Number(process.env['LATCHKEY_CLI_EVERY'] ?? 20)
/** Which of them it begins with: another one each day. */
const FIRST = Math.floor(Date.now() / 86_400_000) % EVERY
const CLI = createRequire(import.meta.url).resolve('homey/bin/homey.mjs')

async function cli(generation: Generation) {
  const homey = await startVirtualHomey({ home: 'apartment', generation })
  const account = await startVirtualAccount({ hubs: [homey] })
  const directory = await mkdtemp(join(tmpdir(), 'virtual-cli-'))
  await account.writeCliLogin(directory)
  const env = { ...process.env, HOMEY_HOME: directory, ATHOM_CLOUD_API_BASEURL: account.url }
  const run = async (...words: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words], { env })
    return stdout
  }
  const close = async () => {
    await account.close()
    await homey.close()
    await rm(directory, { recursive: true })
  }
  return { homey, account, run, [Symbol.asyncDispose]: close }
}

test('the CLI reads managers', { timeout: EVERY === 1 ? 600_000 : 120_000 }, async () => {
  await using here = await cli('pro-2023')
  const commands = new Map<string, string>()
  for (const { manager, name, operation } of routesOfGeneration('pro-2023').all) {
    const required = Object.values(operation.parameters ?? {}).some((one) => one.required)
    if (operation.method.toLowerCase() !== 'get' || required || commands.has(manager)) continue
    commands.set(manager, kebab(name.slice(manager.length + 1)))
  }
  assert.ok(commands.size >= 50)
  const asked = [...commands].filter((_, at) => at % EVERY === FIRST)
  const waiting = [...asked]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const out = await here.run('api', ...next, '--json')
      assert.doesNotThrow(() => out.trim() && JSON.parse(out), `${next.join(' ')}: ${out}`)
    }
  }
  await Promise.all([worker(), worker(), worker()])
  console.log(`the CLI read ${asked.length} managers:`, asked.map(([one]) => one).join(', '))
})

test('the CLI works on a Pro 2019 and on Homey Cloud', { timeout: 60_000 }, async () => {
  for (const generation of ['pro-2019', 'cloud'] as const) {
    await using here = await cli(generation)
    // Who is logged in the account says, whatever the hub is.
    if (generation === 'cloud') assert.match(await here.run('whoami'), /Olivia Example/)
    const zones = JSON.parse(await here.run('api', 'zones', 'get-zones', '--json'))
    assert.deepEqual(Object.keys(zones), Object.keys(here.homey.state.zones))
  }
})

function kebab(operation: string): string {
  return operation.replace(/[A-Z]+/g, (letters) => `-${letters.toLowerCase()}`)
}
