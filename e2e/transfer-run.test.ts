// `latchkey transfer run` and what follows it, as typed at a terminal: the villa moves to a home in which
// its devices were paired again, and to one in which nothing is yet.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import { at, type RunResult, transferTool, villaFile } from './homes.ts'

/** Several commands, each a process, on a machine that may be busy. */
const timeout = 240_000

let from = ''
const tool = transferTool()
before(async () => {
  from = await villaFile(tool.data, tool.run)
})
after(() => tool[Symbol.dispose]())
const read = <T>(text: string): T => JSON.parse(text) as T

/** What a home holds of everything that a transfer makes. */
function counted({ state }: VirtualHomey): Readonly<Record<string, number>> {
  const { flows, advancedFlows, flowFolders, variables, moods, zones, devices } = state
  const { dashboards, alarms } = state
  const all = { flows, advancedFlows, flowFolders, variables, moods, zones, devices }
  return Object.fromEntries(
    Object.entries({ ...all, dashboards, alarms }).map(([name, items]) => [
      name,
      Object.keys(items).length,
    ]),
  )
}

/** Devices, zones and Flows that something switched on points at and that are not there. */
function dangling({ state }: VirtualHomey): readonly string[] {
  const { flows, advancedFlows, devices, zones } = state
  const there = new Set([flows, advancedFlows, devices, zones].flatMap((one) => Object.keys(one)))
  return [...Object.values(flows), ...Object.values(advancedFlows)]
    .filter(({ enabled }) => enabled)
    .flatMap((flow) =>
      [...JSON.stringify(flow).matchAll(/homey:(?:device|zone):([0-9a-f-]{36})/g)]
        .filter(([, id = '']) => !there.has(id))
        .map(([found]) => `${flow.name}: ${found}`),
    )
}

test('villa → villa-moved: run, verify, run again, report, roll back', { timeout }, async () => {
  await using homey = await startVirtualHomey({ home: 'villa-moved', seed: 2 })
  const before = `${tool.data}/before.latchkey`
  assert.equal((await tool.run('snapshot', at(homey), '--out', before)).code, 0)
  const ends = ['--from', from, '--to', at(homey)]

  const ran = await tool.run('run', ...ends, '--yes', '--json')
  assert.equal(ran.code, 0, ran.err)
  const result = read<RunResult>(ran.out)
  assert.deepEqual(
    [result.exit, result.verified, result.failed, result.undecided],
    ['done', true, 0, 0],
  )
  for (const row of result.kinds) {
    const { source = 0, moved = 0, merged = 0, held = 0, skipped = 0, byHand = 0 } = row
    assert.equal(moved + merged + held + skipped + byHand, source, row.kind)
  }
  console.log(
    ['moved', 'merged', 'held', 'skipped', 'byHand']
      .map((name) => `${name} ${result[name as 'moved']}`)
      .join(', '),
  )
  assert.match(ran.err, /building \d+ of \d+.* left/)
  assert.deepEqual(dangling(homey), [])
  const held = result.objects.waiting.map(({ what }) => what)
  assert.ok(held.some((what) => /the device "Pond dimmer" is not there/.test(what)))

  const verified = await tool.run('verify', ...ends, '--json')
  assert.deepEqual([verified.code, read(verified.out)], [0, { exit: 'done', findings: [] }])
  const counts = counted(homey)
  const again = await tool.run('run', ...ends, '--yes', '--json')
  assert.equal(again.code, 0, again.err)
  assert.equal(read<RunResult>(again.out).moved, 0)
  assert.deepEqual(counted(homey), counts, 'nothing is doubled')

  const [flow] = Object.values(homey.state.flows).filter(({ enabled }) => enabled)
  assert.ok(flow)
  flow.enabled = false
  const spoiled = await tool.run('verify', ...ends, '--json')
  assert.equal(spoiled.code, 5)
  assert.match(spoiled.out, /differs in enabled/)
  flow.enabled = true

  const report = await tool.run('report', ...ends)
  assert.match(report.out, /^# Transfer/)
  const page = await tool.run('report', ...ends, '--format', 'html')
  assert.match(page.out, /^<!doctype html>/)

  const back = await tool.run('rollback', ...ends, '--json')
  assert.equal(back.code, 0, back.err)
  assert.deepEqual(read<{ kept: string[] }>(back.out).kept, [])
  const diff = await tool.run('diff', before, at(homey), '--json')
  assert.deepEqual([diff.code, read<{ kinds: object }>(diff.out).kinds], [0, {}])
})

/** Somebody pairs what is there of the villa, in its rooms; ids are new, the hardware is the same. */
async function pairAll(homey: VirtualHomey): Promise<void> {
  await using villa = await startVirtualHomey({ home: 'villa', seed: 7 })
  const { devices, zones } = homey.state
  const known = new Set(Object.values(devices).map(({ data }) => JSON.stringify(data)))
  const pathOf = (all: typeof zones, id: string | null): string => {
    const zone = id === null ? undefined : all[id]
    return zone ? `${pathOf(all, zone.parent)}/${zone.parent === null ? '' : zone.name}` : ''
  }
  const places = new Map(Object.keys(zones).map((id) => [pathOf(zones, id), id]))
  for (const device of Object.values(villa.state.devices)) {
    if (device.driverId === 'homey:virtualdrivergroup:driver') continue
    if (known.has(JSON.stringify(device.data)) && device.name === 'Pond dimmer') continue
    const zone = places.get(pathOf(villa.state.zones, device.zone))
    assert.ok(zone, device.name)
    devices[device.id] = { ...structuredClone(device), zone, group: null }
  }
}

test('villa → empty: the rest is held, and rebind completes it when devices are paired', {
  timeout,
}, async () => {
  await using homey = await startVirtualHomey({ home: 'empty', seed: 2 })
  const ends = ['--from', from, '--to', at(homey)]
  const ran = await tool.run('run', ...ends, '--yes', '--json')
  assert.equal(ran.code, 0, ran.err)
  const first = read<RunResult>(ran.out)
  assert.equal(first.exit, 'done')
  assert.deepEqual(dangling(homey), [])

  // One device is paired with somebody at the button, who is told when.
  const waiting = tool.run('pair', ...ends, '--device', 'Pond dimmer', '--json')
  const press = setInterval(() => {
    const { pairSessions } = homey.state
    if (Object.keys(pairSessions).length > 0) homey.pressButton('pond/Pond dimmer')
    if (Object.values(homey.state.devices).length > 0) clearInterval(press)
  }, 50)
  const paired = await waiting
  clearInterval(press)
  assert.equal(paired.code, 0, paired.err)
  assert.match(paired.err, /Waiting for "Pond dimmer"/)
  await pairAll(homey)

  const rebound = await tool.run('rebind', ...ends, '--json')
  assert.equal(rebound.code, 0, rebound.err)
  const second = read<RunResult>(rebound.out)
  const left = second.objects.waiting.filter(({ what }) =>
    /the device "[^"]+" is not there/.test(what),
  )
  assert.deepEqual(left, [], 'nothing waits for a device any more')
  console.log(`held ${first.held}, after rebind ${second.held}`)
  assert.deepEqual(dangling(homey), [])
  const verified = await tool.run('verify', ...ends)
  assert.equal(verified.code, 0, verified.out)
  const flows = Object.values(homey.state.flows)
  assert.equal(new Set(flows.map(({ name, folder }) => `${folder} ${name}`)).size > 300, true)
  assert.ok(
    flows.every(({ name }) => !name.includes('⟦')),
    'no name is unfinished',
  )
})
