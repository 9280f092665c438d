// A whole story, as an agent lives it: it looks round, finds a sensor and a light, drafts an Advanced Flow of real
// cards, the owner sees the change and says yes, it runs, and it is all undone. Over HTTP and standard input.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { type Agent, agent, agentOf, ERAS, type Era, newClient } from './agents.ts'
import { answer, asked } from './asked.ts'
import { openWorld, type World } from './world.ts'

const PERMISSIONS = [
  ...['device:read', 'zone:read', 'flow-card:read', 'flow-token:read', 'flow-folder:read'],
  ...['flow-folder:create', 'flow-folder:delete', 'advanced-flow:read', 'advanced-flow:create'],
  ...['advanced-flow:update', 'advanced-flow:delete'],
]

/** `latchkey mcp`, started as a client starts it. */
async function overStdio({ url }: World, key: string, era: Era): Promise<Agent> {
  const client = newClient({ era })
  const { PATH = '' } = process.env
  const program = `${import.meta.dirname}/../packages/cli/bin/latchkey.mjs`
  const args = [program, 'mcp', '--url', url]
  const env = { PATH, LATCHKEY_KEY: key }
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env }))
  return agentOf(client)
}

interface Cards {
  readonly cards: readonly { readonly id: string }[]
}

async function story({ homey, owner }: World, one: Agent): Promise<void> {
  const present = JSON.stringify([homey.state.advancedFlows, homey.state.flowFolders])
  const { zones } = await one.ask<{ zones: { zone: string }[] }>('home_overview')
  assert.ok(zones.some(({ zone }) => zone.endsWith('Hall')))
  const { found } = await one.ask<{ found: { id: string; name: string }[] }>('find', {
    capability: 'alarm_motion',
  })
  const [sensor] = found
  assert.ok(sensor)
  const cardOf = async (text: string, role: string) =>
    (await one.ask<Cards>('cards_search', { text, role })).cards[0]?.id ?? ''
  const cards = {
    motion: {
      ...{ type: 'trigger', outputSuccess: ['light'] },
      id: await cardOf(`${sensor.name} motion yes`, 'trigger'),
    },
    light: { type: 'action', id: await cardOf('ceiling light turn on', 'action') },
  }
  // What is not there is found before anything is written.
  const wrong = { ...cards, light: { ...cards.light, id: 'homey:device:gone:on' } }
  await assert.rejects(
    one.ask('advanced_flow_draft', { name: 'Story', cards: wrong }),
    /Nothing was/,
  )
  assert.equal(JSON.stringify([homey.state.advancedFlows, homey.state.flowFolders]), present)
  const draft = await one.ask<{ id: string; undo: string }>('advanced_flow_draft', {
    ...{ name: 'Story', cards },
  })
  const flow = () => homey.state.advancedFlows[draft.id]
  assert.equal(flow()?.enabled, false)
  // The owner is asked before it is switched on, and sees what changes.
  const switching = one.ask<{ undo: string }>('flow_enable', {
    ...{ kind: 'advanced-flow', flow: draft.id, enabled: true },
  })
  const [question] = await asked({ owner })
  assert.deepEqual(
    question?.written.map(({ member, after }) => [member, after]),
    [['enabled', 'true']],
  )
  await answer({ owner }, question?.id ?? '', 'task')
  await switching
  assert.equal(flow()?.enabled, true)
  const light = Object.values(homey.state.devices).find(({ name }) => name === 'Ceiling light')
  assert.ok(light)
  homey.sense(light.id, 'onoff', false)
  homey.sense(sensor.id, 'alarm_motion', false)
  homey.sense(sensor.id, 'alarm_motion', true)
  await homey.settled()
  assert.equal(light.capabilitiesObj['onoff']?.value, true)
  // Everything is undone, the latest first, byte for byte.
  const { changes } = await one.ask<{ changes: { undo: string }[] }>('history')
  assert.equal(changes.length, 3)
  for (const { undo } of changes) await one.ask('undo', { change: undo })
  assert.equal(JSON.stringify([homey.state.advancedFlows, homey.state.flowFolders]), present)
}

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world[Symbol.asyncDispose]())

for (const era of ERAS) {
  for (const over of ['http', 'stdio'] as const) {
    test(`the story, ${era} over ${over}`, async () => {
      const { key } = await world.owner<{ key: string }>('POST', '/keys', {
        ...{ hub: 'Home', name: 'Agent', permissions: PERMISSIONS },
        restrictions: { tools: { flow_enable: 'ask' } },
      })
      await using one = await (over === 'http'
        ? agent(world, key, { era })
        : overStdio(world, key, era))
      await story(world, one)
      assert.deepEqual(world.errors, [])
    })
  }
}
