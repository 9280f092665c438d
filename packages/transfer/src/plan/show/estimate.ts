// How many requests a plan takes and how long they will take, from what was measured of the target
// (reference 3.11): the longest chain, the requests that fit side by side, and the pace it allows.
import type { TransferPlan } from '../plan.ts'

/** What is known of the target. */
export interface Measured {
  /** Milliseconds from a request to its answer. */
  readonly latency: number
  readonly parallel: number
  /** Milliseconds between the beginnings of two requests, where the hub wants them apart. */
  readonly apart?: number
}

/** What is expected. */
export interface Estimate {
  readonly requests: number
  /** Requests that have to come one after the other. */
  readonly chain: number
  /** Milliseconds. Installing apps takes its own time, which nobody knows before. */
  readonly time: number
  readonly installs: number
}

/** Estimates a plan: `T = W·L/c + (1 − 1/c)·CP·L`, or the pace if that is slower. */
export function estimateOf({ steps }: Pick<TransferPlan, 'steps'>, measured: Measured): Estimate {
  const { latency, parallel, apart = 0 } = measured
  const depth = new Map<string, number>()
  for (const { id, after } of steps) {
    depth.set(id, 1 + after.reduce((most, one) => Math.max(most, depth.get(one) ?? 0), 0))
  }
  const chain = [...depth.values()].reduce((most, one) => Math.max(most, one), 0)
  const requests = steps.length
  const listed = (requests * latency) / parallel + (1 - 1 / parallel) * chain * latency
  const time = Math.round(Math.max(listed, requests * apart))
  return { requests, chain, time, installs: steps.filter(({ verb }) => verb === 'install').length }
}

/** An estimate in words. */
export function estimateInWords({ requests, time, installs }: Estimate): string {
  const seconds = Math.ceil(time / 1000)
  const long = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
  const apps = installs === 0 ? '' : `, and the time that installing ${installs} apps takes`
  return `${requests} requests, about ${long}${apps}`
}
