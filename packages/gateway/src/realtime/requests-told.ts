// Tells a client on its own sockets what became of its requests for more: once for each answer, at whichever gateway it
// was given. Changes may be announced twice.
import { type ClientRequestView, clientView } from '../permission-requests/client-view.ts'
import type { PermissionRequests } from '../permission-requests/permission-requests.ts'

/** What telling stands on. */
export interface RequestsToldParts {
  readonly requests: PermissionRequests
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** How many answers are remembered as told. */
const REMEMBERED = 1_000

/** Tells until it is disposed of. */
export class RequestsTold implements Disposable {
  readonly #parts: RequestsToldParts
  readonly #send: (grantId: string, view: ClientRequestView) => void
  readonly #told = new Set<string>()
  readonly #following: Disposable

  constructor(parts: RequestsToldParts, send: (grantId: string, view: ClientRequestView) => void) {
    this.#parts = parts
    this.#send = send
    this.#following = parts.requests.onChange((id) => void this.#tell(id).catch(parts.onError))
  }

  async #tell(id: string): Promise<void> {
    const request = await this.#parts.requests.byId(id)
    if (!request || request.answeredAt === null || this.#told.has(id)) return
    this.#told.add(id)
    for (const oldest of this.#told) {
      if (this.#told.size <= REMEMBERED) break
      this.#told.delete(oldest)
    }
    this.#send(request.grantId, clientView(request, this.#parts.now()))
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
  }
}
