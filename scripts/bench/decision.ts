// What every request pays before the hub is asked: matching and deciding alone, over all operations.
import {
  buildPath,
  GENERATIONS,
  type Matched,
  match,
  operations,
  pathParameters,
} from '@latchkey/catalogue'
import { grantWith } from '../../packages/gateway/src/grants/grant.test-support.ts'
import type { Grant } from '../../packages/gateway/src/grants/grant.ts'
import { decide } from '../../packages/gateway/src/hub-path/decide.ts'
import { figure, heading } from './report.ts'
import { median, quantile } from './statistics.ts'

const ID = '7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10'
const ROUNDS = 9
const REPEAT = 200

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

const grantOf = (permissions: readonly string[]): Grant =>
  grantWith({ id: ID, hubId: ID, permissions: new Set(permissions) })

/** Prints what a decision costs, for a grant of everything and one of nearly nothing. */
export function decision(): void {
  heading('Matching and decision alone, median over all operations')
  const all = GENERATIONS.flatMap((one) => operations(one))
  const named = all.flatMap(({ requirement }) =>
    requirement.class === 'permission' ? [requirement.permission] : [],
  )
  const grants = { 'all permissions': grantOf(named), 'one permission': grantOf(['flow:read']) }
  for (const [name, grant] of Object.entries(grants)) {
    const times = all.map((operation) => {
      const ids = Object.fromEntries(pathParameters(operation).map((one) => [one, ID]))
      const path = buildPath(operation, ids)
      const run = () => {
        const matched = match(operation.generation, operation.method, path) as Matched
        return decide(grant, matched, { body: {}, credentialUser: undefined })
      }
      return time(run)
    })
    const note = `p90 ${quantile(times, 0.9).toFixed(2)} µs, ${all.length} operations`
    const value = median(times)
    figure({ what: `a grant of ${name}`, value, unit: 'µs', target: { most: 3 }, note })
  }
}
