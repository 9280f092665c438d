// A whole story, as an agent lives it: it looks round, finds a sensor and a light, drafts an Advanced Flow of real
// cards, the owner sees the change and says yes, it runs, and it is all undone. Whoever calls the tools for it.
import assert from 'node:assert/strict'
import type { Agent } from './agents.ts'
import { answer, asked } from './asked.ts'
import type { World } from './world.ts'

/** What the story takes. */
export const STORY_PERMISSIONS = [
  ...['device:read', 'zone:read', 'flow-card:read', 'flow-token:read', 'flow-folder:read'],
  ...['flow-folder:create', 'flow-folder:delete', 'advanced-flow:read', 'advanced-flow:create'],
  ...['advanced-flow:update', 'advanced-flow:delete'],
]

interface Cards {
  readonly cards: readonly { readonly id: string }[]
}

/** Lives it, in the apartment; the owner of the grant is asked about `flow_enable`. */
export async function story(
  { homey, owner }: Pick<World, 'homey' | 'owner'>,
  one: Pick<Agent, 'ask'>,
): Promise<void> {
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
