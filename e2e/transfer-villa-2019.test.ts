// An old Homey at the pace that it bears: the villa moves through a gateway, and a small home directly. Directly, and
// as a library, the villa of an old Homey moves in packages/transfer/src/apply/villa.test.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { at, type RunResult, transferTool } from './homes.ts'
import { latchkey, running } from './terminal.ts'

const timeout = 300_000

function check(out: string): void {
  const result: RunResult = JSON.parse(out)
  assert.deepEqual([result.exit, result.verified, result.failed], ['done', true, 0])
  for (const row of result.kinds) {
    const { source = 0, moved = 0, merged = 0, held = 0, skipped = 0, byHand = 0 } = row
    assert.equal(moved + merged + held + skipped + byHand, source, row.kind)
    console.log([row['label'], source, moved, merged, held, skipped, byHand].map(String).join('  '))
  }
}

test('a small home directly, with a session of the old Homey', { timeout }, async () => {
  using tool = transferTool()
  await using old = await startVirtualHomey({ home: 'apartment', generation: 'pro-2019', seed: 1 })
  await using homey = await startVirtualHomey({ home: 'empty', seed: 2 })
  const ran = await tool.run('run', '--from', at(old), '--to', at(homey), '--yes', '--json')
  assert.equal(ran.code, 0, ran.err)
  check(ran.out)
})

test('the villa through a gateway, with keys that are gone afterwards', { timeout }, async () => {
  using tool = transferTool()
  const start = ['start', '--demo', '--port', '0', '--json', '--data', tool.data]
  await using _gateway = await running<{ url: string }>(start)
  const ends = ['--from', 'Villa', '--to', 'New home']
  const ran = await tool.run('run', ...ends, '--yes', '--json')
  assert.equal(ran.code, 0, ran.err)
  check(ran.out)
  const list = await latchkey(['key', 'list', '--json', '--data', tool.data])
  const keys: readonly { name: string; state: string }[] = JSON.parse(list.out)
  assert.deepEqual(
    keys.filter(({ name }) => name.startsWith('Transfer')).map(({ state }) => state),
    ['revoked', 'revoked'],
  )
})
