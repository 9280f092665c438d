// The dialect against Athom's own: the classes of the official client that speak to a V2 hub read and
// write the villa as this dialect does, wherever they say anything about ids, owners and drivers.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { operationById } from '@latchkey/catalogue'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import { fromHub } from './answers.ts'
import { toHub } from './requests.ts'

type Item = Record<string, unknown>
interface OfficialItem {
  transformGet(item: Item): Item
  transformSet(item: Item): Item
}

const require = createRequire(import.meta.url)
const official = (path: string): OfficialItem =>
  require(`homey-api/lib/HomeyAPI/HomeyAPIV2/${path}`)

let homey: VirtualHomey
// Moved by hand, so that the hub need not be waited for.
let time = Date.UTC(2026, 0, 5, 12)

before(async () => {
  const clock = () => new Date(time)
  homey = await startVirtualHomey({ home: 'villa', generation: 'pro-2019', clock, seed: 1 })
})
after(() => homey.close())

async function get(path: string): Promise<Item[]> {
  time += 1000
  const headers = { authorization: `Bearer ${homey.signIn()}` }
  const answer = await fetch(`${homey.address}/api/manager/${path}`, { headers })
  return Object.values((await answer.json()) as Record<string, Item>)
}

/** Path, class, operation, and the members that both must write alike. */
const READ: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['flow/flow', 'ManagerFlow/Flow', 'flow.getFlow', ['trigger', 'conditions', 'actions']],
  ['flow/flowcardtrigger', 'ManagerFlow/FlowCardTrigger', 'flow.getFlowCardTrigger', CARD()],
  ['flow/flowcardcondition', 'ManagerFlow/FlowCardCondition', 'flow.getFlowCardCondition', CARD()],
  ['flow/flowcardaction', 'ManagerFlow/FlowCardAction', 'flow.getFlowCardAction', CARD()],
  [
    ...(['flowtoken/flowtoken', 'ManagerFlowToken/FlowToken', 'flowtoken.getFlowToken'] as const),
    ['id', 'ownerUri', 'ownerId'],
  ],
  ['insights/log/', 'ManagerInsights/Log', 'insights.getLog', ['id', 'ownerUri', 'ownerId']],
  ['devices/device/', 'ManagerDevices/Device', 'devices.getDevice', ['id', 'driverId']],
  ['drivers/driver', 'ManagerDrivers/Driver', 'drivers.getDriver', ['id', 'ownerUri', 'ownerName']],
]

function CARD(): readonly string[] {
  return ['id', 'ownerUri', 'ownerId', 'ownerName']
}

for (const [path, name, operation, members] of READ) {
  test(`${name} reads the villa as ${operation} is translated`, async () => {
    const items = await get(path)
    assert.ok(items.length > 0)
    for (const item of items) {
      const theirs = official(name).transformGet(structuredClone(item))
      const ours = fromHub(operation, item) as Item
      for (const member of members) assert.deepEqual(ours[member], theirs[member], member)
    }
  })
}

test('AdvancedFlow reads the villa as it is translated, the owner beside the id excepted', async () => {
  for (const item of await get('flow/advancedflow')) {
    const theirs = official('ManagerFlow/AdvancedFlow').transformGet(structuredClone(item))
    const ours = fromHub('flow.getAdvancedFlow', item) as Item
    for (const card of Object.values(theirs['cards'] as Record<string, Item>)) {
      delete card['ownerUri']
    }
    assert.deepEqual(ours['cards'], theirs['cards'])
  }
})

for (const [path, name, one, write] of [
  ['flow/flow', 'ManagerFlow/Flow', 'flow.getFlow', 'flow.updateFlow'],
  [
    ...(['flow/advancedflow', 'ManagerFlow/AdvancedFlow'] as const),
    ...(['flow.getAdvancedFlow', 'flow.updateAdvancedFlow'] as const),
  ],
] as const) {
  test(`${name} writes the villa as ${write} is translated`, async () => {
    const operation = operationById('pro-2023', write)
    assert.ok(operation)
    for (const item of await get(path)) {
      const flow = fromHub(one, item) as Item
      const call = toHub(operation, { id: String(item['id']) }, '', flow)
      const ours = typeof call === 'string' ? call : call.body
      assert.deepEqual(ours, official(name).transformSet(structuredClone(flow)))
      assert.deepEqual(ours, item)
    }
  })
}
