// Does the undos that wait, one after the other, and goes on trying those whose hub is away. On several
// gateways each undo is done by one of them; what one began and did not finish another one goes on with.
import { randomUUID } from 'node:crypto'
import { HubError } from '@latchkey/homey'
import type { AuditLog } from '../../audit/audit-log.ts'
import { standing } from '../../grants/grant.ts'
import type { Grants } from '../../grants/grants.ts'
import type { HubCalls } from '../../hub-path/hub-calls.ts'
import type { Hubs } from '../../hubs/hubs.ts'
import type { ObjectReader } from '../object-reader.ts'
import type { TraceStore } from '../trace-store.ts'
import type { Because, Job, JobMode, Jobs } from './jobs.ts'
import { Restoring } from './restore.ts'
import { switchOff, switchOn } from './switching.ts'
import { UndoHub } from './undo-hub.ts'
import type { UndoParts } from './undo-parts.ts'

/** What the undoer stands on. */
export interface UndoerParts {
  readonly jobs: Jobs
  readonly store: TraceStore
  readonly reader: ObjectReader
  readonly calls: HubCalls
  readonly grants: Grants
  readonly hubs: Hubs
  readonly audit: AuditLog
  readonly now: () => number
  readonly onWarning: (text: string) => void
  readonly onError: (error: unknown) => void
}

/** How often it is looked for undos of others and for keys that have expired, in milliseconds. */
const EVERY = 5_000
/** The same while an undo waits. */
const SOON = 500
/** Pauses before an undo is tried again, in milliseconds. */
const PAUSE = { first: 1_000, longest: 60_000 } as const
/** A call that was begun so long ago is under way no longer: hubs are given up after nine seconds. */
const UNDERWAY = 30_000

/** The undo is another gateway's now. */
class NotOurs extends Error {}
/** The gateway stops. */
class Stopping extends Error {}
/** A call of the grant is still under way. */
class Underway extends Error {}

/** Does undos. */
export class Undoer implements AsyncDisposable {
  readonly #parts: UndoerParts
  readonly #me = randomUUID()
  #running: Promise<void> | undefined
  #again = false
  #timer: NodeJS.Timeout | undefined
  #isStarted = false
  #isOver = false

  constructor(parts: UndoerParts) {
    this.#parts = parts
  }

  /** Begins what a running gateway does by itself: what was left undone, and keys that expire. */
  async start(): Promise<void> {
    this.#isStarted = true
    await this.#parts.jobs.freeAll()
    this.kick()
  }

  /** Puts an undo in line and begins with it. The id of what will be told of it. */
  async ask(grantId: string, hubId: string, mode: JobMode, because: Because): Promise<string> {
    const { jobs, now } = this.#parts
    const id = await jobs.add({ hubId, grantId, mode, because }, now())
    this.kick()
    return id
  }

  /** Looks for what is to be done, soon. */
  kick(): void {
    if (this.#isOver) return
    clearTimeout(this.#timer)
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
  }

  async #run(): Promise<void> {
    let waiting = false
    while (this.#again && !this.#isOver) {
      this.#again = false
      try {
        if (this.#isStarted) await this.#askForExpired()
        await this.#doAll()
        waiting = await this.#parts.jobs.anyWaiting()
      } catch (error) {
        this.#parts.onError(error)
        waiting = true
      }
    }
    if (this.#isOver || !(waiting || this.#isStarted)) return
    this.#timer = setTimeout(() => this.kick(), waiting ? SOON : EVERY).unref()
  }

  // Several gateways ask for the same: the id says that it is.
  async #askForExpired(): Promise<void> {
    const { grants, jobs, now } = this.#parts
    const time = now()
    for (const grant of grants.withEnd()) {
      if (grant.onEnd === null || standing(grant, time) !== 'expired') continue
      const id = `end ${grant.id} ${grant.expiresAt}`
      const wanted = { id, hubId: grant.hubId, grantId: grant.id, mode: grant.onEnd }
      if (!(await jobs.byId(id))) await jobs.add({ ...wanted, because: 'expiry' }, time)
    }
  }

  async #doAll(): Promise<void> {
    const { jobs, now } = this.#parts
    while (!this.#isOver) {
      const job = await jobs.claim(this.#me, now())
      if (!job) return
      await this.#do(job)
    }
  }

  async #do(job: Job): Promise<void> {
    const { jobs, now, onError } = this.#parts
    const later = (wait: number, problem: string) =>
      jobs.postpone(job.id, this.#me, now() + wait, problem)
    try {
      const problem = await this.#carryOut(job)
      await jobs.finish(job.id, now(), problem)
      this.#tell(job)
    } catch (error) {
      const pause = Math.min(PAUSE.first * 2 ** (job.attempts - 1), PAUSE.longest)
      if (error instanceof NotOurs) return
      if (error instanceof Stopping) return later(0, 'The gateway was stopped.')
      if (error instanceof Underway) return later(SOON, 'A call of this key is still under way.')
      if (!(error instanceof HubError)) onError(error)
      const problem = error instanceof HubError ? error.message : 'Something went wrong here.'
      await later(pause, problem)
    }
  }

  async #carryOut(job: Job): Promise<string | null> {
    const { hubs, store, grants, reader, calls, audit, now } = this.#parts
    const connected = hubs.byId(job.hubId)
    if (!connected) return 'The Homey is not here any more.'
    await this.#requireStill(job)
    const hub = new UndoHub(
      { hub: connected, calls, reader, audit, now, job, proceed: () => this.#proceed(job) },
      await store.mapping(job.hubId),
    )
    const parts: UndoParts = { store, grants, hub, job }
    if (job.mode === 'restore') return new Restoring(parts).run()
    await (job.mode === 'off' ? switchOff(parts, now()) : switchOn(parts))
    return null
  }

  async #requireStill({ hubId, grantId, mode }: Job): Promise<void> {
    if (mode === 'on') return
    const { store, now } = this.#parts
    const layers = await store.ofGrant(hubId, grantId)
    const since = Math.max(0, ...layers.map(({ pending }) => pending?.since ?? 0))
    if (since > 0 && now() - since < UNDERWAY) throw new Underway()
  }

  async #proceed(job: Job): Promise<void> {
    if (this.#isOver) throw new Stopping()
    const { jobs, now } = this.#parts
    if (!(await jobs.renew(job.id, this.#me, now()))) throw new NotOurs()
  }

  // Nobody waits for what happens by itself.
  #tell({ because, grantId }: Job): void {
    const grant = this.#parts.grants.present(grantId)
    if (because !== 'expiry' || !grant) return
    this.#parts.onWarning(
      `The key "${grant.client}" has expired, and what it left was undone: latchkey key traces ${grantId}`,
    )
  }

  /** Ends after the step that is under way; the rest is done the next time. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#running
  }
}
