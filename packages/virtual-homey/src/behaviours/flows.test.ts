// Flows, advanced flows, folders, cards and tokens through the official client.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { startVirtualHomey } from '../index.ts'

const { HomeyAPI } = createRequire(import.meta.url)('homey-api')

async function apartment() {
  const homey = await startVirtualHomey({ home: 'apartment' })
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: homey.key })
  return { homey, api, [Symbol.asyncDispose]: () => homey.close() }
}

const byHand = { id: 'homey:manager:flow:programmatic_trigger', args: {} }

test('flows are created, updated in part, started and deleted', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const wanted = { name: 'New', folder: 'unknown', trigger: byHand, conditions: [], actions: [] }
  const flow = await api.flow.createFlow({ flow: wanted })
  assert.equal(flow.folder, null, 'an unknown folder quietly becomes the top')
  assert.deepEqual([flow.enabled, flow.triggerable, flow.broken], [true, true, false])
  const folder = Object.keys(homey.state.flowFolders)[0]
  const changed = await api.flow.updateFlow({ id: flow.id, flow: { folder } })
  assert.deepEqual([changed.name, changed.folder], ['New', folder])
  assert.equal((await api.flow.updateFlow({ id: flow.id, flow: { folder: null } })).folder, null)
  await api.flow.triggerFlow({ id: flow.id })
  assert.deepEqual(homey.state.effects.at(-1)?.kind, 'flow-started')
  await api.flow.updateFlow({ id: flow.id, flow: { enabled: false } })
  await assert.rejects(api.flow.triggerFlow({ id: flow.id }), { statusCode: 400 })
  await api.flow.deleteFlow({ id: flow.id })
  await assert.rejects(api.flow.triggerFlow({ id: flow.id }), {
    message: `Not Found: Flow with ID ${flow.id}`,
    statusCode: 404,
  })
})

test('advanced flows need a UUID for every card', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { api } = world
  const note = { type: 'note', x: 0, y: 0, value: 'Hello', color: 'yellow' }
  const key = '0e3a0d0e-6f6b-4a38-9b9c-2b8f4d0a4a11'
  const flow = await api.flow.createAdvancedFlow({
    advancedflow: { name: 'Graph', cards: { [key]: note } },
  })
  assert.deepEqual(flow.cards, { [key]: note })
  const update = { id: flow.id, advancedflow: { cards: { first: note } } }
  await assert.rejects(api.flow.updateAdvancedFlow(update), {
    message: 'should NOT have additional properties (#/properties/cards/additionalProperties)',
    statusCode: 400,
  })
  const renamed = { id: flow.id, advancedflow: { name: 'Chart' } }
  assert.equal((await api.flow.updateAdvancedFlow(renamed)).name, 'Chart')
  await api.flow.triggerAdvancedFlow({ id: flow.id })
  await api.flow.deleteAdvancedFlow({ id: flow.id })
  await assert.rejects(api.flow.getAdvancedFlow({ id: flow.id }), { statusCode: 404 })
})

test('the apartment uses every type of card of advanced flows', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const flows: { cards: Record<string, { type: string }> }[] = Object.values(
    await world.api.flow.getAdvancedFlows(),
  )
  const types = flows.flatMap((flow) => Object.values(flow.cards).map((card) => card.type))
  assert.deepEqual([...new Set(types)].sort(), [
    'action',
    'all',
    'any',
    'condition',
    'delay',
    'note',
    'start',
    'trigger',
  ])
})

test('edges and tokens of advanced flows name keys', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  for (const flow of Object.values(world.homey.state.advancedFlows)) {
    const keys = Object.keys(flow.cards)
    const text = JSON.stringify(flow.cards)
    const named = [
      ...text.matchAll(/"output\w+":\["([^"]+)"/g),
      ...text.matchAll(/\[\[(?:trigger|action|card)::([^:]+)::/g),
      ...text.matchAll(/"([^"]+)::outputSuccess"/g),
    ].map((match) => match[1] ?? '')
    assert.ok(named.length > 0, flow.name)
    assert.deepEqual(
      named.filter((key) => !keys.includes(key)),
      [],
      flow.name,
    )
  }
})

test('a folder with flows inside is not deleted', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const full = Object.values(homey.state.flowFolders).find((one) => one.name === 'Safety')?.id
  await assert.rejects(api.flow.deleteFlowFolder({ id: full }), /cannot_delete_has_flows/)
  const folder = await api.flow.createFlowFolder({ flowfolder: { name: 'Spare', parent: full } })
  assert.equal(folder.parent, full)
  const update = { id: folder.id, flowfolder: { name: 'Rest', parent: null } }
  assert.equal((await api.flow.updateFlowFolder(update)).parent, null)
  await api.flow.deleteFlowFolder({ id: folder.id })
  await assert.rejects(api.flow.getFlowFolder({ id: folder.id }), { statusCode: 404 })
})

test('cards follow the devices and can be run', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const lamp = Object.values(homey.state.devices).find((one) => one.name === 'Reading lamp')
  assert.ok(lamp)
  const id = `homey:device:${lamp.id}:on`
  assert.equal((await api.flow.getFlowCardAction({ id })).ownerUri, `homey:device:${lamp.id}`)
  await api.flow.runFlowCardAction({ id, args: {} })
  assert.equal(lamp.capabilitiesObj['onoff']?.value, true)
  await api.flow.runFlowCardAction({ id: `homey:device:${lamp.id}:dim`, args: { dim: 0.6 } })
  assert.equal(lamp.capabilitiesObj['dim']?.value, 0.6)
  assert.deepEqual(await api.flow.runFlowCardCondition({ id, args: {} }), { result: true })
  await assert.rejects(api.flow.getFlowCardAction({ id: 'homey:manager:none:x' }), {
    message: 'Not Found: FlowCardAction with ID homey:manager:none:x',
  })
  const script = 'homey:app:com.athom.homeyscript:run'
  const query = { id: script, type: 'flowcardaction', name: 'script', query: 'night' }
  const [choice] = await api.flow.getFlowCardAutocomplete(query)
  assert.equal(choice.name, 'Night report')
  await api.apps.disableApp({ id: 'com.athom.homeyscript' })
  await assert.rejects(api.flow.getFlowCardAction({ id: script }), { statusCode: 404 })
  const lists = await fetch(`${homey.address}/api/manager/flow/flowcardtrigger`, {
    headers: { authorization: `Bearer ${homey.key}` },
  })
  assert.ok(Array.isArray(await lists.json()), 'lists of cards are arrays')
})

test('tokens come from devices and variables', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const variable = Object.values(homey.state.variables).find((one) => one.name === 'Washes')
  const id = `homey:manager:logic:${variable?.id}`
  assert.equal((await api.flowtoken.getFlowToken({ id })).type, 'number')
  assert.equal(await api.flowtoken.getFlowTokenValue({ id }), 41)
  assert.ok(Object.keys(await api.flowtoken.getFlowTokens()).length > 40)
})
