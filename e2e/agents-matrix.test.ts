// Each tool × each permission: listed and callable exactly when it should be. That what a tool says it needs is what
// its operations need is found out from the hub path, which knows nothing of tools. `scripts/agents-matrix.ts` asks for
// everything over HTTP as well.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PERMISSIONS } from '@latchkey/catalogue'
import { isListed, TOOLS } from '@latchkey/mcp'
import { type Maker, prepare, SAMPLES } from './agent-samples.ts'
import { covers, Matrix } from './agents-matrix.ts'
import { openWorld, type World } from './world.ts'

let world: World
let matrix: Matrix
let full: Maker

before(async () => {
  world = await openWorld()
  matrix = new Matrix(world)
  full = await matrix.maker()
  await prepare(full)
})
after(() => world[Symbol.asyncDispose]())

test('every tool has a sample for each set of permissions that is said to do', () => {
  const without = TOOLS.filter(({ name, needs }) => SAMPLES[name]?.length !== needs.length)
  assert.deepEqual(
    without.map(({ name }) => name),
    ['undo'],
  )
})

test('by one permission, exactly the tools are listed that need no other', () => {
  for (const permission of Object.keys(PERMISSIONS)) {
    const connection = matrix.bare('', [permission])
    const told = TOOLS.filter((tool) => isListed(tool, connection)).map(({ name }) => name)
    const should = TOOLS.filter((tool) => covers(tool, [permission])).map(({ name }) => name)
    assert.deepEqual(told, should, permission)
  }
})

for (const tool of TOOLS) {
  for (const [at, all] of tool.needs.entries()) {
    const sample = SAMPLES[tool.name]?.[at]
    if (!sample || all.length === 0) continue
    test(`${tool.name} by ${all.join(' and ')}, and by nothing less`, async () => {
      await matrix.tryOne(tool, all, await sample(full), false)
    })
  }
}
