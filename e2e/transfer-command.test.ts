// The commands of the Transfer Tool on small homes: each stage by itself, what is refused and with which
// code, keys that last no longer than a command, secrets that are in no file.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import { at, type RunResult, transferTool } from './homes.ts'
import { running } from './terminal.ts'
import { typed as latchkey } from './typed.ts'
import { temporaryDirectory } from './world.ts'

const timeout = 180_000
const read = <T>(text: string): T => JSON.parse(text) as T

/** The apartment's devices on another hub, all in one room, and nothing else set up. */
function emptied({ state }: VirtualHomey): void {
  const root = Object.values(state.zones).find(({ parent }) => parent === null)
  assert.ok(root)
  const paired = Object.values(state.devices)
    .filter(({ driverId }) => driverId !== 'homey:virtualdrivergroup:driver')
    .map((device) => [device.id, { ...device, zone: root.id, group: null }])
  Object.assign(state, {
    ...{
      devices: Object.fromEntries(paired),
      zones: { [root.id]: root },
      flows: {},
      advancedFlows: {},
      flowFolders: {},
    },
    ...{ variables: {}, moods: {}, alarms: {}, dashboards: {} },
  })
  state.appSettings['com.athom.homeyscript'] = {}
}

const WRONG: readonly (readonly [words: string, code: number, said: RegExp])[] = [
  ['run', 64, /--from <home>/],
  ['run --from nobody --to nobody', 64, /there is no hub "nobody".*Hubs: none yet/],
  ['run --from http://10.0.0.1 --to x', 64, /needs a key.*Pro 2016–2019 has no API keys/],
  ['run --from 10.0.0.1:80#- --to x', 64, /no terminal to ask/],
  ['run --from http://127.0.0.1:1#key --to x', 3, /cannot be reached/],
  ['run --from ./none.latchkey --to x', 64, /There is no file/],
  ['run --from a --to b --conflict flows=melt', 64, /no hub "a"/],
  ['plan --from a --to b --format poem', 64, /table, tree/],
  ['apply --from a --to b --concurrency many', 64, /must be a number/],
  ['snapshot', 64, /missing required argument/],
  ['snapshot x --encrypt age1x --without-secrets', 64, /Use one of/],
  ['diff ./a.latchkey ./b.latchkey', 64, /There is no file/],
  ['sail', 64, /unknown command/],
]

for (const [words, code, said] of WRONG) {
  test(`latchkey transfer ${words}: ends with ${code} and says what to do`, {
    timeout,
  }, async () => {
    using data = temporaryDirectory()
    const env = { LATCHKEY_DATA: data.path }
    const ran = await latchkey(['transfer', ...words.split(' ')], '', env)
    assert.deepEqual([ran.code, ran.out], [code, ''], ran.err)
    assert.match(ran.err.replaceAll('\n', ' '), said)
  })
}

test('a Pro 2019 has no key, and whoever tries one is told what to do', { timeout }, async () => {
  using tool = transferTool()
  await using old = await startVirtualHomey({ home: 'apartment', generation: 'pro-2019', seed: 1 })
  const ran = await tool.run('snapshot', `${old.address}#not-a-key`, '--json')
  assert.equal(ran.code, 7)
  assert.match(ran.err, /has no API keys: add it as a hub/)
  assert.ok(!ran.err.includes('not-a-key'))
})

test('stage by stage: match, plan, apply, cutover, verify, rollback', { timeout }, async () => {
  using tool = transferTool()
  await using old = await startVirtualHomey({ home: 'apartment', seed: 1, name: 'Old' })
  await using homey = await startVirtualHomey({ home: 'apartment', seed: 2, name: 'New' })
  emptied(homey)
  const ends = ['--from', at(old), '--to', at(homey)]
  const matched = await tool.run('match', ...ends, '--json')
  const { file, bindings } = read<{ file: string; bindings: number }>(matched.out)
  assert.ok(bindings > 10, matched.err)
  assert.match(readFileSync(file, 'utf8'), /^# |format: homey-mapping/m)
  // 16: one edits the source and the other takes away what the plan builds on, between plan and apply.
  const { zones } = homey.state
  const root = Object.values(zones).find(({ parent }) => parent === null)
  const room = Object.values(old.state.zones).find(({ parent }) => parent !== null)
  assert.ok(root && room)
  const id = '11111111-4444-4444-8444-444444444444'
  zones[id] = { ...room, id, parent: root.id }
  assert.equal((await tool.run('plan', ...ends)).code, 2)
  delete zones[id]
  const [flow] = Object.values(old.state.flows)
  assert.ok(flow)
  flow.name = 'Edited since'
  const stale = await tool.run('apply', ...ends, '--no-activate', '--json')
  assert.equal(stale.code, 4, stale.err)
  assert.match(stale.err, /Edited since \(changed\)/)
  assert.match(stale.err, new RegExp(`Zones: .*${id}.*\\(gone\\)`))
  assert.equal(Object.keys(homey.state.flows).length, 0, 'nothing was written')

  const planned = await tool.run('plan', ...ends, '--format', 'mermaid')
  assert.equal(planned.code, 2, planned.err)
  assert.match(planned.out, /^flowchart/)
  const nobody = await tool.run('run', ...ends)
  assert.equal(nobody.code, 6)
  assert.match(nobody.err, /say --yes/)
  assert.equal(Object.keys(homey.state.flows).length, 0, 'nothing was written')

  const built = await tool.run('apply', ...ends, '--no-activate', '--json')
  assert.equal(built.code, 0, built.err)
  assert.ok(Object.values(homey.state.flows).length > 0)
  assert.ok(Object.values(homey.state.flows).every(({ enabled }) => !enabled))
  const early = await tool.run('plan', ...ends)
  assert.equal(early.code, 3)
  assert.match(early.err, /under way/)
  const cut = await tool.run('cutover', ...ends, '--json')
  assert.equal(cut.code, 0, cut.err)
  assert.equal(read<RunResult>(cut.out).verified, true)
  assert.ok(Object.values(homey.state.flows).some(({ enabled }) => enabled))
  const same = await tool.run('apply', ...ends, '--resume', '--json')
  assert.equal(same.code, 0, same.err)
  assert.equal((await tool.run('verify', ...ends)).code, 0)
  assert.equal((await tool.run('rollback', ...ends)).code, 0)
  assert.deepEqual(homey.state.flows, {})
  assert.equal((await tool.run('rollback', ...ends)).code, 0, 'once more changes nothing')
})

test('a run that was killed is gone on with: nothing lost, nothing doubled', {
  timeout,
}, async () => {
  using tool = transferTool()
  await using old = await startVirtualHomey({ home: 'apartment', seed: 1, name: 'Old' })
  await using homey = await startVirtualHomey({ home: 'apartment', seed: 2, latency: 30 })
  emptied(homey)
  const ends = ['--from', at(old), '--to', at(homey), '--late-answer', '1', '--yes', '--json']
  const words = ['transfer', 'run', ...ends, '--data', tool.data]
  // Killed when the hub has made some Flows.
  await assert.rejects(async () => {
    const child = running(words)
    const { promise: some, resolve } = Promise.withResolvers<void>()
    homey.fault = ({ method, path }) => {
      if (
        method === 'POST' &&
        path.endsWith('/flow') &&
        Object.keys(homey.state.flows).length > 3
      ) {
        resolve()
        return { kind: 'drop' }
      }
      return undefined
    }
    await Promise.race([some, child])
    const journal = folderOf(tool.data)
    process.kill(pidIn(journal), 'SIGKILL')
    await child
  })
  homey.fault = undefined
  const ran = await tool.run('run', ...ends)
  assert.equal(ran.code, 0, ran.err)
  assert.match(ran.err, /Going on with the run/)
  const names = ({ state }: VirtualHomey) => Object.values(state.flows).map(({ name }) => name)
  assert.deepEqual(names(homey).sort(), names(old).sort())
})

const folderOf = (data: string): string => {
  const [folder = ''] = readdirSync(join(data, 'transfers'))
  return join(data, 'transfers', folder)
}

const pidIn = (folder: string): number =>
  read<{ pid: number }>(readFileSync(join(folder, 'journal.ndjson.lock'), 'utf8')).pid

test('through a gateway: by name, with keys that are revoked at the end', { timeout }, async () => {
  using tool = transferTool()
  await using old = await startVirtualHomey({ home: 'apartment', seed: 1, name: 'Old' })
  await using homey = await startVirtualHomey({ home: 'apartment', seed: 2, name: 'New' })
  const lamp = Object.values(homey.state.devices).find((one) => homey.state.zones[one.zone]?.parent)
  const room = homey.state.zones[lamp?.zone ?? '']
  assert.ok(room?.parent)
  const { zones } = homey.state
  emptied(homey)
  homey.state.zones = zones
  for (const [name, one] of [
    ['Old', old],
    ['New', homey],
  ] as const) {
    const add = ['hub', 'add', '--name', name, '--address', one.address, '--key', '-']
    assert.equal((await latchkey([...add, '--data', tool.data], one.key)).code, 0)
  }
  const states = async (): Promise<readonly string[]> => {
    const list = await latchkey(['key', 'list', '--json', '--data', tool.data])
    return read<{ state: string }[]>(list.out).map(({ state }) => state)
  }
  // Somebody's key for a room that devices are moved to: it will reach more, and the transfer may do that.
  const other = ['key', 'create', '--hub', 'New', '--name', 'Tablet', '--permission', 'device:read']
  const tablet = await latchkey([...other, '--zone', room.name, '--data', tool.data])
  assert.equal(tablet.code, 0, tablet.err)
  const planned = await tool.run('plan', '--from', 'Old', '--to', 'New', '--json')
  assert.equal(planned.code, 2, planned.err)
  assert.deepEqual(await states(), ['live', 'revoked', 'revoked'])
  {
    await using gateway = await running<{ url: string }>([
      ...['start', '--port', '0', '--json', '--data', tool.data],
    ])
    const ran = await tool.run('run', '--from', 'Old', '--to', homey.id, '--yes', '--json')
    assert.equal(ran.code, 0, ran.err)
    assert.equal(read<RunResult>(ran.out).verified, true)
    // A key of the gateway opens a hub at the gateway's address, as a key of the hub does at its own.
    const made = await latchkey([
      ...['key', 'create', '--hub', 'New', '--name', 'Mine', '--permission'],
      ...['preset:transfer-target', '--json', '--data', tool.data],
    ])
    const { key } = read<{ key: string }>(made.out)
    const ends = ['--from', 'Old', '--to', `${gateway.ready.url}#${key}`]
    const verified = await tool.run('verify', ...ends)
    assert.equal(verified.code, 0, verified.err)
  }
  assert.deepEqual([...new Set(await states())].sort(), ['live', 'revoked'])
  // The files of a transfer are for their owner's eyes, and hold neither keys nor secrets.
  const folder = folderOf(tool.data)
  for (const name of readdirSync(folder)) {
    assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name)
    const text = readFileSync(join(folder, name), 'latin1')
    // What is sealed may hold three letters by chance, and no key.
    assert.ok(!/SECRET-|lk_[0-9A-Za-z]{20}/.test(text) && !text.includes(old.key), name)
  }
})

test('a snapshot: sealed by default, or without secrets, as a file or a folder; diff', {
  timeout,
}, async () => {
  using tool = transferTool()
  await using homey = await startVirtualHomey({ home: 'apartment', seed: 1 })
  const [one, other, folder] = ['a.latchkey', 'b.latchkey', 'c'].map((name) =>
    join(tool.data, name),
  )
  assert.ok(one && other && folder)
  const first = await tool.run('snapshot', at(homey), '--out', one, '--json')
  assert.equal(first.code, 0, first.err)
  const bare = await tool.run(
    'snapshot',
    at(homey),
    '--out',
    folder,
    '--format',
    'folder',
    '--without-secrets',
    '--json',
  )
  assert.equal(bare.code, 0, bare.err)
  assert.equal(read<{ root: string }>(bare.out).root, read<{ root: string }>(first.out).root)
  assert.ok(!readFileSync(one, 'latin1').includes('SECRET-'))
  const [flow] = Object.values(homey.state.flows)
  assert.ok(flow)
  flow.name = 'Another name'
  assert.equal((await tool.run('snapshot', at(homey), '--out', other)).code, 0)
  const diff = await tool.run('diff', one, other)
  assert.equal(diff.code, 2)
  assert.match(diff.out, /Flows: ~ Another name \(/)
  assert.equal((await tool.run('diff', one, one)).code, 0)
  const empty = await tool.run('cleanup', at(homey))
  assert.deepEqual([empty.code, empty.out], [0, 'Nothing was left.\n'])
  flow.name = 'Morning ⟦a91f3c77e012⟧'
  flow.enabled = false
  assert.equal((await tool.run('cleanup', at(homey))).code, 6)
  assert.equal((await tool.run('cleanup', at(homey), '--yes')).code, 0)
  assert.equal(homey.state.flows[flow.id], undefined)
})
