// Each tool × each permission in its large form: what is listed and refused is asked for over HTTP as well, for every set
// of permissions that lacks one. `node --conditions=latchkey-source scripts/agents-matrix.ts`. It fails if one is wrong.
import { TOOLS } from '@latchkey/mcp'
import { prepare, SAMPLES } from '../e2e/agent-samples.ts'
import { Matrix } from '../e2e/agents-matrix.ts'
import { openWorld } from '../e2e/world.ts'

await using world = await openWorld()
const matrix = new Matrix(world)
const full = await matrix.maker()
await prepare(full)
let [tried, wrong] = [0, 0]
for (const tool of TOOLS) {
  for (const [at, all] of tool.needs.entries()) {
    const sample = SAMPLES[tool.name]?.[at]
    if (!sample || all.length === 0) continue
    tried += all.length + 1
    await matrix.tryOne(tool, all, await sample(full), true).catch((error: unknown) => {
      wrong++
      process.stdout.write(`${tool.name} by ${all.join(' and ')}: ${String(error)}\n`)
    })
  }
}
process.stdout.write(`${TOOLS.length} tools, ${tried} sets of permissions, ${wrong} wrong\n`)
process.exitCode = wrong > 0 ? 1 : 0
