// The product as it is published: packed, installed without what only developers need into an empty
// directory, and started on whatever Node the machine has. What it needs from npm is linked from what is here;
// with LATCHKEY_REAL_INSTALL=1 npm installs it, which fetches most of that again.
import assert from 'node:assert/strict'
import { execFile, execFileSync, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { installLinked } from './install-linked.ts'
import { connect } from './official.ts'
import { temporaryDirectory } from './world.ts'

const ROOT = resolve(import.meta.dirname, '..')
const PACKAGES = ['catalogue', 'homey', 'virtual-homey', 'transfer', 'mcp', 'gateway', 'cli']
const run = promisify(execFile)

/** The machine's own Node first, not the one that this repository brought. */
const PATH = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter)

/** The environment without what npm sets for the scripts of this repository. */
function outside(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(?:cache|registry))/i.test(name) && name !== 'NODE_OPTIONS',
  )
  return { ...Object.fromEntries(kept), PATH }
}

async function installByNpm(folder: string, tarballs: readonly string[]): Promise<void> {
  const install = ['install', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline']
  const options = { cwd: folder, env: outside() }
  await run('npm', ['init', '-y'], options)
  await run('npm', [...install, ...tarballs.map((file) => `./${file}`)], options)
}

test('packed, installed with --omit=dev and started', { timeout: 300_000 }, async () => {
  using directory = temporaryDirectory()
  const folder = directory.path
  const workspaces = PACKAGES.flatMap((name) => ['-w', `packages/${name}`])
  await run('npm', ['pack', ...workspaces, '--pack-destination', folder], { cwd: ROOT })
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  assert.equal(tarballs.length, PACKAGES.length)
  for (const tarball of tarballs) {
    const files = execFileSync('tar', ['tzf', tarball], { cwd: folder, encoding: 'utf8' })
    const rest = files.split('\n').filter((file) => file && !/\.m?js$/.test(file))
    const known = /^package\/(?:package\.json|README\.md|LICENSE)$/
    assert.deepEqual(
      rest.filter((file) => !known.test(file)),
      [],
      tarball,
    )
    assert.doesNotMatch(files, /\.test\b|test-support/)
  }
  const env = outside()
  if (process.env['LATCHKEY_REAL_INSTALL'] === '1') await installByNpm(folder, tarballs)
  else installLinked(folder, tarballs)

  const bin = join(folder, 'node_modules/.bin/latchkey')
  const words = ['start', '--demo', '--port', '0', '--json']
  const child = spawn(bin, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<unknown>((done) =>
    child.on('exit', (code, signal) => done(signal ?? code)),
  )
  try {
    const line = await new Promise<string>((done, fail) => {
      child.stdout.once('data', (piece) => done(String(piece)))
      void ended.then((code) => fail(new Error(`it ended with ${code}`)))
    })
    const { url, demo } = JSON.parse(line) as { url: string; demo: { key: string } }
    const api = await connect(url, demo.key)
    assert.ok(Object.keys(await api.devices.getDevices()).length > 10)
  } finally {
    child.kill('SIGTERM')
  }
  assert.equal(await ended, 0)
  assert.ok(readdirSync(folder).includes('.demo'))
})
