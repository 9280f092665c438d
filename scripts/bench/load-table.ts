// The table: every contender at saturation and with one connection, in interleaved rounds.
import { type Contender, NAMES } from './contenders.ts'
import { CORES, type Effort, MANY } from './frame.ts'
import { load, pin, processorTime, residentMemory } from './processes.ts'
import { figure, heading, table } from './report.ts'
import { median, quantile, ratio, spread } from './statistics.ts'

/** What was measured of one contender, a number for each round. */
export interface Measured {
  readonly rate: number[]
  readonly processor: number[]
  readonly latency: number[]
  readonly memory: number[]
}

/** Warms a contender up, on all cores: what is compiled while it runs is then compiled. */
export async function warmUp(
  { name, port, key }: Contender,
  { warmUp: wanted }: Effort,
): Promise<void> {
  let requests = 0
  const until = performance.now() + wanted.seconds * 1000
  while (requests < wanted.requests && performance.now() < until) {
    requests += (await load({ port, key, connections: MANY, seconds: 1 })).requests
  }
  if (requests >= wanted.requests) return
  console.log(`${name} is not warm after ${requests} requests: what follows is worse than it is`)
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

/** One contender at saturation: requests per second, and microseconds of processor time for each. */
export async function saturate({ port, key, pids }: Contender, seconds: number) {
  const before = total(pids.map(processorTime))
  const { requests, seconds: took } = await load(
    { port, key, connections: MANY, seconds },
    CORES.load,
  )
  const processor = (total(pids.map(processorTime)) - before) / requests
  return { rate: requests / took, processor }
}

/** Measures all contenders, one after the other in every round. */
export async function measure(
  all: readonly Contender[],
  effort: Effort,
): Promise<ReadonlyMap<string, Measured>> {
  const measured = new Map<string, Measured>()
  for (const one of all) {
    await warmUp(one, effort)
    for (const pid of one.pids) pin(pid, CORES.proxy)
    measured.set(one.name, { rate: [], processor: [], latency: [], memory: [] })
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (const one of all) {
      const { port, key, pids } = one
      const { rate, processor } = await saturate(one, effort.many)
      const memory = total(pids.map(residentMemory))
      const { p50 } = await load({ port, key, connections: 1, seconds: effort.one }, CORES.load)
      const into = measured.get(one.name)
      into?.rate.push(rate)
      into?.processor.push(processor)
      into?.memory.push(memory)
      into?.latency.push(p50)
    }
  }
  return measured
}

const whole = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0))

/** Prints the table, and what of it has a target. */
export function reportTable(measured: ReadonlyMap<string, Measured>): void {
  heading('2 KB answers, medians of interleaved rounds')
  const base = measured.get(NAMES.dispatch)
  const rows = [...measured].map(([name, { rate, processor, latency, memory }]) => [
    ...[name, whole(median(rate)), `${whole(spread(rate) * 100)} %`],
    base ? ratio(rate, base.rate).toFixed(2) : '–',
    ...[whole(median(latency)), processor[0] ? median(processor).toFixed(1) : '–'],
    memory[0] ? whole(median(memory)) : '–',
  ])
  const head = ['proxy', 'c64 req/s', 'spread', 'to bare', 'c1 p50 µs', 'CPU µs/req', 'RSS MB']
  table(head, rows)
  const ours = measured.get(NAMES.latchkey)
  if (!ours || !base) return
  heading('Hub path')
  const unit = '×'
  const least = (name: string, value: number) => ({
    ...{ what: `c64 req/s to ${name}`, unit, target: { least: value } },
  })
  const bare = least(NAMES.dispatch, 0.8)
  const byProcessor = 1 / ratio(ours.processor, base.processor)
  const note = `by processor time ${byProcessor.toFixed(2)} ×`
  figure({ ...bare, value: ratio(ours.rate, base.rate), note })
  const nginx = measured.get(NAMES.nginx)
  if (nginx) figure({ ...least(NAMES.nginx, 1.1), value: ratio(ours.rate, nginx.rate) })
  const caddy = measured.get(NAMES.caddy)
  if (caddy) figure({ ...least(NAMES.caddy, 3), value: ratio(ours.rate, caddy.rate) })
  const added = median(ours.latency.map((one, round) => one - (base.latency[round] ?? 0)))
  const what = 'added at one connection, p50'
  figure({ what, value: added, unit: 'µs', digits: 0, target: { most: 20 } })
  const memory = quantile(ours.memory, 1)
  figure({
    what: 'memory at saturation',
    value: memory,
    unit: 'MB',
    digits: 0,
    target: { most: 220 },
  })
}
