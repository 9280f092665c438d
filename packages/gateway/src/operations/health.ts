// Health and readiness. Both say a word and nothing else, because anybody may ask.
import { sql } from 'kysely'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Database } from '../storage/database.ts'

/** What readiness depends on. */
export interface HealthParts {
  readonly database: Database
  readonly audit: Pick<AuditLog, 'failedAt'>
  /** Whether grants in memory can be relied on. */
  readonly isCurrent: () => boolean
  readonly now: () => number
}

/** What is not as it should be; `ready` if nothing. */
export type Readiness = 'ready' | 'database' | 'audit' | 'grants'

/** An answer holds this long, so that asking costs nothing, in milliseconds. */
const HOLDS = 1_000
const PATIENCE = 2_000
/** How long after rows could not be written it is not ready, in milliseconds. */
const FAILING = 5_000

/** Says whether the gateway can do its work. */
export class Health {
  readonly #parts: HealthParts
  #last: { readonly at: number; readonly said: Promise<Readiness> } | undefined

  constructor(parts: HealthParts) {
    this.#parts = parts
  }

  /** Whether it is ready, and if not, for what it waits. */
  readiness(): Promise<Readiness> {
    const now = this.#parts.now()
    if (this.#last && Math.abs(now - this.#last.at) < HOLDS) return this.#last.said
    const said = this.#look()
    this.#last = { at: now, said }
    return said
  }

  async #look(): Promise<Readiness> {
    const { database, audit, isCurrent, now } = this.#parts
    const { promise: late, resolve } = Promise.withResolvers<false>()
    const timer = setTimeout(() => resolve(false), PATIENCE)
    const answers = sql`select 1`.execute(database).then(
      () => true,
      () => false,
    )
    const isThere = await Promise.race([answers, late])
    clearTimeout(timer)
    if (!isThere) return 'database'
    // Only for a while: who gets no requests writes no rows, and would never be ready again.
    if (now() - (audit.failedAt ?? Number.NEGATIVE_INFINITY) < FAILING) return 'audit'
    return isCurrent() ? 'ready' : 'grants'
  }
}
