// How long audit events are kept: as long as the owner says, for ever by default; looked after once a
// day while the gateway runs. Whatever takes rows away leaves an event that says so.
import type { Database } from '../storage/database.ts'
import type { AuditLog } from './audit-log.ts'
import { AuditBroken, type PruneResult } from './prune.ts'

/** The facts of the installation in which it is kept: days, and when it was last looked after. */
const DAYS = 'audit_days'
const LOOKED = 'audit_pruned_at'

const DAY = 86_400_000

/** How often it is seen whether a day has passed, in milliseconds. */
const EVERY = 60_000

interface Parts {
  readonly database: Database
  readonly audit: AuditLog
  readonly now: () => number
}

/** Prunes the log, by hand and by the day. */
export class Retention {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** For how many days events are kept; undefined for ever. */
  async days(): Promise<number | undefined> {
    return this.#read(DAYS)
  }

  /** Says for how many days; counts from the next look. */
  async keep(days: number | undefined): Promise<void> {
    await this.#write(DAYS, days)
    await this.#write(LOOKED, undefined)
  }

  /** Prunes what is from before a time. @throws AuditBroken as `AuditLog.prune` does. */
  async prune(before: number, options: { readonly broken?: boolean } = {}): Promise<PruneResult> {
    const { audit, now } = this.#parts
    const started = performance.now()
    const result = await audit.prune(before, options)
    await audit.commit({
      ...{ time: now(), client: null, grant: null, hub: null, operation: 'owner.pruneAudit' },
      ...{ method: 'POST', verdict: 'allow', reason: 'owner', status: 200 },
      path: `/audit/prune?before=${new Date(before).toISOString()}&rows=${result.rows}`,
      ms: Math.round((performance.now() - started) * 100) / 100,
    })
    return result
  }

  /** Prunes if a day has passed, or the clock was set back; gives back whether it did. */
  async lookAfter(): Promise<boolean> {
    const now = this.#parts.now()
    const [days, looked] = [await this.days(), await this.#read(LOOKED)]
    if (days === undefined) return false
    if (looked !== undefined && now >= looked && now - looked < DAY) return false
    await this.#write(LOOKED, now)
    await this.prune(now - days * DAY)
    return true
  }

  async #read(name: string): Promise<number | undefined> {
    const row = await this.#parts.database
      .selectFrom('installation')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row && Number(row.value)
  }

  async #write(name: string, number: number | undefined): Promise<void> {
    const { database } = this.#parts
    if (number === undefined) {
      await database.deleteFrom('installation').where('name', '=', name).execute()
      return
    }
    const value = String(number)
    await database
      .insertInto('installation')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute()
  }
}

/** Starts looking after it, and gives back what stops that. */
export function startRetention(
  retention: Retention,
  told: {
    readonly onWarning: (text: string) => void
    readonly onError: (error: unknown) => void
  },
): AsyncDisposable {
  let underway: Promise<unknown> = Promise.resolve()
  const look = () => {
    underway = retention.lookAfter().catch((error) => {
      if (!(error instanceof AuditBroken)) return told.onError(error)
      told.onWarning(
        'Old audit events were not removed, because they were changed. See: latchkey audit verify',
      )
    })
  }
  look()
  const timer = setInterval(look, EVERY).unref()
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await underway
    },
  }
}
