// The whole story of an agent, with the client of the SDK: over HTTP and standard input, in both eras.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { type Agent, agent, agentOf, ERAS, type Era, newClient } from './agents.ts'
import { STORY_PERMISSIONS, story } from './agents-story.ts'
import { openWorld, type World } from './world.ts'

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

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world[Symbol.asyncDispose]())

for (const era of ERAS) {
  for (const over of ['http', 'stdio'] as const) {
    test(`the story, ${era} over ${over}`, async () => {
      const { key } = await world.owner<{ key: string }>('POST', '/keys', {
        ...{ hub: 'Home', name: 'Agent', permissions: STORY_PERMISSIONS },
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
