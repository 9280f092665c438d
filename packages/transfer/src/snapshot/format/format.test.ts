// The file of a snapshot: what is written is what is read, and what was not written is refused.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { openHome, TAKING } from '../../homes.test-support.ts'
import type { Snapshot } from '../snapshot.ts'
import { takeSnapshot } from '../take-snapshot.ts'
import { fileName, isSnapshotPath } from './file-names.ts'
import { filesOf, snapshotIn } from './layout.ts'
import { snapshotSchemas } from './schema.ts'
import { readSnapshot, writeSnapshot } from './snapshot-file.ts'
import { type Files, pack, unpack } from './tar.ts'
import { type SnapshotFault, SnapshotUnusable } from './unusable.ts'

async function snapshotOf(home: string): Promise<Snapshot> {
  await using open = await openHome({ home })
  return await takeSnapshot(open.hub, TAKING)
}

const villa = await snapshotOf('villa')
const apartment = await snapshotOf('apartment')

function directory(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-snapshot-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

// A folder is a thousand files, each of which is seen to be on the disk: there a smaller home does.
for (const [as, home] of [
  ['file', villa],
  ['folder', apartment],
] as const) {
  const { secrets: _, ...withoutSecrets } = home

  test(`a snapshot in a ${as} is read as it was written, for its owner only`, async () => {
    using at = directory()
    const path = join(at.path, 'home.latchkey')
    await writeSnapshot(path, home, { as })
    const { secrets, ...read } = await readSnapshot(path)
    assert.deepEqual(read, withoutSecrets)
    assert.equal(secrets, undefined)
    const file = as === 'file' ? path : join(path, 'manifest.json')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.deepEqual(readdirSync(at.path), ['home.latchkey'])
  })

  test(`the secrets in a ${as} are for whoever has the key`, async () => {
    using at = directory()
    const identity = await generateIdentity()
    const recipient = await identityToRecipient(identity)
    const path = join(at.path, 'home.latchkey')
    await writeSnapshot(path, home, { as, sealing: { recipient } })
    const { manifest, ...read } = await readSnapshot(path, { identity })
    assert.deepEqual({ ...read, manifest: { ...manifest, secrets: 'left-out' } }, home)
    assert.equal(manifest.secrets, 'sealed')
    assert.equal((await readSnapshot(path)).secrets, undefined)
    const other = await generateIdentity()
    await refused(readSnapshot(path, { identity: other }), 'key_wrong')
    await refused(readSnapshot(path, { identity: 'AGE-NONE' }), 'key_wrong')
    await refused(readSnapshot(path, { passphrase: 'x' }), 'key_wrong')
  })
}

test('a passphrase does as well', async () => {
  const files = await filesOf(villa, { passphrase: 'correct horse', effort: 2 })
  assert.deepEqual(
    (await snapshotIn(files, { passphrase: 'correct horse' })).secrets,
    villa.secrets,
  )
  await refused(snapshotIn(files, { passphrase: 'wrong horse' }), 'key_wrong')
})

test('none of the fifty secrets is in a file without its key, all are with it', async () => {
  const planted = [...(villa.secrets?.values() ?? [])].map((value) => JSON.stringify(value))
  const secrets = planted.join(' ').match(/SECRET-[\w-]*\w/g) ?? []
  assert.ok(new Set(secrets).size >= 50)
  for (const sealing of [undefined, { passphrase: 'x', effort: 2 }]) {
    const bytes = Buffer.from(pack(await filesOf(villa, sealing)))
    assert.ok(!bytes.includes('SECRET-'))
    assert.ok(!bytes.includes(String(villa.secrets?.get('hmac-key'))))
  }
})

test('a recipient that is none is said to be none', async () => {
  await assert.rejects(filesOf(villa, { recipient: 'age1nonsense' }), /begins with age1/)
})

test('a folder is kept up to date, and what is not ours stays', async () => {
  using at = directory()
  const path = join(at.path, 'home')
  await writeSnapshot(path, apartment, { as: 'folder' })
  mkdirSync(join(path, '.git'))
  writeFileSync(join(path, '.git', 'HEAD'), 'x')
  writeFileSync(join(path, 'README.md'), 'x')
  const before = statSync(join(path, 'index.ndjson')).ino
  await writeSnapshot(path, apartment, { as: 'folder' })
  assert.equal(statSync(join(path, 'index.ndjson')).ino, before, 'what is the same is left alone')
  const small = await snapshotOf('empty')
  await writeSnapshot(path, small, { as: 'folder' })
  assert.equal((await readSnapshot(path)).manifest.root, small.manifest.root)
  assert.equal(readFileSync(join(path, '.git', 'HEAD'), 'utf8'), 'x')
  writeFileSync(join(at.path, 'note'), 'x')
  await refused(writeSnapshot(at.path, small, { as: 'folder' }), 'not_a_snapshot')
})

test('programs for tar and for sums open it', async () => {
  using at = directory()
  const path = join(at.path, 'home.latchkey')
  await writeSnapshot(path, villa)
  execFileSync('tar', ['-xf', path, '-C', at.path])
  execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: at.path })
  rmSync(path)
  assert.equal((await readSnapshot(at.path)).manifest.root, villa.manifest.root)
})

test('the code of scripts and of flows is in files of its own', async () => {
  const files = await filesOf(villa)
  const scripts = [...villa.objects.script.values()]
  assert.ok(scripts.length > 0)
  for (const { id, content } of scripts) {
    assert.equal(textIn(files, `code/${fileName(id)}.js`), content['code'])
  }
  assert.ok([...files.keys()].some((path) => path.startsWith('code/flow/')))
})

const textIn = (files: Files, path: string): string => Buffer.from(files.get(path) ?? []).toString()

async function refused(work: Promise<unknown>, code: SnapshotFault): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof SnapshotUnusable, String(error))
    assert.equal(error.code, code, error.message)
    return true
  })
}

test('whatever is altered is noticed', async () => {
  const files = await filesOf(villa)
  const paths = [...files.keys()]
  const kinds = new Map(paths.map((path) => [path.split('/').slice(0, 2).join('/'), path]))
  for (const path of kinds.values()) {
    const bytes = Buffer.from(files.get(path) ?? [])
    const changed = Buffer.from(bytes)
    changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1
    const without = new Map([...files].filter(([one]) => one !== path))
    const code = path === 'manifest.json' ? 'not_a_snapshot' : 'snapshot_altered'
    await refused(snapshotIn(new Map([...files, [path, changed]])), 'snapshot_altered')
    await refused(snapshotIn(without), code)
  }
  await refused(
    snapshotIn(new Map([...files, ['objects/x.json', Buffer.from('{}')]])),
    'snapshot_altered',
  )
})

test('an alteration with new sums to it is noticed by the root', async () => {
  const [flow] = villa.objects.flow.values()
  assert.ok(flow)
  const forged = { ...flow, content: { ...flow.content, enabled: 'yes' } }
  const objects = { ...villa.objects, flow: new Map([...villa.objects.flow, [flow.id, forged]]) }
  await refused(snapshotIn(await filesOf({ ...villa, objects })), 'snapshot_altered')
  const fewer = new Map([...villa.objects.flow].slice(1))
  const without = { ...villa, objects: { ...villa.objects, flow: fewer } }
  await refused(snapshotIn(await filesOf(without)), 'snapshot_altered')
})

test('what is newer, or something else, is said to be so', async () => {
  using at = directory()
  const files = await filesOf(villa)
  const manifest = (change: object): Files => {
    const value = { ...JSON.parse(textIn(files, 'manifest.json')), ...change }
    return new Map([...files, ['manifest.json', Buffer.from(JSON.stringify(value))]])
  }
  await refused(snapshotIn(manifest({ version: 2 })), 'snapshot_newer')
  await refused(snapshotIn(manifest({ format: 'homey-mapping' })), 'not_a_snapshot')
  const path = join(at.path, 'x')
  for (const text of ['', 'PK', '{}', 'x'.repeat(5000)]) {
    writeFileSync(path, text)
    await refused(readSnapshot(path), 'not_a_snapshot')
  }
  const bytes = Buffer.from(pack(files))
  for (const length of [512, 1024, 5000, bytes.length - 1024]) {
    writeFileSync(path, bytes.subarray(0, length))
    await refused(readSnapshot(path), 'snapshot_altered')
  }
})

test('any files come out of a tar as they went in', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._~-]{0,80}$/)
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
  const entries = fc.array(fc.tuple(path, fc.uint8Array({ maxLength: 2000 })), { maxLength: 8 })
  fc.assert(
    fc.property(entries, (entries) => {
      const files = new Map(entries)
      const back = unpack(pack(files))
      assert.deepEqual([...back.keys()].sort(), [...files.keys()].sort())
      for (const [path, bytes] of files)
        assert.deepEqual(Buffer.from(back.get(path) ?? []), Buffer.from(bytes))
    }),
  )
})

test('a tar that leads elsewhere, or holds more than files, is refused', () => {
  const good = Buffer.from(pack(new Map([['manifest.json', Buffer.from('{}')]])))
  const withHeader = (change: (header: Buffer) => void): Buffer => {
    const bytes = Buffer.from(good)
    change(bytes)
    bytes.write(' '.repeat(8), 148)
    const sum = bytes.subarray(0, 512).reduce((all, byte) => all + byte, 0)
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return bytes
  }
  const path = (text: string) =>
    withHeader((header) => {
      header.fill(0, 0, 100)
      header.write(text, 0)
    })
  assert.equal(unpack(path('other.json')).size, 1)
  const paths = [
    '../x',
    '/etc/passwd',
    'a/../../b',
    './x',
    'a//b',
    'C:\\x',
    '.git/hooks',
    '',
    'a/b/c/d/e',
  ]
  for (const bad of paths) assert.throws(() => unpack(path(bad)), SnapshotUnusable, bad)
  for (const type of ['1', '2', '5', 'x', 'L']) {
    const linked = withHeader((header) => void header.write(type, 156))
    assert.throws(() => unpack(linked), SnapshotUnusable, type)
  }
  for (const size of ['77777777777', 'xxxxxxxxxxx', '-0000000001']) {
    const huge = withHeader((header) => void header.write(size, 124))
    assert.throws(() => unpack(huge), SnapshotUnusable, size)
  }
  const twice = Buffer.concat([good.subarray(0, 1024), good])
  assert.throws(() => unpack(twice), SnapshotUnusable)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      if (isSnapshotPath(text)) assert.ok(!text.split('/').some((part) => part.startsWith('.')))
      else assert.throws(() => pack(new Map([[text, Buffer.from('x')]])), TypeError)
    }),
  )
})

test('every id has a name of its own that every file system takes', () => {
  const ids = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 400 }), { maxLength: 30 })
  fc.assert(
    fc.property(ids, (ids) => {
      const names = ids.map((id) => fileName(id).toLowerCase())
      assert.equal(new Set(names).size, ids.length)
      for (const name of names) assert.ok(isSnapshotPath(`objects/x/${name}.json`), name)
    }),
  )
  assert.notEqual(fileName('A').toLowerCase(), fileName('a').toLowerCase())
  for (const name of ['con', 'nul.x', '..', '.', '']) assert.notEqual(fileName(name), name)
})

test('the schemas say what is written', () => {
  const schemas = snapshotSchemas()
  assert.deepEqual(Object.keys(schemas), [
    ...['manifest', 'object', 'index'].map((name) => `snapshot-${name}.schema.json`),
  ])
  const { properties, required } = schemas['snapshot-object.schema.json'] ?? {}
  assert.deepEqual(Object.keys(properties ?? {}), [
    'kind',
    'id',
    'name',
    'content',
    'facts',
    'inline',
    'sha256',
  ])
  assert.ok(Array.isArray(required) && !required.includes('inline'))
})

test('random bytes are no snapshot', () => {
  for (let size = 0; size < 4096; size += 397) {
    assert.throws(() => unpack(randomBytes(size)), SnapshotUnusable)
  }
})
