// Emits the JavaScript of one package into its `dist`, for publishing: Node refuses to strip types
// below node_modules. Run by `npm pack` in the package's folder; tests are left out. Types are not checked
// here but by `npm run check`: that takes as long for one package as for all.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const folder = process.cwd()
const emitted = mkdtempSync(join(tmpdir(), 'latchkey-emit-'))

try {
  const config = join(emitted, 'tsconfig.json')
  writeFileSync(config, JSON.stringify(configOf(folder)))
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', config], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const dist = join(folder, 'dist')
  rmSync(dist, { recursive: true, force: true })
  cpSync(join(emitted, 'packages', basename(folder), 'src'), dist, { recursive: true })
} finally {
  rmSync(emitted, { recursive: true, force: true })
}

function configOf(one: string): object {
  return {
    extends: join(root, 'tsconfig.json'),
    include: [join(one, 'src')],
    exclude: ['test', 'test-support'].map((kind) => join(one, `src/**/*.${kind}.ts`)),
    compilerOptions: {
      ...{ noEmit: false, noCheck: true, types: [], rootDir: root, outDir: emitted },
    },
  }
}
