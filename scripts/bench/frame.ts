// The frame of the measurement: what is asked for, by how many, on which cores, for how long.
import { randomUUID } from 'node:crypto'

/** What every contender is asked for, with an id of its own each time: reads of one path are shared. */
export const PATH = '/api/manager/flow/flow/'

/** How large the upstream's answer is, in bytes. */
export const ANSWER_SIZE = 2048

/** The id of the hub that the upstream says it is, and the key that it takes. */
export const HUB_ID = '6f1e9d2c4b8a7f3e5d1c0b9a'
export const HUB_KEY = `${randomUUID()}:${randomUUID()}:${'0123456789abcdef'.repeat(2)}`

/** Connections at saturation. */
export const MANY = 64

/** The cores: the proxy has one for itself, generator and upstream share the other. */
export const CORES = { load: 0, proxy: 1 } as const

/** How much is measured. */
export interface Effort {
  readonly rounds: number
  /** Seconds of one measurement at saturation, with one connection, and at a fixed rate. */
  readonly many: number
  readonly one: number
  readonly paced: number
  /** Requests that warm a proxy up, and the most seconds that they may take. */
  readonly warmUp: { readonly requests: number; readonly seconds: number }
  readonly starts: number
  readonly revocations: number
  /** What a large installation has. */
  readonly grants: number
  readonly auditRows: number
}

/** What `npm run bench` does: three to four minutes. */
export const USUAL: Effort = {
  ...{ rounds: 5, many: 1.5, one: 0.8, paced: 1.2, starts: 5, revocations: 20 },
  warmUp: { requests: 60_000, seconds: 15 },
  ...{ auditRows: 1_000_000, grants: 100_000 },
}

/** What `npm run bench -- --quick` does: about a minute, for a first look only. */
export const QUICK: Effort = {
  ...{ rounds: 3, many: 0.8, one: 0.4, paced: 0.6, starts: 2, revocations: 5 },
  warmUp: { requests: 20_000, seconds: 5 },
  ...{ auditRows: 100_000, grants: 10_000 },
}
