// A hub as an undo sees it: objects in the ids that they have now, writes that are in the audit log before
// they are sent, and nothing done by a gateway that is not at it any more.
import { buildPath, type Mapping, operationById, rewrite } from '@latchkey/catalogue'
import { HubError } from '@latchkey/homey'
import type { AuditLog } from '../../audit/audit-log.ts'
import type { Called, HubCalls, PlainCall } from '../../hub-path/hub-calls.ts'
import type { ConnectedHub } from '../../hubs/hubs.ts'
import type { Json } from '../../limits/json.ts'
import type { Content } from '../content.ts'
import { KIND_ROWS, type TraceKind } from '../kinds.ts'
import type { ObjectReader } from '../object-reader.ts'
import type { Job } from './jobs.ts'

/** After so many tries a hub that fails at something is taken to refuse it. */
const PATIENT = 5

/** What an undo reaches a hub by. */
export interface UndoHubParts {
  readonly hub: ConnectedHub
  readonly calls: HubCalls
  readonly reader: ObjectReader
  readonly audit: AuditLog
  readonly now: () => number
  readonly job: Job
  /** @throws whatever ends the undo, if it is not ours any more */
  readonly proceed: () => Promise<void>
}

/** Reads and writes for one undo. */
export class UndoHub {
  mapping: Mapping
  readonly #parts: UndoHubParts

  constructor(parts: UndoHubParts, mapping: Mapping) {
    this.#parts = parts
    this.mapping = mapping
  }

  /** The writable part of an object, asked of the hub; null if it is not there. */
  async read(kind: TraceKind, id: string): Promise<Content | null> {
    const { hub, reader } = this.#parts
    const item = await reader.readAnew(hub, kind, id)
    return item && KIND_ROWS[kind].content(item)
  }

  /** All objects of a kind, asked of the hub. */
  list(kind: TraceKind): Promise<readonly Json[]> {
    return this.#parts.reader.listAnew(this.#parts.hub, kind)
  }

  /** Content in the ids that objects have now. */
  inPresentIds(kind: TraceKind, content: Content): Content
  inPresentIds(kind: TraceKind, content: Content | null): Content | null
  inPresentIds(kind: TraceKind, content: Content | null): Content | null {
    const { shape } = KIND_ROWS[kind]
    return content && shape !== null ? rewrite(shape, content, this.mapping) : content
  }

  /**
   * Makes calls one after the other until one is refused; whether all were done, with the last answer.
   * @throws HubError if the hub is away: what was done by then is done, and the rest has to be tried again
   */
  async write(calls: readonly PlainCall[]): Promise<{ done: boolean; answer: unknown }> {
    let answer: unknown
    for (const call of calls) {
      const said = await this.#writeOne(call)
      if (said.refusal !== undefined) return { done: false, answer: undefined }
      answer = said.value
    }
    return { done: true, answer }
  }

  async #writeOne(call: PlainCall): Promise<Called> {
    const { hub, calls, audit, job, now, proceed } = this.#parts
    await proceed()
    const operation = operationById(hub.connection.generation, call.operation)
    if (!operation) return { status: 404, refusal: 'not on this hub' }
    await audit.commit({
      ...{ time: now(), client: null, grant: job.grantId, hub: hub.hub.id },
      ...{ operation: operation.id, method: operation.method },
      path: buildPath(operation, call.ids),
      ...({ verdict: 'allow', reason: 'undo', status: null, ms: null } as const),
    })
    const said = await calls.call(hub, call)
    // Its own trouble: it may do it another time.
    const isItsOwn = said.status >= 500 || said.status === 429
    if (said.refusal !== undefined && isItsOwn && job.attempts < PATIENT) {
      throw new HubError('hub_refused', `The Homey failed (${said.status}).`, {
        status: said.status,
      })
    }
    return said
  }
}
