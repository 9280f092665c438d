// The architecture, as a test: which package may import which, and what from npm, with the reason.
// A row may name only rows above it, so the arrows cannot run in a circle.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, resolve, sep } from 'node:path'
import { test } from 'node:test'

const ROOT = resolve(import.meta.dirname, '..')

/** Packages, from the bottom up, and what of this repository each may import. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  catalogue: [],
  homey: ['@latchkey/catalogue'],
  'virtual-homey': ['@latchkey/catalogue/specification'],
  transfer: ['@latchkey/catalogue', '@latchkey/homey'],
  mcp: ['@latchkey/catalogue', '@latchkey/homey'],
  gateway: ['@latchkey/catalogue', '@latchkey/homey', '@latchkey/mcp'],
  cli: [
    '@latchkey/catalogue',
    '@latchkey/homey',
    '@latchkey/virtual-homey',
    '@latchkey/virtual-homey/names',
    '@latchkey/transfer',
    '@latchkey/mcp',
    '@latchkey/gateway',
  ],
}

/** What each package may import from npm, and why it is not our own code. */
const FROM_NPM: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  catalogue: {
    acorn: 'reads the code of scripts as a syntax tree, so that ids in it are told from comments',
    'homey-api': 'ships the specifications, which are read at run time and never copied',
    'magic-string': 'changes ids in code in place, so that every other byte stays',
  },
  homey: {
    'socket.io-client':
      'version 2.5.0, the one of the official client: hubs speak its protocol (EIO3) and no later one',
    undici: "Node's own HTTP client, as a package: pools and time limits per hub",
  },
  'virtual-homey': {
    'socket.io': 'the socket of a hub, for the clients of today and (EIO3) for the official one',
  },
  transfer: {
    'age-encryption': 'seals the secrets of a snapshot, in a format that other programs open',
    yaml: 'reads and writes mapping files, which people edit; keeps comments, and knows the line of a mistake',
    zod: 'parses snapshots that were read from files, and gives their JSON Schemas',
  },
  mcp: {
    '@modelcontextprotocol/server': 'the protocol, of both eras, on the wire',
    zod: 'the schemas of what tools take and give',
  },
  gateway: {
    'age-encryption': 'seals backups under a passphrase, in a format that other programs open',
    '@simplewebauthn/server':
      'makes and verifies passkeys: CBOR, COSE and attestation are not for us',
    fastify: 'the owner API: routing, body limits, in-process requests',
    jose: 'verifies proofs of possession (DPoP) and signs directories: JOSE is not for us',
    kysely: 'typed SQL, the same for SQLite and PostgreSQL',
    'oidc-provider':
      'the authorization server: OAuth 2.1, device flow, registration, with our own storage and consent around it',
    pg: 'the connections to PostgreSQL',
    'prom-client': 'metrics in the format of Prometheus',
    'socket.io': 'the socket for clients, of today and (EIO3) the official one, as a Homey has it',
    zod: 'parses what owners send into types that cannot lie',
  },
  cli: {
    '@clack/prompts': 'asks for secrets without showing them, and puts questions',
    commander: 'options, help, usage errors',
    node: 'brings a Node that is new enough to any machine; never imported',
    pino: 'structured logs on standard error',
  },
}

const IMPORT =
  /^\s*(?:import|export)\b[^'"]*?from '([^']+)'|^\s*import '([^']+)'|\bimport\('([^']+)'\)/gm

interface Import {
  readonly file: string
  readonly from: string
}

function importsOf(name: string): Import[] {
  const folder = join(ROOT, 'packages', name, 'src')
  return globSync('**/*.{ts,tsx}', { cwd: folder })
    .filter((file) => !/\.test(?:-support)?\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return [...text.matchAll(IMPORT)].map((found) => ({
        file: `packages/${name}/src/${file.split(sep).join('/')}`,
        from: found[1] ?? found[2] ?? found[3] ?? '',
      }))
    })
}

const isBuiltin = (from: string): boolean =>
  from.startsWith('node:') || builtinModules.includes(from)

const packageOf = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')

test('every package has its row, and rows name only rows above them', () => {
  const folders = globSync('packages/*/package.json', { cwd: ROOT }).map(
    (file) => file.split(sep)[1],
  )
  assert.deepEqual(folders.sort(), Object.keys(LAYERS).sort())
  const above = new Set<string>()
  for (const [name, row] of Object.entries(LAYERS)) {
    for (const one of row) assert.ok(above.has(packageOf(one)), `${name} names ${one}`)
    above.add(`@latchkey/${name}`)
  }
})

for (const [name, row] of Object.entries(LAYERS)) {
  test(`${name} imports what its row allows, by public faces only`, () => {
    const imports = importsOf(name)
    assert.ok(imports.length > 0)
    const wrong = imports.filter(({ file, from }) => {
      if (isBuiltin(from)) return false
      if (!from.startsWith('.'))
        return !row.includes(from) && !(packageOf(from) in (FROM_NPM[name] ?? {}))
      return !resolve(ROOT, file, '..', from).startsWith(join(ROOT, 'packages', name, 'src'))
    })
    assert.deepEqual(wrong, [])
  })

  test(`${name} declares exactly what it may import, at exact versions`, () => {
    const file = join(ROOT, 'packages', name, 'package.json')
    const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8'))
    const allowed = [...new Set([...row.map(packageOf), ...Object.keys(FROM_NPM[name] ?? {})])]
    assert.deepEqual(Object.keys(dependencies).sort(), allowed.sort())
    for (const version of Object.values(dependencies))
      assert.match(String(version), /^\d+\.\d+\.\d+$/)
  })
}

test('only what listens and what connects imports the network', () => {
  const network = /^node:(?:net|http|https|http2|tls|dgram)$/
  const allowed = [
    'packages/cli/src/loopback.ts',
    'packages/cli/src/owner-client.ts',
    'packages/gateway/src/hub-path/request.ts',
    'packages/gateway/src/listener/connections.ts',
    'packages/gateway/src/listener/host.ts',
    'packages/gateway/src/listener/listener.ts',
    'packages/gateway/src/listener/metrics-listener.ts',
    'packages/gateway/src/listener/peer.ts',
    'packages/gateway/src/listener/slow-readers.ts',
    'packages/gateway/src/listener/tls.ts',
    'packages/gateway/src/outgoing/guarded-fetch.ts',
    'packages/gateway/src/realtime/socket-server.ts',
    'packages/homey/src/ip-range.ts',
    'packages/homey/src/lookup.ts',
    'packages/homey/src/multicast.ts',
    'packages/homey/src/pin.ts',
    'packages/homey/src/socket/socket-io.ts',
  ]
  const found = Object.keys(LAYERS)
    .filter((name) => name !== 'virtual-homey')
    .flatMap(importsOf)
    .filter(({ from }) => network.test(from))
    .map(({ file }) => file)
  assert.deepEqual([...new Set(found)].sort(), allowed)
})

test('every file says at its head what it is for', () => {
  const silent = globSync('packages/*/src/**/*.ts', { cwd: ROOT }).filter(
    (file) => !readFileSync(join(ROOT, file), 'utf8').startsWith('// '),
  )
  assert.deepEqual(silent, [])
})

test('nothing of the specifications is in the repository', () => {
  // A copied table would bring operation names with their paths along.
  // The one document of our own owner API has operations too; it is made from our own routes.
  const own = 'docs/openapi.json'
  const files = globSync('{packages/*/src,docs,scripts}/**/*.{ts,json,md}', { cwd: ROOT })
  const copied = files.filter((file) => {
    if (file === own) return false
    const text = readFileSync(join(ROOT, file), 'utf8')
    return (text.match(/"(?:operationId|scopes|crud)":/g) ?? []).length > 5
  })
  assert.deepEqual(copied, [])
})
