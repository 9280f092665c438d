// Emits the JavaScript of one package into its `dist`, for publishing: Node refuses to strip types
// below node_modules. Run by `npm pack` in the package's folder; tests are left out.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const folder = process.cwd()
const emitted = mkdtempSync(join(tmpdir(), 'latchkey-emit-'))

try {
  execFileSync(
    join(root, 'node_modules/.bin/tsc'),
    ['-p', root, '--noEmit', 'false', '--outDir', emitted, '--rootDir', root],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const dist = join(folder, 'dist')
  rmSync(dist, { recursive: true, force: true })
  cpSync(join(emitted, 'packages', basename(folder), 'src'), dist, {
    recursive: true,
    filter: (file) => !/\.test(?:-support)?\.js$/.test(file),
  })
} finally {
  rmSync(emitted, { recursive: true, force: true })
}
