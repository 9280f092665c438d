// Everything that has to do with what grants leave behind, put together: the traces, the undos, and what
// is told of both.
import type { AuditLog } from '../audit/audit-log.ts'
import type { Grants } from '../grants/grants.ts'
import type { HubCalls } from '../hub-path/hub-calls.ts'
import type { Hubs } from '../hubs/hubs.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/database.ts'
import { ObjectReader } from './object-reader.ts'
import { TraceStore } from './trace-store.ts'
import { Tracing } from './tracing.ts'
import { Jobs } from './undo/jobs.ts'
import { Undoer } from './undo/undoer.ts'

/** What traces stand on. */
export interface TracesParts {
  readonly database: Database
  readonly sealing: Sealing
  readonly grants: Grants
  readonly hubs: Hubs
  readonly audit: AuditLog
  readonly now: () => number
  readonly onWarning: (text: string) => void
  readonly onError: (error: unknown) => void
}

/** Traces and undos of an installation. */
export class Traces {
  readonly store: TraceStore
  readonly jobs: Jobs
  readonly #parts: TracesParts

  constructor(parts: TracesParts) {
    this.#parts = parts
    this.store = new TraceStore(parts)
    this.jobs = new Jobs(parts.database)
  }

  /** What keeps traces round the writes of one hub path. */
  readonly tracing = (calls: HubCalls): Tracing => {
    const { now, onError } = this.#parts
    return new Tracing({ store: this.store, reader: new ObjectReader(calls), now, onError })
  }

  /** What undoes. */
  undoer(calls: HubCalls): Undoer {
    const { store, jobs } = this
    return new Undoer({ ...this.#parts, store, jobs, calls, reader: new ObjectReader(calls) })
  }
}
