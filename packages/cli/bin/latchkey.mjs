#!/usr/bin/env node
// Starts Latchkey on a Node that is new enough: on this one, or else on the one that the `node`
// package brought. In a checkout it runs the sources, in an installed package what was emitted.
// Plain JavaScript for old Nodes; the program itself begins in main.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = 24
const source = new URL('../src/main.ts', import.meta.url)
const emitted = new URL('../dist/main.js', import.meta.url)

if (Number.parseInt(process.versions.node, 10) >= NEEDED) await run()
else runOn(nodeOfPackage())

async function run() {
  const { enableCompileCache, registerHooks } = await import('node:module')
  // What was compiled is kept beside the code: whoever may write there may change the code as well. Where
  // this user may not, nothing is kept, and the start takes a little longer.
  enableCompileCache(fileURLToPath(new URL('../.compiled', import.meta.url)))
  if (!existsSync(source)) return void (await import(emitted.href))
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, {
        ...context,
        conditions: [...context.conditions, 'latchkey-source'],
      }),
  })
  await import(source.href)
}

function nodeOfPackage() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'))
    const node = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(node)) return node
  } catch {
    // Told below: it is the same to whoever reads it why there is none.
  }
  process.stderr.write(
    `Latchkey needs Node ${NEEDED} or newer; this is ${process.versions.node}, and the one that npm should have brought is missing.\n` +
      'Let npm bring it: npm install-scripts approve node && npm rebuild node. Or get Node from https://nodejs.org\n',
  )
  process.exit(1)
}

// The channel tells the child when this process is gone, however it went.
function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
