// A run of tests that uses PostgreSQL fails when a test of it does.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

test('the library of PostgreSQL leaves the exit code of a process alone', () => {
  const { href } = pathToFileURL(join(import.meta.dirname, 'postgres.ts'))
  const code = `const { library } = await import('${href}'); await library(); process.exitCode = 3`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code])
  assert.equal(status, 3, String(stderr))
})
