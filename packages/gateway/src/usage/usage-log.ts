// Counts what grants use, in memory, and writes it every two seconds: no call waits for it, and a crash may
// lose what was counted since. While the database cannot be written it goes on counting, within bounds.
import type { Grant } from '../grants/grant.ts'
import type { Alternatives } from '../hub-path/decide.ts'
import type { Passed } from '../hub-path/limit.ts'
import type { Home } from '../limits/home.ts'
import type { Database } from '../storage/database.ts'
import { askedByLimits, limitableTo, limitedCallOf } from './looking.ts'
import { neededBy, needText, showsText } from './need.ts'
import { showsMore } from './shows.ts'
import { type Bucket, countNeed, countObject, newBucket } from './tallies.ts'
import { isTouchedKind, type Touched, touchedBesides, touchedInPath } from './touched.ts'
import { addUsage, dayOf, pruneUsage, readUsage, type UsageSpan } from './usage-store.ts'
import type { Limitable, Looked, Uses } from './uses.ts'

/** What the log stands on. */
export interface UsageLogParts {
  readonly database: Database
  readonly now: () => number
  /** The state of a hub, where it is known. */
  readonly homeOf: (hubId: string) => Home | undefined
  readonly onError: (error: unknown) => void
}

const DAY = 86_400_000

/** The most that a crash can lose, in milliseconds. */
export const USAGE_LOSS = 2_000

/** How many grants and learnings wait while the database cannot be written; then the oldest are given up. */
const MAX_BUCKETS = 10_000

/** The operation under which is kept what was learned of calls under limits to what they name. */
export const UNDER_LIMITS = 'limits'

/** Counts and writes what grants use. */
export class UsageLog implements Uses, AsyncDisposable {
  readonly #parts: UsageLogParts
  #open = new Map<string, Bucket>()
  #unwritten: { readonly day: string; readonly buckets: Bucket[] }[] = []
  #day = ''
  #dayBegan = 0
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(parts: UsageLogParts) {
    this.#parts = parts
  }

  look(passed: Passed): Looked | undefined {
    const { grant, hub } = passed.admitted
    const isLearned = this.#learnOf(grant, this.#parts.now()) > 0
    if (!isLearned && passed.coverage === undefined) return undefined
    const hidden = askedByLimits(passed)
    if (!isLearned) return { hidden }
    const home = passed.coverage?.home ?? this.#parts.homeOf(hub.hub.id)
    return { hidden, limitable: limitableAt(passed, hidden, home) }
  }

  used(passed: Passed, status: number, looked: Looked | undefined): void {
    const { grant, meant, needs } = passed.admitted
    const now = this.#parts.now()
    const bucket = this.#bucketOf(grant, now)
    const { operation, ids } = meant
    const count = (need: string) => countNeed(bucket, operation.id, need, now)
    // What was decided on is the call as the hub takes it.
    count(neededBy(passed.call.operation, needs))
    if (passed.besides) count(passed.besides)
    if (looked) for (const one of looked.hidden) count(one)
    if (status >= 400) return
    if (showsMore(operation, grant)) count(showsText('device-secret:read'))
    for (const { kind, id } of touchedInPath(operation.id, ids))
      this.#touch(bucket, grant, kind, id, now)
    const home = looked?.limitable && (passed.coverage?.home ?? this.#parts.homeOf(grant.hubId))
    if (!looked?.limitable || !home) return
    for (const { kind, id } of touchedBesides(limitedCallOf(passed), home)) {
      this.#touch(bucket, grant, kind, id, now)
    }
    keepLimitable(bucket, operation.id, looked.limitable, now)
  }

  subscribed(
    grant: Grant,
    alternatives: Alternatives,
    object?: { kind: string; id: string },
  ): void {
    const now = this.#parts.now()
    const bucket = this.#bucketOf(grant, now)
    countNeed(bucket, 'subscribe', needText(alternatives), now)
    const kind = object?.kind === 'advancedflow' ? 'advanced-flow' : object?.kind
    if (object && kind !== undefined && isTouchedKind(kind)) {
      this.#touch(bucket, grant, kind, object.id, now)
    }
  }

  told(grant: Grant, permission: string): void {
    const now = this.#parts.now()
    countNeed(this.#bucketOf(grant, now), 'events', showsText(permission), now)
  }

  // What a grant made stays its own under every limit, so it need not be named.
  #touch(bucket: Bucket, grant: Grant, kind: Touched['kind'], id: string, now: number): void {
    const made: ReadonlySet<string> = grant.created
    if (made.size > 0 && made.has(`${kind === 'group' ? 'device' : kind}:${id}`)) return
    countObject(bucket, kind, id, now)
  }

  #learnOf({ learning }: Grant, now: number): number {
    return learning !== undefined && now >= learning.from && now < learning.until
      ? learning.from
      : 0
  }

  #bucketOf(grant: Grant, now: number): Bucket {
    const learn = this.#learnOf(grant, now)
    if (this.#timer && !(now >= this.#dayBegan && now < this.#dayBegan + DAY)) this.#endWindow()
    const known = this.#open.get(grant.id)
    if (known?.learn === learn) return known
    if (known) this.#open.set(`${known.grantId} ${known.learn}`, known)
    const key = `${grant.id} ${learn}`
    const bucket = this.#open.get(key) ?? newBucket(grant.id, learn)
    this.#open.delete(key)
    this.#open.set(grant.id, bucket)
    this.#timer ??= this.#begin(now)
    return bucket
  }

  #begin(now: number): NodeJS.Timeout {
    this.#day = dayOf(now)
    this.#dayBegan = Date.parse(this.#day)
    return setTimeout(() => void this.flush().catch(this.#parts.onError), USAGE_LOSS)
  }

  /** What a grant used in a span of time; what this gateway counted so far is in it. */
  async read(grantId: string, span: UsageSpan) {
    await this.flush()
    return readUsage(this.#parts.database, grantId, span)
  }

  /** Writes what waits. @throws whatever the database threw; it is tried again with the next. */
  flush(): Promise<void> {
    this.#endWindow()
    const written = this.#writing.then(() => this.#writeAll())
    this.#writing = written.catch(() => {})
    return written
  }

  // What is counted from here on may be of another day; it begins a window of its own.
  #endWindow(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#open.size === 0) return
    this.#unwritten.push({ day: this.#day, buckets: [...this.#open.values()] })
    this.#open = new Map()
  }

  #prunedOn = ''

  async #writeAll(): Promise<void> {
    const { database, now } = this.#parts
    for (let next = this.#unwritten[0]; next; next = this.#unwritten[0]) {
      try {
        await addUsage(database, next.buckets, next.day)
      } catch (error) {
        this.#giveUpOldest()
        throw error
      }
      this.#unwritten.shift()
      if (this.#prunedOn === next.day) continue
      this.#prunedOn = next.day
      await pruneUsage(database, now())
    }
  }

  #giveUpOldest(): void {
    const waiting = () => this.#unwritten.reduce((sum, one) => sum + one.buckets.length, 0)
    while (this.#unwritten.length > 1 && waiting() > MAX_BUCKETS) this.#unwritten.shift()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush().catch(this.#parts.onError)
  }
}

const UNKNOWN: Limitable = { refusedUnder: 'any', permissions: [] }

/** How a call fares under limits to what it names; nobody knows where the state of the hub is not known. */
function limitableAt(passed: Passed, hidden: readonly string[], home: Home | undefined): Limitable {
  if (!home) return UNKNOWN
  const { grant, meant, needs } = passed.admitted
  const call = limitedCallOf(passed)
  const objects = [...touchedInPath(meant.operation.id, meant.ids), ...touchedBesides(call, home)]
  const all = needs.find((one) => one.every((permission) => grant.permissions.has(permission)))
  return limitableTo(passed, objects, [...(all ?? []), ...hidden], home)
}

function keepLimitable(bucket: Bucket, operation: string, limitable: Limitable, now: number): void {
  const { refusedUnder, permissions } = limitable
  for (const one of permissions) countNeed(bucket, UNDER_LIMITS, one, now)
  if (refusedUnder !== 'none') countObject(bucket, `refused-${refusedUnder}`, operation, now)
}
