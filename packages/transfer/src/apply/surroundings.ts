// What applying needs besides the plan and the hubs: time, randomness, patience, somebody who listens.
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Progress } from './progress.ts'
import type { Secrets } from './secrets.ts'

/** How a plan is applied. All of it has a default. */
export interface ApplyOptions {
  /** Secrets of the source by reference, as its snapshot holds them when it is unsealed. */
  readonly secrets?: Secrets
  /** Secrets of the target's snapshot, for putting back what it had. */
  readonly targetSecrets?: Secrets
  /** How many writes are under way at most; what the kind of hub allows by default. */
  readonly concurrency?: number
  /** Whether the cutover follows when all is verified. Yes by default. */
  readonly activate?: boolean
  /** Whether what is switched on at the target is switched off at the source. No by default. */
  readonly disableSource?: boolean
  /** Ids of new objects at the target that a person says are somebody else's. */
  readonly strangers?: readonly string[]
  /** Milliseconds in which a request whose answer was lost may still be carried out. */
  readonly lateAnswer?: number
  /** Milliseconds that a hub which is away is waited for. */
  readonly patience?: number
  /** Milliseconds that an app may take to start. */
  readonly appPatience?: number
  /** Milliseconds that the owner of a gateway, who is asked about a write, is waited for. */
  readonly ownerPatience?: number
  /** Stops cleanly: what is under way is finished, nothing more is begun. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** Told in the gateway's words that its owner is asked about a write, once for each. */
  readonly onAsked?: (said: string) => void
  readonly now?: () => Date
  /** So many milliseconds; ends early when `signal` fires. */
  readonly sleep?: (milliseconds: number) => Promise<void>
  readonly random?: (bytes: number) => Uint8Array
}

/** Options with their defaults. */
export interface Surroundings extends ApplyOptions {
  readonly lateAnswer: number
  readonly patience: number
  readonly appPatience: number
  readonly ownerPatience: number
  readonly now: () => Date
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly random: (bytes: number) => Uint8Array
}

/** Twice as long as the deadline of a request (reference 3.4). */
const LATE_ANSWER = 60_000
/** A reboot takes three minutes. */
const PATIENCE = 5 * 60_000
const APP_PATIENCE = 2 * 60_000
/** So long a question stays open at the gateway (docs/house-rules.md). */
const OWNER_PATIENCE = 10 * 60_000

/** Fills in what was not said. */
export function surroundingsOf(options: ApplyOptions): Surroundings {
  const { signal } = options
  return {
    ...{ lateAnswer: LATE_ANSWER, patience: PATIENCE, appPatience: APP_PATIENCE },
    ownerPatience: OWNER_PATIENCE,
    now: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    sleep: async (milliseconds) => {
      if (milliseconds <= 0) return
      await wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined)
    },
    ...options,
  }
}
