// From the start of `latchkey start` to its word that it is ready, and the memory that it has then.
import { setTimeout as wait } from 'node:timers/promises'
import type { Effort } from './frame.ts'
import { type Data, startGateway, temporaryDirectory } from './gateway.ts'
import { residentMemory } from './processes.ts'
import { figure, heading } from './report.ts'
import { median } from './statistics.ts'

/** Long enough for what a start leaves behind to be collected, in milliseconds. */
const REST = 2_000

/** Prints how long starts take: the first one, which compiles everything, and the later ones. */
export async function starts(data: Data, effort: Effort): Promise<void> {
  heading('Start, from the sources of this checkout')
  const took = { cold: [] as number[], warm: [] as number[] }
  for (let round = 0; round < effort.starts; round++) {
    using cache = temporaryDirectory()
    const environment = { NODE_COMPILE_CACHE: cache.path }
    for (const into of [took.cold, took.warm]) {
      await using gateway = await startGateway(data, environment)
      into.push(gateway.took / 1000)
    }
  }
  const [unit, what] = ['s', 'start to ready']
  figure({ what: `${what}, cold`, value: median(took.cold), unit, target: { most: 1.5 } })
  const warm = median(took.warm)
  figure({ what: `${what}, with what was compiled before`, value: warm, unit, target: { most: 1 } })
  await using gateway = await startGateway(data)
  await wait(REST)
  const value = residentMemory(gateway.pid)
  figure({ what: 'memory at rest', value, unit: 'MB', digits: 0, target: { most: 250 } })
}
