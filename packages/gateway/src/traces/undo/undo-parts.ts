// What every kind of undo works with.
import type { Grants } from '../../grants/grants.ts'
import type { TraceStore } from '../trace-store.ts'
import type { Job } from './jobs.ts'
import type { UndoHub } from './undo-hub.ts'

/** What an undo works with. */
export interface UndoParts {
  readonly store: TraceStore
  readonly grants: Grants
  readonly hub: UndoHub
  readonly job: Job
}
