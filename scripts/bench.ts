// Measures what every request pays before the hub is asked: matching, and the whole of identifying
// and deciding. Prints medians over the operations of a generation, in microseconds.
import {
  buildPath,
  GENERATIONS,
  type Matched,
  match,
  operations,
  pathParameters,
} from '@latchkey/catalogue'

const ID = '7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10'
const ROUNDS = 15
const REPEAT = 400

/** The median of numbers. */
function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Microseconds that one run of `work` takes: the median over rounds of many runs. */
function time(work: () => unknown): number {
  const rounds: number[] = []
  let kept: unknown
  for (let round = 0; round < ROUNDS; round++) {
    const started = process.hrtime.bigint()
    for (let at = 0; at < REPEAT; at++) kept = work()
    rounds.push(Number(process.hrtime.bigint() - started) / REPEAT / 1000)
  }
  if (kept === undefined) throw new Error('nothing was measured')
  return median(rounds)
}

console.log('generation  operations  match median µs  p90 µs  refused path median µs')
for (const generation of GENERATIONS) {
  const all = operations(generation)
  const times = all.map((operation) => {
    const ids = Object.fromEntries(pathParameters(operation).map((name) => [name, ID]))
    const path = buildPath(operation, ids)
    const found = match(generation, operation.method, path) as Matched
    if (found.operation !== operation) throw new Error(`${operation.id} does not match itself`)
    return time(() => match(generation, operation.method, path))
  })
  const refused = time(() => match(generation, 'GET', `/api/manager/devices/device/${ID}/nothing`))
  const p90 = [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.9)] ?? Number.NaN
  const row = [
    generation.padEnd(10),
    String(all.length).padStart(10),
    ...[median(times), p90, refused].map((one) => one.toFixed(2).padStart(10)),
  ]
  console.log(row.join('  '))
}
