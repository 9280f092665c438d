// How long tools that read take at the median, and how much time of the processor (client, gateway and hub together), in the villa, over HTTP with the client of the SDK:
// `node --conditions=latchkey-source scripts/bench-agents.ts`.
import { loadavg } from 'node:os'
import { agent } from '../e2e/agents.ts'
import { openWorld } from '../e2e/world.ts'

const CALLS: readonly (readonly [string, object])[] = [
  ['home_overview', {}],
  ['find', { text: 'light' }],
  ['devices_read', { devices: ['Ceiling light'] }],
  ['cards_search', { text: 'turn on' }],
  ['cards_search', { text: 'kitchen motion', role: 'trigger' }],
  ['insights_find', { text: 'temperature' }],
]

/** Calls of each, the first few not counted. */
const [ROUNDS, WARM] = [60, 10]

await using world = await openWorld({ home: 'villa' })
const { key } = await world.owner<{ key: string }>('POST', '/keys', {
  ...{ hub: 'Home', name: 'Bench', permissions: ['preset:full-control'] },
  restrictions: { toolLimits: { reads: 10_000 } },
})
await using one = await agent(world, key)
process.stdout.write(`load ${loadavg()[0]?.toFixed(1)}\n`)
for (const [name, input] of CALLS) {
  const took: number[] = []
  let before = process.cpuUsage()
  for (let round = 0; round < ROUNDS; round++) {
    if (round === WARM) before = process.cpuUsage()
    const started = performance.now()
    await one.call(name, { ...input })
    if (round >= WARM) took.push(performance.now() - started)
  }
  const { user, system } = process.cpuUsage(before)
  const work = ((user + system) / 1_000 / (ROUNDS - WARM)).toFixed(1)
  took.sort((before, after) => before - after)
  const at = (part: number) => (took[Math.floor(took.length * part)] ?? 0).toFixed(1)
  process.stdout.write(
    `${name} ${JSON.stringify(input)}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, processor ${work} ms\n`,
  )
}
