// The villa on a virtual Pro 2019, translated, against the villa on a virtual Pro 2023: every kind
// has the same members of the same types. What differs stands in a table, with the reason.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import { fromHub } from './answers.ts'

const NOT_TOLD = 'a V2 hub does not tell'
const MORE = 'a V2 hub tells more, and it is true'
const LIST = 'a V2 hub says that there are none by an empty list, V3 by null'
const KEPT = 'V3 keeps what clients write beside a full id, and does not need it'

/** Member by kind, and why its types may differ. */
const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'flow.getFlows': { order: MORE, 'trigger.uri': KEPT, 'actions.uri': KEPT },
  'flow.getAdvancedFlows': { 'cards.ownerUri': KEPT },
  'flow.getFlowCardTriggers': { args: LIST },
  'flow.getFlowCardConditions': { args: LIST },
  'flow.getFlowCardActions': { args: LIST },
  'flowtoken.getFlowTokens': {},
  'devices.getDevices': {
    ownerName: NOT_TOLD,
    warningMessage: NOT_TOLD,
    group: 'there are no groups',
    capabilitiesOptions: MORE,
  },
  'drivers.getDrivers': {},
  'insights.getLogs': { ownerName: NOT_TOLD },
}

const PATHS: Readonly<Record<string, string>> = {
  'flow.getFlows': 'flow/flow',
  'flow.getAdvancedFlows': 'flow/advancedflow',
  'flow.getFlowCardTriggers': 'flow/flowcardtrigger',
  'flow.getFlowCardConditions': 'flow/flowcardcondition',
  'flow.getFlowCardActions': 'flow/flowcardaction',
  'flowtoken.getFlowTokens': 'flowtoken/flowtoken',
  'devices.getDevices': 'devices/device/',
  'drivers.getDrivers': 'drivers/driver',
  'insights.getLogs': 'insights/log/',
}

let old: VirtualHomey
let next: VirtualHomey
// A clock that is moved by hand, so that the older hub need not be waited for.
let time = Date.UTC(2026, 0, 5, 12)
const tokens = new Map<VirtualHomey, string>()

before(async () => {
  const clock = () => new Date(time)
  old = await startVirtualHomey({ home: 'villa', generation: 'pro-2019', clock, seed: 1 })
  next = await startVirtualHomey({ home: 'villa', generation: 'pro-2023', clock, seed: 1 })
  for (const hub of [old, next]) tokens.set(hub, hub.signIn())
})
after(async () => {
  await old.close()
  await next.close()
})

async function get(hub: VirtualHomey, path: string): Promise<Record<string, unknown>> {
  time += 1000
  const answer = await fetch(`${hub.address}/api/manager/${path}`, {
    headers: { authorization: `Bearer ${tokens.get(hub)}` },
  })
  assert.equal(answer.status, 200, path)
  return (await answer.json()) as Record<string, unknown>
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value

/** Which types each member has, over all objects; in cards of flows and canvases as well. */
function shapeOf(list: unknown): Map<string, string> {
  const types = new Map<string, Set<string>>()
  const note = (path: string, value: unknown) => {
    types.set(path, (types.get(path) ?? new Set()).add(typeOf(value)))
  }
  for (const item of Object.values(list as object)) {
    for (const [name, value] of Object.entries(item as object)) {
      note(name, value)
      if (!['trigger', 'conditions', 'actions', 'cards'].includes(name)) continue
      for (const card of Object.values(name === 'trigger' ? { value } : value)) {
        for (const [member, one] of Object.entries(card as object)) note(`${name}.${member}`, one)
      }
    }
  }
  return new Map([...types].map(([path, set]) => [path, [...set].sort().join('|')]))
}

for (const [operation, allowed] of Object.entries(DIFFERENCES)) {
  test(`${operation} of a Pro 2019 has the shape of a Pro 2023's`, async () => {
    const path = PATHS[operation] ?? ''
    const translated = fromHub(operation, await get(old, path))
    const later = await get(next, path)
    assert.equal(Array.isArray(translated), Array.isArray(later))
    const shape = shapeOf(translated)
    const expected = shapeOf(later)
    const differing = [...new Set([...shape.keys(), ...expected.keys()])].filter(
      (member) => shape.get(member) !== expected.get(member),
    )
    assert.deepEqual(
      differing.filter((member) => allowed[member] === undefined),
      [],
      differing.map((one) => `${one}: ${shape.get(one)} / ${expected.get(one)}`).join('\n'),
    )
    assert.deepEqual(
      Object.keys(allowed).filter((member) => !differing.includes(member)),
      [],
      'no longer different',
    )
  })
}

test('every id of a card, tag, log and driver is whole, and maps are by it', async () => {
  for (const operation of ['flowtoken.getFlowTokens', 'insights.getLogs', 'drivers.getDrivers']) {
    const list = fromHub(operation, await get(old, PATHS[operation] ?? '')) as Record<
      string,
      { id: string; ownerUri: string }
    >
    for (const [key, { id, ownerUri }] of Object.entries(list)) {
      assert.equal(key, id)
      assert.ok(id.startsWith(`${ownerUri}:`), id)
    }
  }
})
