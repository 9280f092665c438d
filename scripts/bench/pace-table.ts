// Latency at a fixed rate: requests begin when they are due, whether or not others have ended. Nothing is
// held on a core.
import { type Contender, NAMES } from './contenders.ts'
import { type Effort, MANY } from './frame.ts'
import { load, unpin } from './processes.ts'
import { figure, heading } from './report.ts'
import { median } from './statistics.ts'

const RATES = [
  { rate: 500, most: 0.7 },
  { rate: 2_000, most: 1.5 },
] as const

/** Measures the gateway, and the bare proxy beside it to tell the machine from the gateway. */
export async function paceTable(all: readonly Contender[], effort: Effort): Promise<void> {
  heading('At a fixed rate, nothing pinned')
  const ours = all.find(({ name }) => name === NAMES.latchkey)
  const bare = all.find(({ name }) => name === NAMES.dispatch)
  if (!ours || !bare) return
  for (const pid of all.flatMap(({ pids }) => pids)) unpin(pid)
  for (const { rate, most } of RATES) {
    const p99 = { ours: [] as number[], bare: [] as number[] }
    for (let round = 0; round < effort.rounds; round++) {
      for (const [into, { port, key }] of [
        [p99.ours, ours],
        [p99.bare, bare],
      ] as const) {
        const what = { port, key, connections: MANY, seconds: effort.paced, rate }
        into.push((await load(what)).p99 / 1000)
      }
    }
    const note = `bare ${median(p99.bare).toFixed(2)} ms`
    const value = median(p99.ours)
    figure({ what: `p99 at ${rate} req/s`, value, unit: 'ms', target: { most }, note })
  }
}
