#!/usr/bin/env node
// Starts a virtual Homey: from the sources in a checkout, from what was emitted in an installed
// package. Plain JavaScript for Nodes that are too old; the program itself begins in main.
import { existsSync } from 'node:fs'
import module from 'node:module'

const NEEDED = 24
const source = new URL('../src/main.ts', import.meta.url)
const emitted = new URL('../dist/main.js', import.meta.url)

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  process.stderr.write(`virtual-homey needs Node ${NEEDED} or newer: https://nodejs.org\n`)
  process.exit(1)
}
if (!existsSync(source)) await import(emitted.href)
else {
  module.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...context.conditions, 'latchkey-source'] }),
  })
  await import(source.href)
}
